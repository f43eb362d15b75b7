package dev.compat.evidence;

import dev.compat.evidence.Findings.Traits;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Numbers what may hold of a call, such as {@code arg(0) is null}: a bounded number of traits, so
 * that what holds of one call is a few bits.
 *
 * <p>Safe for use by several threads.
 */
final class TraitBook {

  static final int MOST = 128;

  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<String> names = new AtomicReferenceArray<>(MOST);
  private final LongAdder leftOut = new LongAdder();

  /** Notes that a trait holds. */
  void note(String trait, BitSet into) {
    Integer number = numbers.get(trait);
    if (number == null) {
      number = enter(trait);
    }
    if (number < MOST) {
      into.set(number);
    } else {
      leftOut.increment();
    }
  }

  private synchronized int enter(String trait) {
    Integer known = numbers.get(trait);
    int number = known == null ? numbers.size() : known;
    if (known == null && number < MOST) {
      names.set(number, trait);
      numbers.put(trait, number);
    }
    return number;
  }

  /** In how many calls each trait holds. Safe for use by several threads. */
  final class Counts {
    private final LongAdder calls = new LongAdder();
    private final AtomicLongArray holding = new AtomicLongArray(MOST);

    long calls() {
      return calls.sum();
    }

    void add(BitSet traits) {
      for (int i = traits.nextSetBit(0); i >= 0; i = traits.nextSetBit(i + 1)) {
        holding.incrementAndGet(i);
      }
      calls.increment();
    }

    /**
     * Calls are read first, so that no trait holds in fewer of them than is said. In a full book a
     * trait that never held is told too: of those without a place nothing is known.
     */
    Traits snapshot() {
      Map<String, Long> counts = new TreeMap<>();
      long looked = calls.sum();
      boolean isFull = names.get(MOST - 1) != null;
      for (int i = 0; i < MOST; i++) {
        String name = names.get(i);
        long count = holding.get(i);
        if (name != null && (count > 0 || isFull)) {
          counts.put(name, count);
        }
      }
      return new Traits(looked, leftOut.sum(), counts);
    }
  }
}
