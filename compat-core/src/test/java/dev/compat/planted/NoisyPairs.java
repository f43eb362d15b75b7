package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pairs that answer something new each time; some of them differ beyond that.
 *
 * @param pair without a path where the two are copies
 * @param noise the general paths that differ from run to run of one arm
 */
public record NoisyPairs(Pair pair, List<String> noise) {

  private static final AtomicLong NUMBERS = new AtomicLong();

  static final class Receipt {
    final UUID id = UUID.randomUUID();
    final long at = System.nanoTime();
    long total;

    Receipt(long total) {
      this.total = total;
    }
  }

  /** All of them. */
  public static List<NoisyPairs> all() {
    return List.of(
        new NoisyPairs(
            one(
                    "a receipt with an id and a time",
                    (Integer cents) -> new Receipt(cents),
                    (Integer cents) -> new Receipt(cents))
                .sameBy(() -> with(5)),
            List.of("result.at", "result.id")),
        new NoisyPairs(
            one(
                    "a receipt with an id, a time and another total",
                    (Integer cents) -> new Receipt(cents),
                    (Integer cents) -> new Receipt(cents & ~1))
                .shownBy(() -> with(5))
                .at("result.total", Kind.NUMBER),
            List.of("result.at", "result.id")),
        new NoisyPairs(
            one(
                    "a list in the order of identity hash codes",
                    (Integer size) -> byIdentity(size),
                    (Integer size) -> byIdentity(size))
                .sameBy(() -> with(50)),
            List.of("result[*]")),
        new NoisyPairs(
            one(
                    "a list in the order of identity hash codes, an element short",
                    (Integer size) -> byIdentity(size),
                    (Integer size) -> byIdentity(size - 1))
                .shownBy(() -> with(50))
                .at("result", Kind.SIZE),
            List.of("result[*]")),
        new NoisyPairs(
            one(
                    "an exception with a number, and another class",
                    (String name) -> {
                      throw new IllegalStateException(name + NUMBERS.incrementAndGet());
                    },
                    (String name) -> {
                      throw new IllegalArgumentException(name + NUMBERS.incrementAndGet());
                    })
                .shownBy(() -> with("incident "))
                .at("thrown", Kind.THROWN),
            List.of("thrown.message")));
  }

  private record Named(String name, Object identity) {
    @Override
    public int hashCode() {
      return System.identityHashCode(identity);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Named named && named.identity == identity;
    }
  }

  private static List<String> byIdentity(int size) {
    Set<Named> set = new HashSet<>();
    for (int i = 0; i < size; i++) {
      set.add(new Named("n" + i, new Object()));
    }
    List<String> names = new ArrayList<>();
    set.forEach(named -> names.add(named.name()));
    return names;
  }

  @Override
  public String toString() {
    return pair.name();
  }
}
