package dev.compat.flag;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says whose calls stay together when a flag gives shares.
 *
 * <p>With several keys it is the first that the call has a value for; {@code [user, tenant]} splits
 * by user, and by tenant what has no user. The key is part of what is hashed, so a user called
 * {@code 7} and a tenant called {@code 7} have nothing to do with each other. By call, every call
 * is drawn anew and nothing stays together.
 *
 * @param chain the buckets by key, in the order of the keys; empty is by call
 */
record By(List<Buckets> chain) {

  /** How a flag asks for a draw of every call: no context key may be called so. */
  static final String CALL = "call";

  /** The bucket of a call that belongs to nobody. */
  static final int NO_ID = -1;

  private static final By EVERY_CALL = new By(List.of());

  By {
    chain = List.copyOf(chain);
  }

  static By call() {
    return EVERY_CALL;
  }

  static By keys(Hash hash, String salt, List<String> keys) {
    return new By(keys.stream().map(key -> new Buckets(hash, salt, key)).toList());
  }

  boolean isCall() {
    return chain.isEmpty();
  }

  /** The bucket of the call, from 0 to 99,999; {@link #NO_ID} if it has none of the keys. */
  int bucket(Context context) {
    if (chain.isEmpty()) {
      return ThreadLocalRandom.current().nextInt(Buckets.COUNT);
    }
    // By index: an iterator would be an allocation for every call.
    for (int i = 0; i < chain.size(); i++) {
      Buckets buckets = chain.get(i);
      String id = context.get(buckets.kind());
      if (id != null && !id.isEmpty()) {
        return buckets.bucket(id);
      }
    }
    return NO_ID;
  }

  /** The buckets of the first key that the context has a value for; {@code null} without one. */
  @Nullable Buckets first(Context context) {
    for (Buckets buckets : chain) {
      String id = context.get(buckets.kind());
      if (id != null && !id.isEmpty()) {
        return buckets;
      }
    }
    return null;
  }

  /** In words: {@code tenant}, {@code user or else tenant}, {@code call}. */
  @Override
  public String toString() {
    return isCall()
        ? CALL
        : chain.stream().map(Buckets::kind).collect(Collectors.joining(" or else "));
  }
}
