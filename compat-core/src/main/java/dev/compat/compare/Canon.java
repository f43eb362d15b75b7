package dev.compat.compare;

import java.lang.reflect.Array;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a value into one whose {@code equals} says what {@link Walk} would say of it without rules,
 * so that the elements of sets and the keys of maps can be looked up however their own collection
 * orders or hashes them.
 */
final class Canon {

  private static final int MAX_DEPTH = 100;

  private final Budget budget;

  /** The values that the present one is a part of. */
  private final List<Object> above = new ArrayList<>();

  Canon(Budget budget) {
    this.budget = budget;
  }

  /** A value of a kind or class that equality of the parts alone would not tell apart. */
  private record Tagged(String tag, Object value) {}

  @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private @Nullable Object of(@Nullable Object value, int depth) {
    budget.spend();
    if (value == null || value instanceof String) {
      return value;
    }
    if (depth > MAX_DEPTH) {
      throw Obstacle.here("is nested deeper than " + MAX_DEPTH + " levels");
    }
    Shape shape = Shape.of(value.getClass());
    return switch (shape.family()) {
      case TEXT -> value.toString();
      case NUMBER -> value;
      case ENUM -> new Tagged(nameOf((Enum<?>) value), ((Enum<?>) value).name());
      case VALUE -> value(value);
      default -> {
        enter(value);
        Object canon = whole(value, shape, depth);
        above.remove(above.size() - 1);
        yield canon;
      }
    };
  }

  @SuppressWarnings("ReferenceEquality") // a cycle is one object twice
  private void enter(Object value) {
    for (Object each : above) {
      if (each == value) {
        throw unknown(value);
      }
    }
    above.add(value);
  }

  private Object whole(Object value, Shape shape, int depth) {
    return switch (shape.family()) {
      case LIST -> loaded(value, shape, list((Collection<?>) value, depth));
      case SET, BAG -> new Tagged("bag", counted((Collection<?>) value, depth));
      case MAP -> map((Map<?, ?>) value, depth);
      case OPTIONAL -> new Tagged("optional", list(((Optional<?>) value).stream().toList(), depth));
      case ARRAY -> new Tagged(value.getClass().getName(), array(value, depth));
      case RECORD, OBJECT -> parts(value, shape, depth);
      default -> throw unknown(value);
    };
  }

  private static Object loaded(Object value, Shape shape, Object canon) {
    if (shape.names().length > 0) {
      throw unknown(value);
    }
    return canon;
  }

  private static Obstacle unknown(Object value) {
    return Obstacle.here(
        "holds a " + value.getClass().getTypeName() + ", which cannot be looked up");
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
  private Map<@Nullable Object, Integer> counted(Collection<?> values, int depth) {
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

  private Object parts(Object value, Shape shape, int depth) {
    if (!shape.unreadable().isEmpty()) {
      throw unknown(value);
    }
    List<@Nullable Object> parts = new ArrayList<>();
    for (int i = 0; i < shape.lasting(); i++) {
      parts.add(of(shape.value(value, i), depth + 1));
    }
    return new Tagged(value.getClass().getName(), parts);
  }

  /** Without asking a URL, whose hash asks the name service. */
  private static Object value(Object value) {
    if (value instanceof Class<?> type) {
      return new Tagged("class", type.getName());
    }
    return value instanceof URL url ? new Tagged("url", url.toExternalForm()) : value;
  }
}
