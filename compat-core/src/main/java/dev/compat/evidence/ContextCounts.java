package dev.compat.evidence;

import dev.compat.flag.CallContext;
import dev.compat.flag.Resolution;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often the context keys of a join point were found, for one state of its flag.
 *
 * <p>A key that was found, as most are, is one adder: calls wait for nobody and allocate nothing.
 */
public final class ContextCounts {

  private final Key[] keys;

  ContextCounts(List<Key> keys) {
    this.keys = keys.toArray(Key[]::new);
  }

  /** Counts what was asked for in one call. */
  public void count(CallContext context) {
    long found = context.found();
    long failed = context.failed();
    for (long rest = context.asked(); rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      long bit = rest & -rest;
      if ((found & bit) != 0) {
        keys[index].found.increment();
      } else {
        ((failed & bit) == 0 ? keys[index].missing : keys[index].failed).increment();
      }
    }
  }

  /** One key, as it is read from one place. */
  static final class Key {
    private final String name;
    private final String from;
    private final LongAdder found = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder failed = new LongAdder();

    Key(String name, String from) {
      this.name = name;
      this.from = from;
    }

    Resolution snapshot() {
      return new Resolution(name, from, found.sum(), missing.sum(), failed.sum());
    }
  }
}
