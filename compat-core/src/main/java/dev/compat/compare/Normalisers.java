package dev.compat.compare;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What can be done to values before they are compared, by name. */
@SuppressWarnings("JavaUtilDate") // legacy code uses it
final class Normalisers {

  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern WHITESPACE = Pattern.compile("[\\s\\h]+");

  private static final Map<String, UnaryOperator<Object>> ALL =
      new TreeMap<>(
          Map.of(
              "trim", text(String::strip),
              "lower-case", text(text -> text.toLowerCase(Locale.ROOT)),
              "nfc", text(text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
              "line-ends", text(text -> LINE_END.matcher(text).replaceAll("\n")),
              "whitespace", text(text -> WHITESPACE.matcher(text).replaceAll(" ").strip()),
              "strip-zeros", Normalisers::withoutZeros,
              "micros", value -> truncated(value, ChronoUnit.MICROS),
              "millis", value -> truncated(value, ChronoUnit.MILLIS),
              "seconds", value -> truncated(value, ChronoUnit.SECONDS)));

  private Normalisers() {}

  static Collection<String> names() {
    return ALL.keySet();
  }

  /** One after another. */
  static UnaryOperator<Object> of(List<String> names) {
    UnaryOperator<Object> all = value -> value;
    for (String name : names) {
      UnaryOperator<Object> before = all;
      UnaryOperator<Object> next = ALL.get(name);
      if (next == null) {
        throw new IllegalArgumentException(
            "unknown normaliser '" + name + "'; known are " + String.join(", ", names()));
      }
      all = value -> next.apply(before.apply(value));
    }
    return all;
  }

  private static UnaryOperator<Object> text(UnaryOperator<String> change) {
    return value -> value instanceof CharSequence ? change.apply(value.toString()) : value;
  }

  private static Object withoutZeros(Object value) {
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }

  private static Object truncated(Object value, ChronoUnit unit) {
    if (value instanceof Instant instant) {
      return instant.truncatedTo(unit);
    }
    if (value instanceof LocalDateTime time) {
      return time.truncatedTo(unit);
    }
    if (value instanceof LocalTime time) {
      return time.truncatedTo(unit);
    }
    if (value instanceof ZonedDateTime time) {
      return time.truncatedTo(unit);
    }
    return truncatedOffset(value, unit);
  }

  /** By name, since java.sql may be missing. */
  static boolean isTimestamp(Object value) {
    return value.getClass().getName().equals("java.sql.Timestamp");
  }

  private static Object truncatedOffset(Object value, ChronoUnit unit) {
    if (value instanceof OffsetDateTime time) {
      return time.truncatedTo(unit);
    }
    if (value instanceof OffsetTime time) {
      return time.truncatedTo(unit);
    }
    if (isTimestamp(value)) {
      return ((Date) value).toInstant().truncatedTo(unit);
    }
    return value.getClass() == Date.class
        ? Date.from(((Date) value).toInstant().truncatedTo(unit))
        : value;
  }
}
