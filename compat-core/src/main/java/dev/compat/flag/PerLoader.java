package dev.compat.flag;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A text for each of a few class loaders, which it does not keep alive.
 *
 * <p>Told apart by identity, since a loader may have any idea of equality. Thread-safe without a
 * lock: what changes is one reference to an array that does not.
 */
final class PerLoader {
  private static final Entry[] NO_ENTRIES = {};

  private final AtomicReference<Entry[]> entries = new AtomicReference<>(NO_ENTRIES);

  private record Entry(WeakReference<ClassLoader> loader, String text) {
    boolean isAlive() {
      return loader.get() != null;
    }
  }

  @Nullable String get(ClassLoader loader) {
    for (Entry entry : entries.get()) {
      if (entry.loader.get() == loader) {
        return entry.text;
      }
    }
    return null;
  }

  /** Lets go of what was kept for loaders that are gone. */
  void put(ClassLoader loader, String text) {
    Entry made = new Entry(new WeakReference<>(loader), text);
    entries.updateAndGet(
        known -> {
          Entry[] alive = Arrays.stream(known).filter(Entry::isAlive).toArray(Entry[]::new);
          Entry[] more = Arrays.copyOf(alive, alive.length + 1);
          more[alive.length] = made;
          return more;
        });
  }
}
