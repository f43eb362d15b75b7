package dev.compat.evidence;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes what a value looks like without telling the value. */
final class Shapes {

  private static final Map<Class<?>, String> PRIMITIVES =
      Map.of(
          Integer.class, "int",
          Long.class, "long",
          Boolean.class, "boolean",
          Double.class, "double",
          Float.class, "float",
          Character.class, "char",
          Short.class, "short",
          Byte.class, "byte");

  private Shapes() {}

  static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    try {
      return Tally.bounded(shape(value));
    } catch (Throwable failure) {
      return value.getClass().getTypeName();
    }
  }

  private static String shape(Object value) {
    if (value instanceof CharSequence text) {
      return ofText(text.toString());
    }
    if (value instanceof BigDecimal number) {
      return "java.math.BigDecimal of scale " + number.scale();
    }
    if (value instanceof Throwable thrown) {
      return ofThrowable(thrown);
    }
    String primitive = PRIMITIVES.get(value.getClass());
    return primitive == null ? ofContainer(value) : primitive;
  }

  private static String ofContainer(Object value) {
    if (value.getClass().isArray()) {
      String type = value.getClass().getComponentType().getTypeName();
      return type + " array of " + Array.getLength(value);
    }
    if (value instanceof Map<?, ?> map) {
      return "map of " + map.size();
    }
    if (value instanceof Collection<?> values) {
      return wordFor(values) + " of " + values.size();
    }
    return value.getClass().getTypeName();
  }

  private static String wordFor(Collection<?> values) {
    if (values instanceof List) {
      return "list";
    }
    return values instanceof Set ? "set" : "collection";
  }

  static String ofText(String text) {
    long above = text.codePoints().filter(c -> c > 0x7F).count();
    String length = "text of " + characters(text);
    return above == 0 ? length : length + ", " + above + " above U+007F";
  }

  private static String ofThrowable(Throwable thrown) {
    String message = thrown.getMessage();
    String type = thrown.getClass().getName();
    return message == null
        ? type + " without a message"
        : type + " with a message of " + characters(message);
  }

  private static String characters(String text) {
    return Texts.count(text.codePointCount(0, text.length()), "character", "characters");
  }
}
