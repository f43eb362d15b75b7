package dev.compat.flag;

import java.util.concurrent.TimeUnit;

/**
 * Notices that a reader does not come back: what it reads is the caller's own, so the call in which
 * it hangs waits; other calls then do without.
 *
 * <p>The control thread asks for one reading to be timed; whoever reads next notes when it began,
 * and that it is over. Where that does not come within a second, nobody is to read until it has.
 * One volatile read for each reading that is not timed. Callers may be cut short anywhere, for want
 * of stack, so they write fields and call nothing.
 */
final class ReadWatch {

  static final int IDLE = 0;
  static final int DUE = 1;
  static final int STUCK = 2;

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What readers are to do: just read, time the reading, or not read at all. */
  volatile int state = IDLE;

  /** When the reading that is timed began; 0 if none is under way. */
  volatile long since;

  /** Notes that a reading begins; {@code since} is to be 0 again when it is over. */
  void begin() {
    state = IDLE;
    since = System.nanoTime() | 1;
  }

  /**
   * To be called several times a second, by one thread.
   *
   * @return whether a reading that hung has come back
   */
  boolean tick(long now) {
    long began = since;
    boolean wasStuck = state == STUCK;
    if (began == 0) {
      state = DUE;
    } else if (now - began > MOST_NANOS) {
      state = STUCK;
    }
    return wasStuck && began == 0;
  }
}
