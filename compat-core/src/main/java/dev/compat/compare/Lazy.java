package dev.compat.compare;

import java.lang.reflect.Method;

/** Collections that load what they hold when they are touched. */
final class Lazy {

  private Lazy() {}

  /** Whether Hibernate says that it has been loaded; other collections have nothing to load. */
  static boolean isLoaded(Object collection) {
    if (!Shape.of(collection.getClass()).isLazy()) {
      return true;
    }
    try {
      Method asked = collection.getClass().getMethod("wasInitialized");
      return asked.trySetAccessible() && Boolean.TRUE.equals(asked.invoke(collection));
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
