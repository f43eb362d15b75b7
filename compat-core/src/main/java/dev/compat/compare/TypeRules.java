package dev.compat.compare;

import dev.compat.compare.Rule.Effect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rules that are about types, and their subclasses. Safe for use by several threads. */
final class TypeRules {

  private final List<Rule> rules;

  /** The indices of a class's rules, nearest type first; nothing that would keep a loader. */
  private final ClassValue<int[]> byClass =
      new ClassValue<>() {
        @Override
        protected int[] computeValue(Class<?> type) {
          return find(type);
        }
      };

  TypeRules(List<Rule> rules) {
    this.rules = rules.stream().filter(rule -> rule.type != null).toList();
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  private int[] find(Class<?> type) {
    List<String> names = names(type);
    return IntStream.range(0, names.size() * rules.size())
        .filter(i -> names.get(i / rules.size()).equals(rules.get(i % rules.size()).type))
        .map(i -> i % rules.size())
        .toArray();
  }

  /** Of the type, its superclasses, and then their interfaces. */
  private static List<String> names(Class<?> type) {
    Set<String> names = new LinkedHashSet<>();
    List<Class<?>> interfaces = new ArrayList<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      names.add(at.getTypeName());
      names.add(at.getName());
      interfaces.addAll(List.of(at.getInterfaces()));
    }
    for (int i = 0; i < interfaces.size(); i++) {
      names.add(interfaces.get(i).getName());
      interfaces.addAll(List.of(interfaces.get(i).getInterfaces()));
    }
    names.remove(Object.class.getName());
    return List.copyOf(names);
  }

  @Nullable Rule rule(Effect effect, @Nullable Object value) {
    if (value != null) {
      for (int i : byClass.get(value.getClass())) {
        if (rules.get(i).effect == effect) {
          return rules.get(i);
        }
      }
    }
    return null;
  }

  @Nullable Rule rule(Effect effect, @Nullable Object legacy, @Nullable Object replacement) {
    Rule rule = rule(effect, legacy);
    return rule == null ? rule(effect, replacement) : rule;
  }
}
