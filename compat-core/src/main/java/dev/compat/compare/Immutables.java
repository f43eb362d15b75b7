package dev.compat.compare;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is known about the types of the JDK. */
final class Immutables {

  /** By exact class, since a subclass of {@code BigDecimal} or {@code File} may be anything. */
  private static final Set<Class<?>> VALUES =
      Set.of(
          BigDecimal.class,
          BigInteger.class,
          Class.class,
          Currency.class,
          Duration.class,
          File.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          Locale.class,
          MonthDay.class,
          Object.class,
          OffsetDateTime.class,
          OffsetTime.class,
          OptionalDouble.class,
          OptionalInt.class,
          OptionalLong.class,
          Pattern.class,
          Period.class,
          StackTraceElement.class,
          URI.class,
          URL.class,
          UUID.class,
          Year.class,
          YearMonth.class,
          ZonedDateTime.class);

  /** The types that say of a field that it holds one of these values. */
  private static final Set<String> DECLARED = declared();

  /** Holders that nobody can add to: immutable as far as what they hold is. */
  private static final Set<Class<?>> HOLDERS =
      Set.of(
          List.of().getClass(),
          List.of(1).getClass(),
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass(),
          Collections.emptyList().getClass(),
          Collections.emptySet().getClass(),
          Collections.emptyMap().getClass(),
          Collections.singletonList(1).getClass(),
          Collections.singleton(1).getClass(),
          Collections.singletonMap(1, 1).getClass(),
          Collections.nCopies(1, 1).getClass());

  private Immutables() {}

  private static Set<String> declared() {
    Set<String> names = new HashSet<>();
    VALUES.stream().filter(type -> type != Object.class).map(Class::getName).forEach(names::add);
    Stream.of(
            String.class,
            Integer.class,
            Long.class,
            Boolean.class,
            Double.class,
            Character.class,
            Byte.class,
            Short.class,
            Float.class,
            ZoneId.class,
            ZoneOffset.class)
        .map(Class::getName)
        .forEach(names::add);
    return Set.copyOf(names);
  }

  /** Whether what a field of that type holds can be taken to be immutable. */
  static boolean isDeclared(String type) {
    return DECLARED.contains(type);
  }

  /** Whether the value is one of those that most arguments are. */
  static boolean isCommon(Object value) {
    return value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Character
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Float
        || value instanceof Enum;
  }

  static boolean isValue(Object value) {
    return isCommon(value) || isValue(value.getClass());
  }

  static boolean isValue(Class<?> type) {
    return VALUES.contains(type) || isDeclared(type.getName()) || isOfTheJdk(type);
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getClassLoader() == null
        && (ZoneId.class.isAssignableFrom(type)
            || Path.class.isAssignableFrom(type)
            || Charset.class.isAssignableFrom(type));
  }

  static Set<Class<?>> holders() {
    return HOLDERS;
  }
}
