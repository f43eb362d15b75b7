package dev.compat.evidence;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers as people read them, rounded to the side that claims less. */
final class Texts {

  private Texts() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /** A share, rounded down: 100 % is all of them. */
  static String percentOf(long part, long whole) {
    if (part == 0 || whole == 0) {
      return "0 %";
    }
    BigDecimal percent =
        BigDecimal.valueOf(part)
            .scaleByPowerOfTen(2)
            .divide(BigDecimal.valueOf(whole), 1, RoundingMode.DOWN);
    return percent.signum() == 0 ? "< 0.1 %" : plain(percent) + " %";
  }

  /** An upper bound, rounded up to two digits. */
  static String bound(double share) {
    BigDecimal percent =
        new BigDecimal(share).scaleByPowerOfTen(2).round(new MathContext(2, RoundingMode.UP));
    return "true rate ≤ " + plain(percent) + " % (95 %)";
  }

  /** A duration, to two digits below 10 of its unit, else three. */
  static String duration(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000) {
      return scaled(nanos, 3) + " µs";
    }
    return nanos < 1_000_000_000 ? scaled(nanos, 6) + " ms" : scaled(nanos, 9) + " s";
  }

  private static String scaled(long nanos, int powerOfTen) {
    BigDecimal value = BigDecimal.valueOf(nanos, powerOfTen);
    int digits = value.compareTo(BigDecimal.TEN) < 0 ? 2 : 3;
    return plain(value.round(new MathContext(digits, RoundingMode.HALF_UP)));
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /** When something began and ended, to the second, in UTC. */
  static String span(Instant first, Instant last) {
    String from = text(first);
    String to = text(last);
    if (from.equals(to)) {
      return from + " UTC";
    }
    boolean isOneDay = from.substring(0, 10).equals(to.substring(0, 10));
    return from + " to " + (isOneDay ? to.substring(11) : to) + " UTC";
  }

  private static String text(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", "");
  }
}
