package dev.compat.flag;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives every id one of 100,000 buckets, the same one always and everywhere.
 *
 * <p>The bucket is {@code uint32(murmur3_x86_32(key, 0)) * 100_000 >>> 32} of the key {@code
 * v1|salt|kind|id} in UTF-8, where {@code v1} is the version of this rule and {@code kind} the
 * context key that the id is of. The salt, by default the flag's name, keeps one flag's first
 * buckets from being every flag's; multiplying and shifting has no modulo bias.
 *
 * <p>Immutable. The prefix is hashed once, so that a call hashes its id alone and allocates
 * nothing.
 */
final class Buckets {
  /** How many there are: steps of 0.001 %. */
  static final int COUNT = 100_000;

  private final Hash hash;
  private final String salt;
  private final String kind;
  private final Murmur3 prefix;

  Buckets(Hash hash, String salt, String kind) {
    this.hash = hash;
    this.salt = salt;
    this.kind = kind;
    this.prefix = Murmur3.seeded(0).with(hash.prefix() + salt + "|" + kind + "|");
  }

  /** The context key that the ids are values of. */
  String kind() {
    return kind;
  }

  /** The version of the rule. */
  Hash hash() {
    return hash;
  }

  /** What tells these buckets from those of another flag with the same ids. */
  String salt() {
    return salt;
  }

  /** The bucket of the id, from 0 to 99,999. */
  int bucket(String id) {
    return (int) ((Integer.toUnsignedLong(prefix.hash(id)) * COUNT) >>> Integer.SIZE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Buckets same
        && hash == same.hash
        && salt.equals(same.salt)
        && kind.equals(same.kind);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hash, salt, kind);
  }
}
