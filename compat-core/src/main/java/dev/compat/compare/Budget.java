package dev.compat.compare;

import java.util.concurrent.TimeUnit;

/** How much one comparison may still look at. For one thread. */
final class Budget {

  /** The number of values of one side that a comparison looks at before it gives up. */
  static final int VALUES = 10_000;

  private static final int LOOK_AT_CLOCK = 1_024;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final int values;
  private int left;
  private int untilClock = LOOK_AT_CLOCK;
  private long began;

  Budget(int values) {
    this.values = values;
    this.left = 2 * values;
  }

  /** A value of one side. */
  void spend() {
    spend(1);
  }

  /** A value of either side. */
  void spendBoth() {
    spend(2);
  }

  private void spend(int count) {
    left -= count;
    untilClock -= count;
    if (left < 0) {
      throw Obstacle.toAll(String.format("an outcome holds more than %,d values", values));
    }
    if (untilClock < 0) {
      lookAtClock();
    }
  }

  private void lookAtClock() {
    long now = System.nanoTime();
    untilClock = LOOK_AT_CLOCK;
    if (began == 0) {
      began = now;
    } else if (now - began > MOST_NANOS) {
      throw Obstacle.toAll("comparing takes longer than 2 s");
    }
  }
}
