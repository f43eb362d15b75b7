package dev.compat.flag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a flag, made ready for calls. Immutable.
 *
 * <p>Rules that follow each other and ask only which value one key has are one look into a map,
 * however many they are: a rule for each of a thousand tenants costs what one costs. All others are
 * asked one after the other.
 */
final class Rules {
  private final Step[] steps;

  Rules(List<Rule> rules) {
    List<Step> made = new ArrayList<>();
    for (int i = 0; i < rules.size(); ) {
      String key = key(rules.get(i));
      int end = i + 1;
      while (key != null && end < rules.size() && key.equals(key(rules.get(end)))) {
        end++;
      }
      made.add(end - i > 1 && key != null ? lookup(key, rules.subList(i, end)) : rules.get(i));
      i = end;
    }
    steps = made.toArray(Step[]::new);
  }

  /** Some rules in a row. */
  sealed interface Step permits Rule, Lookup {
    /** The first of them that matches; {@code null} if none does. Allocates nothing. */
    @Nullable Rule match(Context context);
  }

  /** The key of a rule that asks for its value and nothing else; {@code null} for any other. */
  private static @Nullable String key(Rule rule) {
    return rule.conditions().size() == 1 && rule.conditions().get(0) instanceof Condition.Is is
        ? is.key()
        : null;
  }

  private static Step lookup(String key, List<Rule> rules) {
    Map<String, Rule> byValue = new HashMap<>();
    for (Rule rule : rules) {
      Condition.Is is = (Condition.Is) rule.conditions().get(0);
      is.values().forEach(value -> byValue.putIfAbsent(value, rule));
    }
    return new Lookup(key, byValue);
  }

  private record Lookup(String key, Map<String, Rule> byValue) implements Step {
    @Override
    public @Nullable Rule match(Context context) {
      String value = context.get(key);
      return value == null ? null : byValue.get(value);
    }
  }

  /** The first rule that matches; {@code null} if none does. */
  @Nullable Rule match(Context context) {
    for (Step step : steps) {
      Rule rule = step.match(context);
      if (rule != null) {
        return rule;
      }
    }
    return null;
  }
}
