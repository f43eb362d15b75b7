package dev.compat.evidence;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Whether two shares differ by more than chance: Fisher's exact test. */
final class ExactTest {

  /** Beyond, counts are halved: the test then claims less. */
  private static final long MOST = 1L << 24;

  private ExactTest() {}

  /**
   * How likely a share as large as the first is, or larger, if the true shares of both were the
   * same.
   *
   * @return 1 where there is nothing to compare
   */
  static double atLeast(long some, long of, long others, long ofOthers) {
    if (some < 0 || some > of || others < 0 || others > ofOthers) {
      throw new IllegalArgumentException(
          some + " of " + of + " and " + others + " of " + ofOthers + " are no two shares");
    }
    if (some == 0 || of == 0 || ofOthers == 0) {
      return 1;
    }
    long k = some;
    long n = of;
    long rest = others;
    long ofRest = ofOthers;
    while (n + ofRest > MOST) {
      k /= 2;
      n = (n + 1) / 2;
      rest = (rest + 1) / 2;
      ofRest /= 2;
    }
    rest = Math.min(rest, ofRest);
    return k == 0
        ? 1
        : HypergeometricDistribution.of((int) (n + ofRest), (int) (k + rest), (int) n)
            .survivalProbability((int) k - 1);
  }

  /** How likely two shares at least as far apart are, if the true ones were the same. */
  static double apart(long some, long of, long others, long ofOthers) {
    double larger = atLeast(some, of, others, ofOthers);
    double smaller = atLeast(others, ofOthers, some, of);
    return Math.min(1, 2 * Math.min(larger, smaller));
  }
}
