package dev.compat.recording;

import dev.compat.evidence.Redaction;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.Date;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what of a value must not be kept. Called by workers, several at a time. */
@FunctionalInterface
public interface Redactor {

  /** Stands for what is left out. */
  String REDACTED = "redacted";

  /** Nothing is redacted. */
  Redactor NONE = (path, value) -> null;

  /** What a configuration says. */
  static Redactor of(Redaction redaction) {
    return redaction.keepsEverything()
        ? NONE
        : (path, value) -> placeholder(redaction, path, value);
  }

  private static @Nullable String placeholder(Redaction redaction, String path, Object value) {
    boolean isCovered =
        redaction.covers(path, value.getClass())
            || texts(value).anyMatch(text -> !redaction.text(text).equals(text));
    return isCovered ? REDACTED : null;
  }

  /** What patterns are looked for in; what has parts has places of its own for them. */
  private static Stream<String> texts(Object value) {
    if (value instanceof char[] chars) {
      return Stream.of(new String(chars));
    }
    if (value instanceof byte[] bytes) {
      return Stream.of(new String(bytes, StandardCharsets.UTF_8));
    }
    if (value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> String.valueOf(Array.get(value, i)));
    }
    if (value instanceof Enum<?> constant) {
      return Stream.of(constant.name());
    }
    boolean isText =
        value instanceof CharSequence
            || value instanceof Integer
            || (Scalar.of(value) != null
                && !(value instanceof Date || value instanceof Calendar)); // milliseconds
    return isText ? Stream.of(value.toString()) : Stream.empty();
  }

  /**
   * What is kept in the place of a value; null where the value itself may be.
   *
   * @param path such as {@code arg(0).customer.email} or {@code result.lines[key]}; elements are at
   *     the place of what holds them
   */
  @Nullable String placeholder(String path, Object value);
}
