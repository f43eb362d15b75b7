package dev.compat.flag;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes of the application that a context is read from; supplied by whoever hosts the
 * flags.
 */
@FunctionalInterface
public interface ClassFinder {
  /**
   * The class of that binary name, as the legacy code would see it, if it is loaded and initialised
   * already; {@code null} otherwise. Never loads or initialises one: reading a context must not
   * start the application's logging. Called on callers' threads, but seldom.
   */
  @Nullable Class<?> find(String name);

  /** What the application gives as {@code given:name} itself; {@code null} if nothing. */
  default @Nullable Supplier<?> given(String name) {
    return null;
  }

  /** The class loader of the legacy code; {@code null} where there is none to ask. */
  default @Nullable ClassLoader loader() {
    return null;
  }
}
