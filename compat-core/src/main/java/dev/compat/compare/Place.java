package dev.compat.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair of values that are under comparison, and where they sit: a chain of steps up to the root.
 *
 * <p>Made only for values that have parts; text is made of it only where something differs.
 *
 * @param step a name, an Integer for an index, a {@link Key}, or {@link #HOLDS}
 */
record Place(
    @Nullable Place parent,
    Object step,
    int depth,
    Scope scope,
    Object legacy,
    Object replacement) {

  /** The step from a holder, such as an optional, to what it holds: it has no name. */
  static final String HOLDS = "";

  private static final int MAX_KEY = 40;

  /** The step to a map's value. */
  record Key(@Nullable Object key) {}

  /** The step to an element that has no index. */
  static final Key ANY = new Key("*");

  static Place of(
      @Nullable Place above, Object step, Scope scope, Object legacy, Object replacement) {
    int depth = above == null ? 0 : above.depth + 1;
    return new Place(above, step, depth, scope, legacy, replacement);
  }

  /** Whether these two are under comparison already: the graph has a cycle. */
  @SuppressWarnings("ReferenceEquality") // a cycle is one object twice, equal ones are no cycle
  static boolean isAbove(@Nullable Place from, Scope scope, Object legacy, Object replacement) {
    for (Place at = from; at != null; at = at.parent) {
      if (at.legacy == legacy && at.replacement == replacement && at.scope == scope) {
        return true;
      }
    }
    return false;
  }

  /** A step as it is written; an index or key in brackets. */
  static String text(Object step) {
    if (step instanceof String name) {
      return name;
    }
    return step instanceof Key key ? key(key.key()) : "[" + step + "]";
  }

  /** A map's key as a step; keys that are not plain values are named by their type. */
  private static String key(@Nullable Object key) {
    String text = keyText(key);
    StringBuilder step = new StringBuilder("[");
    for (int i = 0; i < Math.min(text.length(), MAX_KEY); i++) {
      char c = text.charAt(i);
      step.append(c == '[' || c == ']' || Character.isISOControl(c) ? '?' : c);
    }
    return step.append(']').toString();
  }

  private static String keyText(@Nullable Object key) {
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    return key == null || Family.isPlain(key) ? String.valueOf(key) : key.getClass().getName();
  }

  /** The path of a step below a place, with indices and keys: {@code result.lines[3].price}. */
  static String path(@Nullable Place above, Object last) {
    List<Object> steps = new ArrayList<>();
    steps.add(last);
    for (Place at = above; at != null; at = at.parent) {
      steps.add(at.step);
    }
    Collections.reverse(steps);
    StringBuilder path = new StringBuilder();
    for (Object step : steps) {
      boolean dot = !path.isEmpty() && step instanceof String && !step.equals(HOLDS);
      path.append(dot ? "." : "").append(text(step));
    }
    return path.toString();
  }
}
