package dev.compat.compare;

import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;

/** What may say that two values are the same, by name. */
final class Equalities {

  static final String FIELDS = "fields";
  private static final String EQUALS = "equals";
  private static final String COMPARE_TO = "compareTo";

  private Equalities() {}

  static Collection<String> names() {
    return List.of(EQUALS, COMPARE_TO, FIELDS);
  }

  static BiPredicate<Object, Object> of(String word) {
    return switch (word) {
      case EQUALS -> Equalities::areEqual;
      case COMPARE_TO -> Equalities::areLevel;
      case FIELDS -> (a, b) -> false;
      default ->
          throw new IllegalArgumentException(
              "unknown equality '" + word + "'; known are " + String.join(", ", names()));
    };
  }

  /** Both ways, since an equals that is not symmetric proves nothing. */
  static boolean areEqual(Object a, Object b) {
    return a.equals(b) && b.equals(a);
  }

  @SuppressWarnings("unchecked") // what it is not made for it refuses
  private static boolean areLevel(Object a, Object b) {
    return a instanceof Comparable<?>
        && b instanceof Comparable<?>
        && a.getClass() == b.getClass()
        && ((Comparable<Object>) a).compareTo(b) == 0
        && ((Comparable<Object>) b).compareTo(a) == 0;
  }
}
