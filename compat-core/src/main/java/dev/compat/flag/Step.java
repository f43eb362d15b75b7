package dev.compat.flag;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a path: from an object to another. Safe for use by several threads. */
@FunctionalInterface
interface Step {

  /** What it leads to, which may be null. */
  @Nullable Object of(Object target) throws Throwable;

  /** The step that is spelled so: {@code .name} or {@code [key]}. */
  static Step parse(String spelled) {
    return spelled.startsWith("[")
        ? new Entry(spelled.substring(1, spelled.length() - 1))
        : new Property(spelled.substring(1));
  }

  /** What a map has for a text, or a list at a place; null where there is none. */
  record Entry(String key, int index) implements Step {
    Entry(String key) {
      this(key, key.matches("[0-9]{1,9}") ? Integer.parseInt(key) : -1);
    }

    @Override
    public @Nullable Object of(Object target) throws Reader.Unreadable {
      if (target instanceof Map<?, ?> map) {
        return map.get(key);
      }
      if (target instanceof List<?> list && index >= 0) {
        return index < list.size() ? list.get(index) : null;
      }
      throw new Reader.Unreadable(
          "a " + target.getClass().getName() + " is no map or list that has [" + key + "]");
    }
  }
}
