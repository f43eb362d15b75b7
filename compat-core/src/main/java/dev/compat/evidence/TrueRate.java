package dev.compat.evidence;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What a count of mismatches says about calls that were not compared.
 *
 * <p>It supposes that calls are independent and that those compared were picked without regard to
 * what they answer: a thousand calls with one and the same argument are one call, and no arithmetic
 * can see that.
 */
public final class TrueRate {

  private static final double CONFIDENCE = 0.95;

  private TrueRate() {}

  /**
   * The upper end of the exact one-sided 95 % confidence interval of Clopper and Pearson (1934): a
   * larger share of differing calls would show as few as these in less than one of twenty samples.
   *
   * @param differ how many of the compared calls differ
   * @param compared how many calls were compared
   * @return a share from 0 to 1; empty when nothing was compared
   * @throws IllegalArgumentException when more differ than were compared, or a count is negative
   */
  public static OptionalDouble upper95(long differ, long compared) {
    if (differ < 0 || differ > compared) {
      throw new IllegalArgumentException(differ + " of " + compared + " calls cannot differ");
    }
    if (compared == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(differ == compared ? 1 : quantile(differ, compared));
  }

  /** The lower end of the one-sided interval: a smaller share would seldom show as many. */
  static double lower95(long differ, long compared) {
    if (differ == 0) {
      return 0;
    }
    double bound =
        BetaDistribution.of((double) differ, compared - differ + 1.0)
            .inverseCumulativeProbability(1 - CONFIDENCE);
    return Math.min(bound, (double) differ / compared);
  }

  private static double quantile(long differ, long compared) {
    if (differ == 0) {
      return -Math.expm1(Math.log(1 - CONFIDENCE) / compared);
    }
    double bound =
        BetaDistribution.of(differ + 1.0, (double) compared - differ)
            .inverseCumulativeProbability(CONFIDENCE);
    return Math.max(bound, (double) differ / compared);
  }
}
