package dev.compat.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair of values to compare and where it sits: a chain of steps up to the root.
 *
 * <p>Text is made of it only when somebody asks, since most places are never spoken of.
 */
record Place(
    @Nullable Place parent,
    String step,
    int depth,
    @Nullable Object legacy,
    @Nullable Object replacement) {

  private static final int MAX_KEY = 40;

  static Place root(String name, @Nullable Object legacy, @Nullable Object replacement) {
    return new Place(null, name, 0, legacy, replacement);
  }

  /** A component of this place; {@code step} is a name, or an index or key in brackets. */
  Place child(String step, @Nullable Object legacy, @Nullable Object replacement) {
    return new Place(this, step, depth + 1, legacy, replacement);
  }

  /** This place with other values in it: what an optional holds. */
  Place holding(@Nullable Object legacy, @Nullable Object replacement) {
    return new Place(parent, step, depth + 1, legacy, replacement);
  }

  static String index(int i) {
    return "[" + i + "]";
  }

  /** A map's key as a step; keys that are not plain values are named by their type. */
  static String key(@Nullable Object key) {
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

  static boolean isBracket(String step) {
    return step.startsWith("[");
  }

  /** Whether a value of this place is also the value of a place above it: the graph has a cycle. */
  @SuppressWarnings("ReferenceEquality") // a cycle is one object twice, equal ones are no cycle
  boolean isBelowItself() {
    for (Place above = parent; above != null; above = above.parent) {
      if (above.legacy == legacy || above.replacement == replacement) {
        return true;
      }
    }
    return false;
  }

  List<String> steps() {
    List<String> steps = new ArrayList<>();
    for (Place at = this; at != null; at = at.parent) {
      steps.add(at.step);
    }
    Collections.reverse(steps);
    return steps;
  }

  /** The path with indices and keys, such as {@code result.lines[3].price}. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (String step : steps()) {
      path.append(path.isEmpty() || isBracket(step) ? "" : ".").append(step);
    }
    return path.toString();
  }

  /** The path with {@code [*]} for every index and key. */
  String generalPath() {
    return Difference.generalise(path());
  }
}
