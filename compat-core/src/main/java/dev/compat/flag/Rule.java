package dev.compat.flag;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives contexts that meet all of its conditions a split of their own. Immutable.
 *
 * @param where the file and line of the rule
 */
record Rule(String where, List<Condition> conditions, Split split) implements Rules.Step {
  Rule {
    conditions = List.copyOf(conditions);
  }

  /** Whether every condition holds. */
  boolean matches(Context context) {
    // By index: an iterator would be an allocation for every call.
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).holds(context)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable Rule match(Context context) {
    return matches(context) ? this : null;
  }

  /** Whether it says the same, wherever it stands. */
  boolean isSameAs(Rule other) {
    return conditions.equals(other.conditions) && split.equals(other.split);
  }

  /** Its conditions in words: {@code when tenant is acme or globex, and user is not root}. */
  String condition() {
    return conditions.stream()
        .map(Condition::toString)
        .collect(Collectors.joining(", and ", "when ", ""));
  }
}
