package dev.compat.compare;

import java.lang.reflect.Array;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of two outcomes: both graphs side by side, breadth first, within a budget.
 *
 * <p>A difference that is found counts whatever else cannot be compared; only without one does an
 * obstacle make the outcomes incomparable. For one use by one thread.
 */
final class Walk {

  static final int MAX_DIFFERENCES = 32;

  private static final int MAX_DEPTH = 500;

  private final Ignored ignored;
  private final Budget budget = new Budget();
  private final Queue<Place> todo = new ArrayDeque<>();
  private final List<Difference> differences = new ArrayList<>();
  private @Nullable String obstacle;
  private long compared;

  Walk(Ignored ignored) {
    this.ignored = ignored;
  }

  Verdict compare(Outcome legacy, Outcome replacement) {
    begin(legacy, replacement);
    try {
      for (Place place = todo.poll(); place != null && !isFull(); place = todo.poll()) {
        visit(place);
      }
    } catch (Obstacle end) {
      remember(end);
    }
    return verdict();
  }

  private void begin(Outcome legacy, Outcome replacement) {
    if (legacy.hasThrown() != replacement.hasThrown()) {
      Place place = Place.root("thrown", legacy, replacement);
      if (!ignored.covers(place)) {
        differs(place, Difference.Kind.THROWN);
      }
    } else if (legacy.hasThrown()) {
      todo.add(Place.root("thrown", legacy.thrown(), replacement.thrown()));
    } else {
      todo.add(Place.root("result", legacy.value(), replacement.value()));
    }
    left("this", legacy.receiver(), replacement.receiver());
    for (int i = 0; i < Math.min(legacy.arguments().size(), replacement.arguments().size()); i++) {
      left("arg(" + i + ")", legacy.arguments().get(i), replacement.arguments().get(i));
    }
  }

  /** What is null on both sides is not looked at, and is no evidence of a match. */
  private void left(String name, @Nullable Object legacy, @Nullable Object replacement) {
    if (legacy != null || replacement != null) {
      todo.add(Place.root(name, legacy, replacement));
    }
  }

  private void later(Place place) {
    budget.spendBoth();
    todo.add(place);
  }

  private boolean isFull() {
    return differences.size() >= MAX_DIFFERENCES;
  }

  private Verdict verdict() {
    if (!differences.isEmpty()) {
      return new Verdict.Mismatch(differences, List.of());
    }
    if (obstacle != null) {
      return new Verdict.Incomparable(obstacle);
    }
    return compared > 0
        ? Verdict.Match.MATCH
        : new Verdict.Incomparable("everything compared was ignored");
  }

  private void visit(Place place) {
    try {
      if (!ignored.covers(place)) {
        compare(place);
      }
    } catch (Obstacle here) {
      if (here.ends) {
        throw here;
      }
      remember(here);
    }
  }

  private void remember(Obstacle found) {
    if (obstacle == null) {
      obstacle = found.reason();
    }
  }

  private void differs(Place place, Difference.Kind kind) {
    differs(place.path(), kind, place.legacy(), place.replacement());
  }

  private void differs(
      String path, Difference.Kind kind, @Nullable Object legacy, @Nullable Object replacement) {
    compared++;
    if (!isFull()) {
      differences.add(new Difference(path, kind, legacy, replacement));
    }
  }

  private void leaf(Place place, boolean same, Difference.Kind kind) {
    if (same) {
      compared++;
    } else {
      differs(place, kind);
    }
  }

  private void compare(Place place) {
    Object legacy = place.legacy();
    Object replacement = place.replacement();
    if (legacy == null || replacement == null) {
      leaf(place, legacy == null && replacement == null, Difference.Kind.NULL);
      return;
    }
    Family family = Family.of(legacy);
    if (family == Family.of(replacement)) {
      compare(place, family, legacy, replacement);
    } else {
      differs(place, Difference.Kind.TYPE);
    }
  }

  private void compare(Place place, Family family, Object legacy, Object replacement) {
    switch (family) {
      case TEXT -> leaf(place, sameText(legacy, replacement), Difference.Kind.TEXT);
      case NUMBER -> numbers(place, legacy, replacement);
      case ENUM -> constants(place, (Enum<?>) legacy, (Enum<?>) replacement);
      case OTHER -> others(place, legacy, replacement);
      default -> containers(place, family, legacy, replacement);
    }
  }

  private void containers(Place place, Family family, Object legacy, Object replacement) {
    if (place.isBelowItself()) {
      throw Obstacle.at(place, "refers back to itself");
    }
    if (place.depth() > MAX_DEPTH) {
      throw Obstacle.toAll("an outcome is nested deeper than " + MAX_DEPTH + " levels");
    }
    switch (family) {
      case LIST -> lists(place, (List<?>) legacy, (List<?>) replacement);
      case SET -> sets(place, (Set<?>) legacy, (Set<?>) replacement);
      case MAP -> maps(place, (Map<?, ?>) legacy, (Map<?, ?>) replacement);
      case OPTIONAL -> optionals(place, (Optional<?>) legacy, (Optional<?>) replacement);
      case ARRAY -> arrays(place, legacy, replacement);
      case THROWABLE -> throwables(place, (Throwable) legacy, (Throwable) replacement);
      default -> records(place, legacy, replacement);
    }
  }

  private static boolean sameText(Object legacy, Object replacement) {
    return legacy.toString().equals(replacement.toString());
  }

  private static boolean sameName(Object legacy, Object replacement) {
    return legacy.getClass().getName().equals(replacement.getClass().getName());
  }

  private void numbers(Place place, Object legacy, Object replacement) {
    boolean oneType = sameName(legacy, replacement);
    leaf(
        place, legacy.equals(replacement), oneType ? Difference.Kind.NUMBER : Difference.Kind.TYPE);
  }

  /** By name, since the two sides may have the enum from different class loaders. */
  private void constants(Place place, Enum<?> legacy, Enum<?> replacement) {
    boolean oneType = Canon.nameOf(legacy).equals(Canon.nameOf(replacement));
    boolean same = oneType && legacy.name().equals(replacement.name());
    leaf(place, same, oneType ? Difference.Kind.VALUE : Difference.Kind.TYPE);
  }

  private void lists(Place place, List<?> legacy, List<?> replacement) {
    if (legacy.size() != replacement.size()) {
      differs(place.path(), Difference.Kind.SIZE, legacy.size(), replacement.size());
      return;
    }
    compared++;
    Iterator<?> others = replacement.iterator();
    int i = 0;
    for (Object element : legacy) {
      later(place.child(Place.index(i++), element, others.next()));
    }
  }

  private void arrays(Place place, Object legacy, Object replacement) {
    if (!sameName(legacy, replacement)) {
      differs(place, Difference.Kind.TYPE);
    } else if (Array.getLength(legacy) != Array.getLength(replacement)) {
      int other = Array.getLength(replacement);
      differs(place.path(), Difference.Kind.SIZE, Array.getLength(legacy), other);
    } else if (legacy instanceof Object[] elements) {
      elements(place, elements, (Object[]) replacement);
    } else {
      primitives(place, legacy, replacement);
    }
  }

  private void elements(Place place, Object[] legacy, Object[] replacement) {
    compared++;
    for (int i = 0; i < legacy.length; i++) {
      later(place.child(Place.index(i), legacy[i], replacement[i]));
    }
  }

  /** As one value: the first element that differs stands for all, and the budget is spared. */
  private void primitives(Place place, Object legacy, Object replacement) {
    int i = Primitives.mismatch(legacy, replacement);
    if (i < 0) {
      compared++;
    } else {
      later(place.child(Place.index(i), Array.get(legacy, i), Array.get(replacement, i)));
    }
  }

  private void sets(Place place, Set<?> legacy, Set<?> replacement) {
    Map<Nth, @Nullable Object> ours = index(place, legacy);
    Map<Nth, @Nullable Object> theirs = index(place, replacement);
    compared++;
    ours.forEach((key, value) -> absent(place, theirs, key, value, Difference.Kind.MISSING));
    theirs.forEach((key, value) -> absent(place, ours, key, value, Difference.Kind.EXTRA));
  }

  private void absent(
      Place place, Map<?, ?> there, Nth key, @Nullable Object value, Difference.Kind kind) {
    if (!there.containsKey(key)) {
      boolean missing = kind == Difference.Kind.MISSING;
      differs(place.path(), kind, missing ? value : null, missing ? null : value);
    }
  }

  /**
   * An element or key; the nth of those that are the same but that their collection tells apart.
   */
  private record Nth(@Nullable Object canon, int n) {}

  private Map<Nth, @Nullable Object> index(Place place, Set<?> values) {
    Canon canon = new Canon(place, budget);
    Map<Nth, @Nullable Object> index = new HashMap<>();
    Map<@Nullable Object, Integer> seen = new HashMap<>();
    for (Object value : values) {
      Object same = canon.of(value);
      index.put(new Nth(same, seen.merge(same, 1, Integer::sum)), value);
    }
    return index;
  }

  /** Of keys that are the same, nobody can say which belongs to which on the other side. */
  private Map<Nth, @Nullable Object> keys(Place place, Map<?, ?> map) {
    Map<Nth, @Nullable Object> keys = index(place, map.keySet());
    if (keys.keySet().stream().anyMatch(key -> key.n() > 1)) {
      throw Obstacle.at(place, "holds keys that are the same");
    }
    return keys;
  }

  private void maps(Place place, Map<?, ?> legacy, Map<?, ?> replacement) {
    Map<Nth, @Nullable Object> ours = keys(place, legacy);
    Map<Nth, @Nullable Object> theirs = keys(place, replacement);
    compared++;
    ours.forEach(
        (canon, key) -> {
          Place entry = place.child(Place.key(key), legacy.get(key), null);
          if (theirs.containsKey(canon)) {
            Object value = replacement.get(theirs.get(canon));
            later(place.child(entry.step(), entry.legacy(), value));
          } else if (!ignored.covers(entry)) {
            differs(entry, Difference.Kind.MISSING);
          }
        });
    theirs.forEach(
        (canon, key) -> {
          Place entry = place.child(Place.key(key), null, replacement.get(key));
          if (!ours.containsKey(canon) && !ignored.covers(entry)) {
            differs(entry, Difference.Kind.EXTRA);
          }
        });
  }

  private void optionals(Place place, Optional<?> legacy, Optional<?> replacement) {
    Place inside = place.holding(legacy.orElse(null), replacement.orElse(null));
    if (legacy.isPresent() && replacement.isPresent()) {
      later(inside);
    } else if (legacy.isEmpty() && replacement.isEmpty()) {
      compared++;
    } else {
      differs(inside, legacy.isPresent() ? Difference.Kind.MISSING : Difference.Kind.EXTRA);
    }
  }

  private void throwables(Place place, Throwable legacy, Throwable replacement) {
    if (!sameName(legacy, replacement)) {
      boolean thrown = place.parent() == null && place.step().equals("thrown");
      differs(place, thrown ? Difference.Kind.THROWN : Difference.Kind.TYPE);
      return;
    }
    compared++;
    String message = legacy.getMessage();
    String other = replacement.getMessage();
    if (!(VmMessage.isOf(legacy, message) && VmMessage.isOf(replacement, other))) {
      later(place.child("message", message, other));
    }
  }

  private void records(Place place, Object legacy, Object replacement) {
    RecordShape ours = RecordShape.of(legacy.getClass());
    RecordShape theirs = RecordShape.of(replacement.getClass());
    if (!sameName(legacy, replacement) || !ours.names().equals(theirs.names())) {
      differs(place, Difference.Kind.TYPE);
    } else if (!ours.isOpen() || !theirs.isOpen() || ours.names().isEmpty()) {
      leaf(place, legacy.equals(replacement), Difference.Kind.VALUE);
    } else {
      for (int i = 0; i < ours.names().size(); i++) {
        Object component = ours.component(legacy, i);
        later(place.child(ours.names().get(i), component, theirs.component(replacement, i)));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // one object is the same answer whatever its equals says
  private void others(Place place, Object legacy, Object replacement) {
    if (legacy == replacement) {
      compared++;
    } else if (legacy instanceof Class<?> ours && replacement instanceof Class<?> theirs) {
      leaf(place, ours.getName().equals(theirs.getName()), Difference.Kind.VALUE);
    } else if (legacy instanceof URL ours && replacement instanceof URL theirs) {
      // URL.equals asks the name service.
      leaf(place, ours.toExternalForm().equals(theirs.toExternalForm()), Difference.Kind.VALUE);
    } else {
      byEquals(place, legacy, replacement);
    }
  }

  private void byEquals(Place place, Object legacy, Object replacement) {
    requireEquals(place, legacy.getClass());
    requireEquals(place, replacement.getClass());
    if (legacy.getClass() != replacement.getClass() && sameName(legacy, replacement)) {
      String name = legacy.getClass().getTypeName();
      throw Obstacle.at(place, "is a " + name + " from two class loaders");
    }
    // Both ways, since an equals that is not symmetric proves nothing.
    boolean forth = legacy.equals(replacement);
    boolean back = replacement.equals(legacy);
    boolean oneType = legacy.getClass() == replacement.getClass();
    leaf(place, forth && back, oneType ? Difference.Kind.VALUE : Difference.Kind.TYPE);
  }

  private static void requireEquals(Place place, Class<?> type) {
    if (!Family.definesEquals(type)) {
      throw Obstacle.at(place, "is a " + type.getTypeName() + ", which defines no equals");
    }
  }
}
