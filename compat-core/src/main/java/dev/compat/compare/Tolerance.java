package dev.compat.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.chrono.ChronoLocalDate;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By how much two numbers or two points in time may differ. */
final class Tolerance {

  private static final Pattern AMOUNT =
      Pattern.compile("(\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)\\s*(ulp|%|ms|s|m|h|d|)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Tolerance() {}

  /** Whether two values of one type are within it; of any other values it says that they differ. */
  static BiPredicate<Object, Object> parse(String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no tolerance; write a number, such as 0.01, with %, ulp, ms, s, m, h"
              + " or d after it where that is meant");
    }
    BigDecimal amount = new BigDecimal(matcher.group(1));
    String unit = matcher.group(2);
    Duration time = UNITS.get(unit);
    if (time != null) {
      BigDecimal nanos = amount.multiply(BigDecimal.valueOf(time.toNanos()));
      Duration most = Duration.ofNanos(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
      return (a, b) -> sameTime(a, b, most);
    }
    return switch (unit) {
      case "ulp" -> (a, b) -> sameUlp(a, b, amount);
      case "%" -> (a, b) -> sameShare(a, b, amount.movePointLeft(2));
      default -> (a, b) -> sameAmount(a, b, amount);
    };
  }

  private static boolean sameAmount(Object a, Object b, BigDecimal most) {
    BigDecimal one = decimal(a);
    BigDecimal other = decimal(b);
    return one != null
        && other != null
        && a.getClass() == b.getClass()
        && one.subtract(other).abs().compareTo(most) <= 0;
  }

  private static boolean sameShare(Object a, Object b, BigDecimal share) {
    BigDecimal one = decimal(a);
    BigDecimal other = decimal(b);
    return one != null
        && other != null
        && sameAmount(a, b, one.abs().max(other.abs()).multiply(share, MathContext.DECIMAL64));
  }

  /** A double as people write it; null for what is no finite number. */
  private static @Nullable BigDecimal decimal(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (value instanceof Double || value instanceof Float) {
      boolean finite = Double.isFinite(((Number) value).doubleValue());
      return finite ? new BigDecimal(value.toString()) : null;
    }
    boolean whole = value instanceof Number && Family.isNumber(value.getClass());
    return whole ? BigDecimal.valueOf(((Number) value).longValue()) : null;
  }

  private static boolean sameUlp(Object a, Object b, BigDecimal most) {
    if (a instanceof Double one && b instanceof Double other) {
      return areFinite(one, other) && within(ordered(one), ordered(other), most);
    }
    if (a instanceof Float one && b instanceof Float other) {
      return areFinite(one, other) && within(ordered(one), ordered(other), most);
    }
    if (a instanceof BigDecimal one && b instanceof BigDecimal other) {
      BigDecimal ulp = one.ulp().max(other.ulp());
      return one.subtract(other).abs().compareTo(ulp.multiply(most)) <= 0;
    }
    return false;
  }

  private static boolean areFinite(double one, double other) {
    return Double.isFinite(one) && Double.isFinite(other);
  }

  private static boolean within(long one, long other, BigDecimal most) {
    BigDecimal apart = BigDecimal.valueOf(one).subtract(BigDecimal.valueOf(other)).abs();
    return apart.compareTo(most) <= 0;
  }

  /** Such that neighbours are one apart, and both zeros are one. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }

  private static long ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? Integer.MIN_VALUE - (long) bits : bits;
  }

  private static boolean sameTime(Object a, Object b, Duration most) {
    Duration apart = a.getClass() == b.getClass() ? apart(a, b) : null;
    return apart != null && apart.abs().compareTo(most) <= 0;
  }

  @SuppressWarnings("JavaUtilDate") // legacy code uses it
  private static @Nullable Duration apart(Object a, Object b) {
    if (a instanceof Duration one && b instanceof Duration other) {
      return one.minus(other);
    }
    if (Normalisers.isTimestamp(a)) {
      return Duration.between(((Date) a).toInstant(), ((Date) b).toInstant());
    }
    if (a instanceof Date one && b instanceof Date other) {
      return Duration.ofMillis(one.getTime()).minusMillis(other.getTime());
    }
    if (a instanceof Calendar one && b instanceof Calendar other) {
      Duration apart = Duration.ofMillis(one.getTimeInMillis());
      boolean oneZone = one.getTimeZone().equals(other.getTimeZone());
      return oneZone ? apart.minusMillis(other.getTimeInMillis()) : null;
    }
    return a instanceof Temporal one && b instanceof Temporal other ? between(one, other) : null;
  }

  private static @Nullable Duration between(Temporal one, Temporal other) {
    if (one instanceof LocalDate day && other instanceof LocalDate next) {
      return Duration.ofDays(next.toEpochDay() - day.toEpochDay());
    }
    try {
      return isMoved(one, other) || one instanceof ChronoLocalDate
          ? null
          : Duration.between(one, other);
    } catch (DateTimeException | ArithmeticException noTime) {
      return null;
    }
  }

  /** Whether two times are of two zones, which is another difference than that of time. */
  private static boolean isMoved(Temporal one, Temporal other) {
    if (one instanceof ZonedDateTime here && other instanceof ZonedDateTime there) {
      return !here.getZone().equals(there.getZone());
    }
    return one instanceof OffsetDateTime from
        && other instanceof OffsetDateTime to
        && !from.getOffset().equals(to.getOffset());
  }
}
