package dev.compat.evidence;

import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of nanoseconds that any thread adds to without waiting.
 *
 * <p>From 8 ns to 68 s, exact to 8 ns or 1 %, whichever is more, and never told too short; longer
 * counts as 68 s. It takes 28 kB, once something has been recorded and not before: a process may
 * have thousands of join points of which few are timed.
 */
final class Durations {

  static final long LONGEST = (1L << 36) - 1;
  private static final long UNIT = 8;
  private static final int DIGITS = 2;

  static {
    // Here and not on a caller's thread: a class whose initialisation overflows a stack is lost.
    new AtomicHistogram(UNIT, LONGEST, DIGITS).recordValueWithCount(UNIT, 1);
  }

  private final AtomicReference<@Nullable AtomicHistogram> recorded = new AtomicReference<>();

  void record(long nanos) {
    record(nanos, 1);
  }

  /** Records a duration that stands for so many. */
  void record(long nanos, long times) {
    AtomicHistogram histogram = recorded.get();
    if (histogram == null) {
      recorded.compareAndSet(null, new AtomicHistogram(UNIT, LONGEST, DIGITS));
      histogram = recorded.get();
    }
    if (histogram != null) {
      histogram.recordValueWithCount(Math.max(0, Math.min(LONGEST, nanos)), times);
    }
  }

  Latency snapshot() {
    AtomicHistogram histogram = recorded.get();
    if (histogram == null) {
      return Latency.NONE;
    }
    Histogram copy = empty();
    copy.add(histogram);
    return Latency.of(copy);
  }

  static Histogram empty() {
    return new Histogram(UNIT, LONGEST, DIGITS);
  }
}
