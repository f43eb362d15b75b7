package dev.compat.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a value is compared; two values of different families differ in type. */
enum Family {
  TEXT,
  NUMBER,
  ENUM,
  LIST,
  /** By what they hold, in any order. */
  SET,
  /** A collection that is neither list nor set, in any order. */
  BAG,
  MAP,
  ENTRY,
  OPTIONAL,
  /** By what it holds at present. */
  HOLDER,
  /** By what it completes with. */
  FUTURE,
  ARRAY,
  THROWABLE,
  RECORD,
  /** Field by field. */
  OBJECT,
  /** By the type's own {@code equals}. */
  VALUE,
  /** Locks and the like: nothing to compare in a field, and no answer by themselves. */
  LOCK,
  /** What must not be touched, or says nothing of itself. */
  OPAQUE;

  private static final Family[] ALL = values();

  static Family at(int ordinal) {
    return ALL[ordinal];
  }

  static boolean isNumber(Class<?> type) {
    return type == Integer.class
        || type == Long.class
        || type == Double.class
        || type == Float.class
        || type == Short.class
        || type == Byte.class
        || BigDecimal.class.isAssignableFrom(type)
        || BigInteger.class.isAssignableFrom(type);
  }

  /** Whether the value's own text is the value, safe to make and short to read. */
  static boolean isPlain(@Nullable Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || (value != null && isNumber(value.getClass()));
  }

  /** Whether the type, or one it inherits from other than Object, says what equal means. */
  static boolean definesEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }
}
