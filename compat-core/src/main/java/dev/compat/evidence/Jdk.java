package dev.compat.evidence;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What may be looked at without running anything of the application's. */
final class Jdk {

  private static final int MOST_FIELDS = 32;
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  /** An array, of the JDK's own types, so that a class keeps no class of ours. */
  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          return find(type).toArray(Field[]::new);
        }
      };

  private Jdk() {}

  /** Whether a class is the JDK's own, which no application can have made to do something else. */
  static boolean isOwn(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return (loader == null || loader == PLATFORM) && !type.isHidden();
  }

  static boolean isWhole(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof AtomicInteger
        || number instanceof AtomicLong;
  }

  /** The instance fields of a class and of those above it, as far as their modules let us in. */
  static Field[] fields(Class<?> type) {
    return FIELDS.get(type);
  }

  private static List<Field> find(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> at = type; at != null && !isOwn(at); at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        boolean isWanted = !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
        if (isWanted && fields.size() < MOST_FIELDS && field.trySetAccessible()) {
          fields.add(field);
        }
      }
    }
    return fields;
  }
}
