package dev.compat.embed;

import dev.compat.compare.Snapshots;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** What can be told of a legacy object by looking at it. Stateless. */
final class LegacyObject {

  private LegacyObject() {}

  /**
   * Whether it keeps nothing that changes: every field is final and holds an immutable value. What
   * cannot be looked at may change.
   */
  static boolean isStateless(Object legacy) {
    try {
      for (Class<?> type = legacy.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !isConstant(field, legacy)) {
            return false;
          }
        }
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
      return false;
    }
  }

  private static boolean isConstant(Field field, Object legacy) throws IllegalAccessException {
    if (!Modifier.isFinal(field.getModifiers())) {
      return false;
    }
    field.setAccessible(true);
    return Snapshots.isImmutable(field.get(legacy));
  }
}
