package dev.compat.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies of collections whose elements or keys are hashed by code of the application: they are
 * filled by whoever uses the snapshot, on another thread than the caller's. For one thread at a
 * time.
 */
final class Rehashing {

  /** How deep sets of sets may be found in the wrong order. */
  private static final int ROUNDS = 8;

  private @Nullable List<Later> later;

  /** What is to be put into a map, or, without values, into a set. */
  private record Later(Object into, @Nullable Object[] keys, @Nullable Object @Nullable [] values) {

    @SuppressWarnings("unchecked") // the copy may hold what the original holds
    void fill() {
      if (into instanceof Map<?, ?>) {
        Map<@Nullable Object, @Nullable Object> map =
            (Map<@Nullable Object, @Nullable Object>) into;
        map.clear();
        Tables.fill(map, keys, values);
      } else {
        Collection<@Nullable Object> set = (Collection<@Nullable Object>) into;
        set.clear();
        for (Object key : keys) {
          set.add(key);
        }
      }
    }

    /** Whether each can be found; what a key hashes to may hang on what is filled after it. */
    boolean isFull() {
      Set<?> filled = into instanceof Map<?, ?> map ? map.keySet() : (Set<?>) into;
      if (filled.size() != keys.length) {
        return false;
      }
      for (Object key : keys) {
        if (!filled.contains(key)) {
          return false;
        }
      }
      return true;
    }

    boolean isInOrder() {
      Set<?> filled = into instanceof Map<?, ?> map ? map.keySet() : (Set<?>) into;
      return Tables.isInOrder(filled, Arrays.asList(keys).iterator());
    }
  }

  void add(Object into, @Nullable Object[] keys, @Nullable Object @Nullable [] values) {
    if (later == null) {
      later = new ArrayList<>();
    }
    later.add(new Later(into, keys, values));
  }

  boolean isEmpty() {
    return later == null;
  }

  /** Fills them; why they cannot be, or null. What holds others was found first, and comes last. */
  @Nullable String run() {
    List<Later> all = later == null ? List.of() : later;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = all.size() - 1; i >= 0; i--) {
          all.get(i).fill();
        }
        if (all.stream().allMatch(Later::isFull)) {
          return all.stream().allMatch(Later::isInOrder)
              ? null
              : "a copied collection is not iterated in the original's order";
        }
      }
      return "the keys of a copied collection do not hash as the original's do";
    } catch (Throwable failure) {
      return "hashing the keys of a copied collection failed with " + failure.getClass().getName();
    }
  }
}
