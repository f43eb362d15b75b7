package dev.compat.recording;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A type of the JDK whose values hold no other values, and how one is written.
 *
 * @param tag what it is called in a recording
 * @param mutable whether it matters which object it is
 * @param write makes JSON of a value
 * @param read makes the value of that
 */
@SuppressWarnings({
  "JavaUtilDate",
  "JdkObsolete",
  "UnnecessaryStringBuilder"
}) // as what is recorded
record Scalar(String tag, boolean mutable, Writing write, Reading read) {

  /** Makes JSON of a value. */
  interface Writing {
    Object write(Object value) throws Exception;
  }

  /** Makes a value of JSON. */
  interface Reading {
    Object read(Object json) throws Exception;
  }

  private static final Map<Class<?>, Scalar> BY_TYPE = new LinkedHashMap<>();
  private static final Map<String, Scalar> BY_TAG = new LinkedHashMap<>();

  static {
    number(Byte.class, Long::byteValue);
    number(Short.class, Long::shortValue);
    number(Long.class, number -> number);
    text(Float.class, Float::valueOf);
    text(Double.class, Double::valueOf);
    text(Character.class, text -> text.charAt(0));
    text(BigInteger.class, BigInteger::new);
    text(BigDecimal.class, BigDecimal::new);
    text(UUID.class, UUID::fromString);
    text(URI.class, URI::new);
    text(URL.class, URL::new);
    text(Currency.class, Currency::getInstance);
    text(File.class, File::new);
    text(Instant.class, Instant::parse);
    text(LocalDate.class, LocalDate::parse);
    text(LocalTime.class, LocalTime::parse);
    text(LocalDateTime.class, LocalDateTime::parse);
    text(OffsetDateTime.class, OffsetDateTime::parse);
    text(OffsetTime.class, OffsetTime::parse);
    text(ZonedDateTime.class, ZonedDateTime::parse);
    text(MonthDay.class, MonthDay::parse);
    text(Duration.class, Duration::parse);
    text(Period.class, Period::parse);
    text(StringBuilder.class, StringBuilder::new, true);
    text(StringBuffer.class, StringBuffer::new, true);
    add(Year.class, false, value -> ((Year) value).getValue(), json -> Year.of(integer(json)));
    add(YearMonth.class, false, Scalar::yearMonth, Scalar::yearMonthOf);
    add(Pattern.class, false, Scalar::pattern, Scalar::patternOf);
    add(Locale.class, false, Scalar::locale, Scalar::localeOf);
    add(Class.class, false, value -> ((Class<?>) value).getName(), Scalar::notHere);
    add(OptionalInt.class, false, Scalar::optionalInt, Scalar::optionalIntOf);
    add(OptionalLong.class, false, Scalar::optionalLong, Scalar::optionalLongOf);
    add(OptionalDouble.class, false, Scalar::optionalDouble, Scalar::optionalDoubleOf);
    add(BitSet.class, true, Scalar::bits, Scalar::bitsOf);
    add(Date.class, true, value -> ((Date) value).getTime(), json -> new Date(integral(json)));
    add(GregorianCalendar.class, true, Calendars::write, Calendars::read);
    add(
        AtomicBoolean.class,
        true,
        v -> ((AtomicBoolean) v).get(),
        j -> new AtomicBoolean((Boolean) j));
    add(
        AtomicInteger.class,
        true,
        v -> ((AtomicInteger) v).get(),
        j -> new AtomicInteger(integer(j)));
    add(AtomicLong.class, true, v -> ((AtomicLong) v).get(), j -> new AtomicLong(integral(j)));
    add(Object.class, true, value -> "", json -> new Object());
  }

  /** Those whose classes are not public. */
  private static final Scalar ZONE =
      tagged("ZoneId", false, Object::toString, json -> ZoneId.of((String) json));

  private static final Scalar TIME_ZONE =
      tagged(
          "TimeZone",
          true,
          value -> Calendars.zone((TimeZone) value),
          json -> Calendars.zone(json));
  private static final Scalar CHARSET =
      tagged("Charset", false, Object::toString, json -> Charset.forName((String) json));
  private static final Scalar PATH =
      tagged("Path", false, Object::toString, json -> Path.of((String) json));

  /** Of the module java.sql, which need not be there. */
  private static final Map<String, Scalar> SQL =
      Map.of(
          "java.sql.Timestamp", sql("java.sql.Timestamp"),
          "java.sql.Date", sql("java.sql.Date"),
          "java.sql.Time", sql("java.sql.Time"));

  /** How a value is written; null if its type is none of these. */
  static @Nullable Scalar of(Object value) {
    Scalar known = BY_TYPE.get(value.getClass());
    if (known != null) {
      return known;
    }
    Scalar sql = SQL.get(value.getClass().getName());
    return sql != null || value.getClass().getClassLoader() != null ? sql : hidden(value);
  }

  private static @Nullable Scalar hidden(Object value) {
    if (value instanceof ZoneId) {
      return ZONE;
    }
    if (value instanceof TimeZone) {
      return TIME_ZONE;
    }
    if (value instanceof Charset) {
      return CHARSET;
    }
    boolean here = value instanceof Path path && path.getFileSystem() == FileSystems.getDefault();
    return here ? PATH : null;
  }

  static @Nullable Scalar tagged(String tag) {
    return BY_TAG.get(tag);
  }

  private static void add(Class<?> type, boolean mutable, Writing write, Reading read) {
    BY_TYPE.put(type, tagged(type.getSimpleName(), mutable, write, read));
  }

  private static Scalar tagged(String tag, boolean mutable, Writing write, Reading read) {
    Scalar scalar = new Scalar(tag, mutable, write, read);
    BY_TAG.put(tag, scalar);
    return scalar;
  }

  private interface OfText<T> {
    T of(String text) throws Exception;
  }

  private interface OfNumber<T> {
    T of(Long number);
  }

  private static <T> void text(Class<T> type, OfText<T> read) {
    text(type, read, false);
  }

  private static <T> void text(Class<T> type, OfText<T> read, boolean mutable) {
    add(type, mutable, Object::toString, json -> read.of((String) json));
  }

  private static <T extends Number> void number(Class<T> type, OfNumber<T> read) {
    add(type, false, value -> ((Number) value).longValue(), json -> read.of(integral(json)));
  }

  private static Scalar sql(String type) {
    return tagged(type, true, SqlTimes::write, json -> SqlTimes.read(type, json));
  }

  static int integer(@Nullable Object json) {
    return Math.toIntExact(integral(json));
  }

  static long integral(@Nullable Object json) {
    if (json instanceof Number number) {
      return number.longValue();
    }
    throw new CodecException("a number is missing");
  }

  @SuppressWarnings("unchecked") // what is not fails as a ClassCastException
  static List<Object> list(Object json) {
    return (List<Object>) json;
  }

  private static Object notHere(Object json) {
    throw new IllegalStateException("resolved by whoever knows the loader");
  }

  private static Object yearMonth(Object value) {
    return List.of(((YearMonth) value).getYear(), ((YearMonth) value).getMonthValue());
  }

  private static Object yearMonthOf(Object json) {
    return YearMonth.of(integer(list(json).get(0)), integer(list(json).get(1)));
  }

  private static Object pattern(Object value) {
    return List.of(((Pattern) value).pattern(), ((Pattern) value).flags());
  }

  private static Object patternOf(Object json) {
    return Pattern.compile((String) list(json).get(0), integer(list(json).get(1)));
  }

  /** By its parts, since an old one may have a variant that no tag can spell. */
  private static Object locale(Object value) {
    Locale locale = (Locale) value;
    return locale.getScript().isEmpty() && !locale.hasExtensions()
        ? List.of(locale.getLanguage(), locale.getCountry(), locale.getVariant())
        : locale.toLanguageTag();
  }

  @SuppressWarnings("deprecation") // the constructors of Java 19 are not there on 17
  private static Object localeOf(Object json) {
    if (json instanceof String tag) {
      return Locale.forLanguageTag(tag);
    }
    List<Object> parts = list(json);
    return new Locale((String) parts.get(0), (String) parts.get(1), (String) parts.get(2));
  }

  private static Object optionalInt(Object value) {
    OptionalInt optional = (OptionalInt) value;
    return optional.isPresent() ? List.of(optional.getAsInt()) : List.of();
  }

  private static Object optionalIntOf(Object json) {
    List<Object> held = list(json);
    return held.isEmpty() ? OptionalInt.empty() : OptionalInt.of(integer(held.get(0)));
  }

  private static Object optionalLong(Object value) {
    OptionalLong optional = (OptionalLong) value;
    return optional.isPresent() ? List.of(optional.getAsLong()) : List.of();
  }

  private static Object optionalLongOf(Object json) {
    List<Object> held = list(json);
    return held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(integral(held.get(0)));
  }

  private static Object optionalDouble(Object value) {
    OptionalDouble optional = (OptionalDouble) value;
    return optional.isPresent() ? List.of(Double.toString(optional.getAsDouble())) : List.of();
  }

  private static Object optionalDoubleOf(Object json) {
    List<Object> held = list(json);
    return held.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble((String) held.get(0)));
  }

  private static Object bits(Object value) {
    return LongStream.of(((BitSet) value).toLongArray()).boxed().toList();
  }

  private static Object bitsOf(Object json) {
    return BitSet.valueOf(list(json).stream().mapToLong(Scalar::integral).toArray());
  }
}
