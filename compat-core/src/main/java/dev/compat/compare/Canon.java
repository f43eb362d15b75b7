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
 * Turns a value into one whose {@code equals} says what {@link Walk} would say of it by no rules
 * but to ignore, so that the elements of sets and the keys of maps can be looked up however their
 * own collection orders or hashes them.
 */
final class Canon {

  private static final int MAX_DEPTH = 100;

  private static final Object IGNORED = new Object();

  private final CompareRules rules;
  private final Budget budget;

  /** The values that the present one is a part of. */
  private final List<Object> above = new ArrayList<>();

  Canon(CompareRules rules, Budget budget) {
    this.rules = rules;
    this.budget = budget;
  }

  /** A value of a kind or class that equality of the parts alone would not tell apart. */
  private record Tagged(String tag, Object value) {}

  /** A value that is asked both ways round, since a table asks one side alone. */
  private record Valued(Object value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Valued valued && Equalities.areEqual(value, valued.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }
  }

  /** What only an object's own equals sees of it; one of another class loader sees nothing. */
  private record Seen(Object value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Seen seen
          && (value.getClass() != seen.value.getClass() || Parts.areEqual(value, seen.value));
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  @Nullable Object of(@Nullable Object value, Scope scope) {
    return of(value, scope, 0);
  }

  private @Nullable Object of(@Nullable Object value, Scope scope, int depth) {
    budget.spend();
    if (rules.rule(Rule.Effect.IGNORE, scope, value, null) != null) {
      return IGNORED;
    }
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
        Object canon = whole(value, shape, scope, depth);
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

  private Object whole(Object value, Shape shape, Scope scope, int depth) {
    return switch (shape.family()) {
      case LIST -> bare(value, shape, list((Collection<?>) value, scope, depth));
      case SET, BAG ->
          bare(value, shape, new Tagged("bag", counted((Collection<?>) value, scope, depth)));
      case MAP -> bare(value, shape, map((Map<?, ?>) value, scope, depth));
      case OPTIONAL -> optional((Optional<?>) value, scope, depth);
      case ARRAY -> new Tagged(value.getClass().getName(), array(value, scope, depth));
      case RECORD, OBJECT -> parts(value, shape, scope, depth);
      default -> throw unknown(value);
    };
  }

  /** Only where an application adds no fields to what a class of the JDK does. */
  private static Object bare(Object value, Shape shape, Object canon) {
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

  private Object optional(Optional<?> optional, Scope scope, int depth) {
    List<@Nullable Object> held = new ArrayList<>();
    optional.ifPresent(value -> held.add(of(value, scope, depth + 1)));
    return new Tagged("optional", held);
  }

  private List<@Nullable Object> list(Iterable<?> values, Scope scope, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object value : values) {
      Integer index = list.size();
      list.add(of(value, scope.step(index), depth + 1));
    }
    return list;
  }

  /** How often each; arrays of one content, say, are different elements of a set. */
  private Map<@Nullable Object, Integer> counted(Collection<?> values, Scope scope, int depth) {
    Map<@Nullable Object, Integer> counts = new HashMap<>();
    for (Object value : values) {
      counts.merge(of(value, scope.step(Place.ANY), depth + 1), 1, Integer::sum);
    }
    return counts;
  }

  private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> values, Scope scope, int depth) {
    Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
    values.forEach(
        (key, value) ->
            map.put(
                of(key, Scope.NONE, depth + 1),
                of(value, scope.step(new Place.Key(key)), depth + 1)));
    return map;
  }

  private List<@Nullable Object> array(Object array, Scope scope, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      Integer index = i;
      list.add(of(Array.get(array, i), scope.step(index), depth + 1));
    }
    return list;
  }

  private Object parts(Object value, Shape shape, Scope scope, int depth) {
    if (!shape.unreadable().isEmpty()) {
      throw unknown(value);
    }
    if (shape.definesEquals()) {
      Parts.hash(value); // what it keeps of it is the same on both sides then
    }
    List<@Nullable Object> parts = new ArrayList<>();
    for (int i = 0; i < shape.lasting(); i++) {
      parts.add(of(shape.value(value, i), scope.step(shape.names()[i]), depth + 1));
    }
    if (shape.names().length > shape.lasting() && shape.definesEquals()) {
      parts.add(new Seen(value));
    }
    return new Tagged(value.getClass().getName(), parts);
  }

  /** Without asking a URL, whose hash asks the name service. */
  private static Object value(Object value) {
    if (value instanceof Class<?> type) {
      return new Tagged("class", type.getName());
    }
    return value instanceof URL url ? new Tagged("url", url.toExternalForm()) : new Valued(value);
  }
}
