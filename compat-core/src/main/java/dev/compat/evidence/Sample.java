package dev.compat.evidence;

import java.util.concurrent.ThreadLocalRandom;

/** Which calls are looked at closely: the first of a kind, and later some at random. */
final class Sample {

  private static final int ALL_OF = 1_000;
  private static final int ONE_IN = 32;

  private Sample() {}

  /**
   * Whether to look at one more.
   *
   * @param looked how many were looked at
   */
  static boolean wants(long looked) {
    return looked < ALL_OF || ThreadLocalRandom.current().nextInt(ONE_IN) == 0;
  }
}
