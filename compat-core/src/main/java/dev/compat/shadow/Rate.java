package dev.compat.shadow;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Admits so many trials a second, up to a tenth of a second's at once: the generic cell rate
 * algorithm (ITU-T I.371). Many threads may ask; nobody waits, and one that another was faster than
 * is not admitted.
 */
final class Rate {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BURST = SECOND / 10;

  /** When the next one is due if all come evenly, as {@link System#nanoTime} reads. */
  private final AtomicLong due = new AtomicLong(System.nanoTime() - SECOND);

  /** Whether one more is within {@code perSecond}; 0 admits all. */
  boolean admits(int perSecond) {
    return perSecond == 0 || admits(perSecond, System.nanoTime());
  }

  boolean admits(int perSecond, long now) {
    long next = due.get();
    long from = now - next > BURST ? now - BURST : next;
    return now - from >= 0 && due.compareAndSet(next, from + SECOND / perSecond);
  }
}
