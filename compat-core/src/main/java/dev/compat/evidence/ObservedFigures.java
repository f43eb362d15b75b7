package dev.compat.evidence;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what was observed of one method, and how sure that is.
 *
 * @param callsPerMinute in one process; empty when it was observed for less than a minute
 * @param sampled how many calls were looked at
 * @param effective how many calls, picked each with the same chance, would say as much
 * @param shareWithin how far a share of the sample may be from that of all calls, at 95 %, from 0
 *     to 1; empty where nothing was looked at
 * @param p50 where the median is, at 95 %
 * @param p95 where the 95th percentile is, at 95 %
 * @param p99 where the 99th percentile is, at 95 %
 */
record ObservedFigures(
    OptionalDouble callsPerMinute,
    long sampled,
    double effective,
    OptionalDouble shareWithin,
    Range p50,
    Range p95,
    Range p99) {

  /** Two-sided, 95 %, of the normal distribution. */
  private static final double Z = 1.959964;

  /**
   * An interval of nanoseconds.
   *
   * @param high null where the sample is too small to bound it
   */
  record Range(long low, @Nullable Long high) {}

  static ObservedFigures of(ObservedSnapshot observed) {
    double minutes = observed.millis() / 60_000.0;
    double effective = observed.sample().effective();
    return new ObservedFigures(
        minutes >= 1 ? OptionalDouble.of(observed.calls() / minutes) : OptionalDouble.empty(),
        observed.sample().count(),
        effective,
        effective > 0 ? OptionalDouble.of(within(effective)) : OptionalDouble.empty(),
        range(observed.latency(), 0.50, effective),
        range(observed.latency(), 0.95, effective),
        range(observed.latency(), 0.99, effective));
  }

  /** The widest that the normal approximation gets, at a share of one half. */
  private static double within(double effective) {
    return Math.min(1, Z / 2 / Math.sqrt(effective));
  }

  /**
   * The interval between two order statistics, by the normal approximation to the binomial
   * distribution of the rank (Conover, Practical Nonparametric Statistics, 3.2).
   */
  private static Range range(Latency latency, double quantile, double effective) {
    if (latency.count() == 0 || effective == 0) {
      return new Range(0, null);
    }
    double spread = Z * Math.sqrt(quantile * (1 - quantile) / effective);
    double low = quantile - spread;
    double high = quantile + spread;
    Long upper = high * effective > effective - 0.5 ? null : latency.at(high);
    return new Range(low <= 0 ? 0 : latency.at(low), upper);
  }
}
