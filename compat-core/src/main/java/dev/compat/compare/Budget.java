package dev.compat.compare;

/** How many values one comparison may still look at, of both sides together. For one thread. */
final class Budget {

  /** The number of values of one side that a comparison looks at before it gives up. */
  static final int VALUES = 10_000;

  private int left = 2 * VALUES;

  /** A value of one side. */
  void spend() {
    spend(1);
  }

  /** A value of either side. */
  void spendBoth() {
    spend(2);
  }

  private void spend(int values) {
    left -= values;
    if (left < 0) {
      throw Obstacle.toAll("an outcome holds more than 10,000 values");
    }
  }
}
