package dev.compat.flag;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A class of the application: looked for until it is loaded, then held weakly, so that the
 * application's class loader can go.
 *
 * <p>While it is not there it is looked for at the misses 0, 1, 2, 4, 8 and so on up to 1,024, and
 * at every 1,024th from there: soon enough in a quiet application, seldom enough in a busy one.
 *
 * <p>Thread-safe without a lock; the count of misses may lose some, which means another look.
 */
final class LoadedClass {
  private static final int SELDOM = 1024;

  private final String name;
  private final ClassFinder finder;
  private volatile WeakReference<Class<?>> found = new WeakReference<>(null);
  private int misses;

  LoadedClass(String name, ClassFinder finder) {
    this.name = name;
    this.finder = finder;
  }

  /** The class; {@code null} if it was not there when last looked for. */
  @Nullable Class<?> get() {
    Class<?> type = found.get();
    return type == null && isDue() ? look() : type;
  }

  private boolean isDue() {
    int miss = misses++;
    return miss % SELDOM == 0 || (miss < SELDOM && Integer.bitCount(miss) == 1);
  }

  private @Nullable Class<?> look() {
    Class<?> type = finder.find(name);
    if (type != null) {
      found = new WeakReference<>(type);
      misses = 0;
    }
    return type;
  }
}
