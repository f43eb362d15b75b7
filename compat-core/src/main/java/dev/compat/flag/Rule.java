package dev.compat.flag;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives contexts whose attributes have certain values a split of their own. Immutable. */
final class Rule {
  private final List<Condition> conditions;
  private final Split split;

  Rule(Map<String, Set<String>> when, Split split) {
    this.conditions =
        when.entrySet().stream().map(e -> new Condition(e.getKey(), e.getValue())).toList();
    this.split = split;
  }

  Split split() {
    return split;
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

  private record Condition(String key, Set<String> values) {
    Condition {
      values = Set.copyOf(values);
    }

    boolean holds(Context context) {
      String value = context.get(key);
      return value != null && values.contains(value);
    }
  }
}
