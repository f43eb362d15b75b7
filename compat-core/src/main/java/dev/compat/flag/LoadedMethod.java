package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A static method of a class of the application: looked for until the class is loaded, then held
 * weakly, so that the application's class loader can go. What keeps its handle is the class itself.
 *
 * <p>While the class is not there it is looked for at the misses 0, 1, 2, 4, 8 and so on up to
 * 1,024, and at every 1,024th from there: soon enough in a quiet application, seldom enough in a
 * busy one.
 *
 * <p>Thread-safe without a lock; the count of misses may lose some, which means another look.
 */
public final class LoadedMethod {
  private static final int SELDOM = 1024;

  private final String type;
  private final ClassFinder finder;
  private final ClassValue<@Nullable MethodHandle> handles;
  private volatile WeakReference<@Nullable MethodHandle> found = new WeakReference<>(null);
  private int misses;
  private boolean isLacking;

  /**
   * Looks for nothing yet.
   *
   * @param handle what a class has of it; null if it has none
   */
  public LoadedMethod(
      String type, ClassFinder finder, Function<Class<?>, @Nullable MethodHandle> handle) {
    this.type = type;
    this.finder = finder;
    this.handles =
        new ClassValue<>() {
          @Override
          protected @Nullable MethodHandle computeValue(Class<?> owner) {
            return handle.apply(owner);
          }
        };
  }

  /** The method; {@code null} if it was not there when last looked for. */
  public @Nullable MethodHandle get() {
    MethodHandle handle = found.get();
    return handle == null && isDue() ? look() : handle;
  }

  /** Whether the class was there when last looked for, but not the method. */
  boolean isLacking() {
    return isLacking;
  }

  private boolean isDue() {
    int miss = misses++;
    return miss % SELDOM == 0 || (miss < SELDOM && Integer.bitCount(miss) == 1);
  }

  private @Nullable MethodHandle look() {
    Class<?> owner = finder.find(type);
    MethodHandle handle = owner == null ? null : handles.get(owner);
    isLacking = owner != null && handle == null;
    if (handle != null) {
      found = new WeakReference<>(handle);
      misses = 0;
    }
    return handle;
  }
}
