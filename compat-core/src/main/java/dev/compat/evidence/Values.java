package dev.compat.evidence;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes values as bounded text, where a team allows that values are kept. */
final class Values {

  private static final int MAX_LENGTH = 400;
  private static final int MAX_DEPTH = 5;

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

  private final StringBuilder out = new StringBuilder();

  private Values() {}

  /** Texts in quotes, numbers and constants as they are, containers by what they hold. */
  static String describe(@Nullable Object value) {
    Values values = new Values();
    try {
      values.append(value, 0);
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

  private void append(@Nullable Object value, int depth) {
    if (isFull()) {
      return;
    }
    if (value == null) {
      out.append("null");
    } else if (value instanceof CharSequence text) {
      quote(text.toString());
    } else if (value instanceof Throwable thrown) {
      appendThrowable(thrown);
    } else if (depth > MAX_DEPTH) {
      out.append('…');
    } else {
      appendOther(value, depth);
    }
  }

  private void quote(String text) {
    int end = Math.min(text.length(), MAX_LENGTH);
    out.append('"').append(text, 0, end).append(end < text.length() ? "…" : "").append('"');
  }

  private void appendThrowable(Throwable thrown) {
    out.append(thrown.getClass().getName());
    String message = thrown.getMessage();
    if (message != null) {
      out.append(": ").append(message, 0, Math.min(message.length(), MAX_LENGTH));
    }
  }

  private void appendOther(Object value, int depth) {
    if (value.getClass().isArray()) {
      appendArray(value, depth);
    } else if (value instanceof Map<?, ?> map) {
      appendMap(map, depth);
    } else if (value instanceof Collection<?> values) {
      appendAll(values, depth);
    } else if (value instanceof Record) {
      appendRecord(value, depth);
    } else if (isHuge(value)) {
      out.append("a very large ").append(value.getClass().getName());
    } else if (value instanceof Date date) {
      appendDate(date);
    } else {
      appendText(value);
    }
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
  private void appendRecord(Object value, int depth) {
    out.append(value.getClass().getSimpleName()).append('[');
    String separator = "";
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      out.append(separator).append(component.getName()).append('=');
      append(valueOf(component, value), depth + 1);
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
    String text = String.valueOf(value.toString());
    out.append(text, 0, Math.min(text.length(), MAX_LENGTH + 1));
  }

  private void appendArray(Object array, int depth) {
    out.append('[');
    for (int i = 0; i < Array.getLength(array) && !isFull(); i++) {
      out.append(i == 0 ? "" : ", ");
      append(Array.get(array, i), depth + 1);
    }
    out.append(']');
  }

  private void appendAll(Collection<?> values, int depth) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      if (isFull()) {
        break;
      }
      out.append(separator);
      append(value, depth + 1);
      separator = ", ";
    }
    out.append(']');
  }

  private void appendMap(Map<?, ?> map, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        break;
      }
      out.append(separator);
      append(entry.getKey(), depth + 1);
      out.append('=');
      append(entry.getValue(), depth + 1);
      separator = ", ";
    }
    out.append('}');
  }
}
