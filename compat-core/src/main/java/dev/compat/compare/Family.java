package dev.compat.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a value is compared; two values of different families differ in type. */
enum Family {
  TEXT,
  NUMBER,
  ENUM,
  LIST,
  SET,
  MAP,
  OPTIONAL,
  ARRAY,
  THROWABLE,
  RECORD,
  /** By the type's own {@code equals}, or not at all. */
  OTHER;

  static Family of(Object value) {
    if (value instanceof CharSequence) {
      return TEXT;
    }
    if (isNumber(value)) {
      return NUMBER;
    }
    if (value instanceof Enum) {
      return ENUM;
    }
    return ofContainer(value);
  }

  private static Family ofContainer(Object value) {
    if (value instanceof List) {
      return LIST;
    }
    if (value instanceof Set) {
      return SET;
    }
    if (value instanceof Map) {
      return MAP;
    }
    if (value instanceof Optional) {
      return OPTIONAL;
    }
    return ofClass(value);
  }

  private static Family ofClass(Object value) {
    if (value.getClass().isArray()) {
      return ARRAY;
    }
    if (value instanceof Throwable) {
      return THROWABLE;
    }
    return value instanceof Record ? RECORD : OTHER;
  }

  private static boolean isNumber(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigDecimal
        || value instanceof BigInteger;
  }

  /** Whether the value's own text is the value, safe to make and short to read. */
  static boolean isPlain(@Nullable Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || (value != null && isNumber(value));
  }

  /** Whether the type, or one it inherits from other than Object, says what equal means. */
  static boolean definesEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
