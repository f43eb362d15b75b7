package dev.compat.compare;

/** How many values one comparison may still look at. For one thread. */
final class Budget {

  /** The number of values that one comparison looks at before it gives up. */
  static final int VALUES = 10_000;

  private int left = VALUES;

  void spend() {
    if (--left < 0) {
      throw Obstacle.toAll("an outcome holds more than 10,000 values");
    }
  }
}
