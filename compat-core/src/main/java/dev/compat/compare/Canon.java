package dev.compat.compare;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a value into one whose {@code equals} says what {@link Walk} would say of it, so that the
 * elements of sets and the keys of maps can be looked up however their own collection orders or
 * hashes them.
 */
final class Canon {

  private static final int MAX_DEPTH = 100;

  private final Place place;
  private final Budget budget;

  Canon(Place place, Budget budget) {
    this.place = place;
    this.budget = budget;
  }

  /** A value of a kind or class that equality of the parts alone would not tell apart. */
  private record Tagged(String tag, Object value) {}

  @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private @Nullable Object of(@Nullable Object value, int depth) {
    budget.spend();
    if (value == null) {
      return null;
    }
    if (depth > MAX_DEPTH) {
      throw Obstacle.at(place, "is nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (Family.of(value)) {
      case TEXT -> value.toString();
      case NUMBER -> value;
      case ENUM -> new Tagged(nameOf((Enum<?>) value), ((Enum<?>) value).name());
      case LIST -> list((Iterable<?>) value, depth);
      case SET -> new Tagged("set", set((Set<?>) value, depth));
      case MAP -> map((Map<?, ?>) value, depth);
      case OPTIONAL -> new Tagged("optional", list(((Optional<?>) value).stream().toList(), depth));
      case ARRAY -> new Tagged(value.getClass().getName(), array(value, depth));
      case RECORD -> record(value, depth);
      case THROWABLE, OTHER -> other(value);
    };
  }

  static String nameOf(Enum<?> constant) {
    return constant.getDeclaringClass().getName();
  }

  private List<@Nullable Object> list(Iterable<?> values, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object value : values) {
      list.add(of(value, depth + 1));
    }
    return list;
  }

  /** How often each; arrays of one content, say, are different elements of a set. */
  private Map<@Nullable Object, Integer> set(Set<?> values, int depth) {
    Map<@Nullable Object, Integer> counts = new HashMap<>();
    for (Object value : values) {
      counts.merge(of(value, depth + 1), 1, Integer::sum);
    }
    return counts;
  }

  private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> values, int depth) {
    Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
    values.forEach((key, value) -> map.put(of(key, depth + 1), of(value, depth + 1)));
    return map;
  }

  private List<@Nullable Object> array(Object array, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(of(Array.get(array, i), depth + 1));
    }
    return list;
  }

  private Object record(Object value, int depth) {
    RecordShape shape = RecordShape.of(value.getClass());
    if (!shape.isOpen()) {
      return value;
    }
    List<@Nullable Object> components = new ArrayList<>();
    for (int i = 0; i < shape.names().size(); i++) {
      components.add(of(shape.component(value, i), depth + 1));
    }
    return new Tagged(value.getClass().getName(), components);
  }

  private Object other(Object value) {
    if (value instanceof Class || Family.definesEquals(value.getClass())) {
      return value;
    }
    throw Obstacle.at(
        place, "holds a " + value.getClass().getTypeName() + ", which defines no equals");
  }
}
