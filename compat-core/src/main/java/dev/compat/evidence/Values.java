package dev.compat.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes values as bounded text, where a team allows that values are kept. */
final class Values {

  private static final int MAX_LENGTH = 400;
  private static final int MAX_DEPTH = 5;
  private static final int LOOKED_AT = 8_000;

  /** Decimal text of a larger number takes time that grows with the square of its length. */
  private static final int MAX_BITS = 4_000;

  /** Stands for a value that cannot be had. */
  private static final Object UNKNOWN =
      new Object() {
        @Override
        public String toString() {
          return "?";
        }
      };

  private final Redaction redaction;
  private final Consumer<String> redacted;
  private final StringBuilder out = new StringBuilder();

  private Values(Redaction redaction, Consumer<String> redacted) {
    this.redaction = redaction;
    this.redacted = redacted;
  }

  /**
   * Texts in quotes, numbers and constants as they are, containers by what they hold; less what
   * must not be kept.
   *
   * @param path where the value is
   * @param redacted gets the rule for each thing that is taken out
   */
  static String describe(
      String path, @Nullable Object value, Redaction redaction, Consumer<String> redacted) {
    Values values = new Values(redaction, redacted);
    try {
      values.append(path, value, 0);
    } catch (Throwable failure) {
      values.out.append('?');
    }
    return cut(values.out);
  }

  /** The characters of a text; empty where they cannot be had. */
  static String text(@Nullable Object value) {
    try {
      String text = value == null ? null : value.toString();
      return text == null ? "" : text;
    } catch (Throwable failure) {
      return "";
    }
  }

  private static String cut(StringBuilder text) {
    return text.length() <= MAX_LENGTH ? text.toString() : text.substring(0, MAX_LENGTH) + "…";
  }

  private boolean isFull() {
    return out.length() > MAX_LENGTH;
  }

  private void append(String path, @Nullable Object value, int depth) {
    if (isFull()) {
      return;
    }
    String rule = value == null ? null : redaction.covering(path, value.getClass());
    if (value == null) {
      out.append("null");
    } else if (rule != null) {
      redacted.accept(rule);
      out.append(Redaction.mark(rule));
    } else if (value instanceof CharSequence text) {
      quote(left(text.toString()));
    } else if (value instanceof Throwable thrown) {
      appendThrowable(path, thrown);
    } else if (depth > MAX_DEPTH) {
      out.append('…');
    } else {
      appendOther(path, value, depth);
    }
  }

  /** What is shown at the most is looked at, and a bit more: half a number is no number. */
  private String left(String text) {
    return redaction.text(
        text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT), redacted);
  }

  private void quote(String text) {
    int end = Math.min(text.length(), MAX_LENGTH);
    out.append('"').append(text, 0, end).append(end < text.length() ? "…" : "").append('"');
  }

  private void appendThrowable(String path, Throwable thrown) {
    out.append(thrown.getClass().getName());
    String message = thrown.getMessage();
    if (message != null) {
      String rule = redaction.covering(path + ".message", String.class);
      if (rule != null) {
        redacted.accept(rule);
      }
      String left = rule == null ? left(message) : Redaction.mark(rule);
      out.append(": ").append(left, 0, Math.min(left.length(), MAX_LENGTH));
    }
  }

  private void appendOther(String path, Object value, int depth) {
    if (value.getClass().isArray()) {
      appendArray(path, value, depth);
    } else if (value instanceof Map<?, ?> map) {
      appendMap(path, map, depth);
    } else if (value instanceof Collection<?> values) {
      appendAll(path, values, depth);
    } else if (value instanceof Optional<?> optional) {
      appendOptional(path, optional, depth);
    } else if (value instanceof Record) {
      appendRecord(path, value, depth);
    } else if (isHuge(value)) {
      out.append("a very large ").append(value.getClass().getName());
    } else if (value instanceof Date date) {
      appendDate(date);
    } else if (redaction.keepsEverything()
        || Jdk.isOwn(value.getClass())
        || value instanceof Enum) {
      appendText(value);
    } else {
      appendFields(path, value, depth);
    }
  }

  private void appendOptional(String path, Optional<?> optional, int depth) {
    if (optional.isPresent()) {
      out.append("Optional[");
      append(path, optional.get(), depth + 1);
      out.append(']');
    } else {
      out.append(optional);
    }
  }

  /**
   * By field, since the text that an object makes of itself has no places that rules could name.
   */
  private void appendFields(String path, Object value, int depth) {
    out.append(value.getClass().getSimpleName()).append('[');
    String separator = "";
    for (Field field : Jdk.fields(value.getClass())) {
      out.append(separator).append(field.getName()).append('=');
      try {
        append(path + "." + field.getName(), field.get(value), depth + 1);
      } catch (IllegalAccessException e) {
        out.append(UNKNOWN);
      }
      separator = ", ";
    }
    out.append(']');
  }

  /** To the millisecond, which the text that a date makes of itself leaves out. */
  @SuppressWarnings("JavaUtilDate") // legacy has them
  private void appendDate(Date date) {
    if (date.getClass() != Date.class) {
      appendText(date);
      out.append(" = ");
    }
    out.append(Instant.ofEpochMilli(date.getTime()));
  }

  /** By component: the text that a record makes of itself may be as large as what it holds. */
  private void appendRecord(String path, Object value, int depth) {
    out.append(value.getClass().getSimpleName()).append('[');
    String separator = "";
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      out.append(separator).append(component.getName()).append('=');
      append(path + "." + component.getName(), valueOf(component, value), depth + 1);
      separator = ", ";
    }
    out.append(']');
  }

  private static @Nullable Object valueOf(RecordComponent component, Object value) {
    Method accessor = component.getAccessor();
    try {
      return accessor.trySetAccessible() ? accessor.invoke(value) : UNKNOWN;
    } catch (ReflectiveOperationException e) {
      return UNKNOWN;
    }
  }

  private static boolean isHuge(Object value) {
    if (value instanceof BigDecimal number) {
      return number.unscaledValue().bitLength() > MAX_BITS;
    }
    return value instanceof BigInteger number && number.bitLength() > MAX_BITS;
  }

  private void appendText(Object value) {
    String text = left(String.valueOf(value.toString()));
    out.append(text, 0, Math.min(text.length(), MAX_LENGTH + 1));
  }

  /** What is text is looked through as a text: its characters tell nothing one by one. */
  private void appendArray(String path, Object array, int depth) {
    if (array instanceof char[] chars) {
      quote(left(new String(chars)));
      return;
    }
    if (array instanceof byte[] bytes) {
      String text = new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), UTF_8);
      if (!left(text).equals(text)) {
        out.append("a byte[] with ").append(Redaction.mark("text"));
        return;
      }
    }
    out.append('[');
    for (int i = 0; i < Array.getLength(array) && !isFull(); i++) {
      out.append(i == 0 ? "" : ", ");
      append(path, Array.get(array, i), depth + 1);
    }
    out.append(']');
  }

  private void appendAll(String path, Collection<?> values, int depth) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      if (isFull()) {
        break;
      }
      out.append(separator);
      append(path, value, depth + 1);
      separator = ", ";
    }
    out.append(']');
  }

  /** A key is a value too, at the place of what it leads to. */
  private void appendMap(String path, Map<?, ?> map, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        break;
      }
      Object key = entry.getKey();
      out.append(separator);
      append(path, key, depth + 1);
      out.append('=');
      append(Redaction.below(path, key), entry.getValue(), depth + 1);
      separator = ", ";
    }
    out.append('}');
  }
}
