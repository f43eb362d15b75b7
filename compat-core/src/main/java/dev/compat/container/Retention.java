package dev.compat.container;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a way from an adapter back to its legacy object, through fields of the plugin's own
 * objects and arrays, and through collections of the JDK while nobody else can know them. What the
 * application's own objects hold is not seen. Confined to one call of {@link #find}.
 */
final class Retention {

  private static final int MOST_OBJECTS = 1_000;

  private final Object wanted;
  private final ClassLoader plugin;
  private final boolean isNew;
  private final Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Step> next = new ArrayDeque<>();

  /** An object, and the field through which it is held. */
  private record Step(Object object, String field) {}

  private Retention(Object wanted, ClassLoader plugin, boolean isNew) {
    this.wanted = wanted;
    this.plugin = plugin;
    this.isNew = isNew;
  }

  /**
   * The field through which {@code adapter} holds {@code wanted}, for people; null if none does.
   *
   * @param isNew whether no other thread can be changing it
   */
  static @Nullable String find(Object adapter, Object wanted, boolean isNew) {
    ClassLoader plugin = adapter.getClass().getClassLoader();
    return plugin == null ? null : new Retention(wanted, plugin, isNew).from(adapter);
  }

  private @Nullable String from(Object adapter) {
    next.add(new Step(adapter, ""));
    while (!next.isEmpty() && met.size() < MOST_OBJECTS) {
      Step step = next.remove();
      if (step.object == wanted) {
        return step.field;
      }
      if (met.add(step.object)) {
        addFields(step.object);
        addElements(step);
      }
    }
    return null;
  }

  private void addFields(Object holder) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getClassLoader() == plugin) {
        for (Field field : type.getDeclaredFields()) {
          addField(holder, field);
        }
      }
    }
  }

  private void addField(Object holder, Field field) {
    if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
      return;
    }
    try {
      field.setAccessible(true);
      String label = "field '" + field.getName() + "' of " + field.getDeclaringClass().getName();
      add(field.get(holder), label);
    } catch (IllegalAccessException | RuntimeException outOfReach) {
      // What cannot be seen is not told.
    }
  }

  /** Of the JDK's own collections alone: others run code of whoever wrote them. */
  private void addElements(Step step) {
    Object holder = step.object;
    if (holder instanceof Object[] array) {
      Arrays.stream(array).limit(MOST_OBJECTS).forEach(each -> add(each, step.field));
    } else if (isNew && holder.getClass().getClassLoader() == null) {
      if (holder instanceof Collection<?> collection) {
        collection.stream().limit(MOST_OBJECTS).forEach(each -> add(each, step.field));
      } else if (holder instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              add(key, step.field);
              add(value, step.field);
            });
      }
    }
  }

  private void add(@Nullable Object value, String field) {
    if (value != null && !(value instanceof Reference)) {
      next.add(new Step(value, field));
    }
  }
}
