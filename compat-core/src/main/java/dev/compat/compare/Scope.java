package dev.compat.compare;

import dev.compat.compare.Rule.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules by path that hold at a place, and how far along the others are.
 *
 * <p>A walk goes from scope to scope as it goes from value to value, so that no path is ever
 * written to be matched. Scopes are made when they are first entered and kept: there are as many as
 * the rules can tell places apart. Safe for use by several threads.
 */
final class Scope {

  /** Where no rule by path can hold. */
  static final Scope NONE = new Scope(Set.of(), List.of(), new @Nullable Rule[length()], List.of());

  private static final String OTHER_NAME = "";
  private static final String OTHER_BRACKET = "[]";

  /** A rule whose path has been followed up to {@code next}. */
  private record Position(Rule rule, int next) {}

  /** The steps that some path writes out; all others are alike. */
  private final Set<String> written;

  private final List<Position> positions;
  private final @Nullable Rule[] here;
  private final List<Rule> expected;
  private final Map<String, Scope> children = new ConcurrentHashMap<>();

  private Scope(
      Set<String> written, List<Position> positions, @Nullable Rule[] here, List<Rule> expected) {
    this.written = written;
    this.positions = positions;
    this.here = here;
    this.expected = expected;
  }

  private static int length() {
    return Effect.values().length;
  }

  /** Where the calls of one method begin: paths that begin with its name are of its result. */
  static Scope start(List<Rule> rules, String method) {
    List<Position> positions = new ArrayList<>();
    Set<String> written = new HashSet<>();
    for (Rule rule : rules) {
      boolean idle = rule.isOfMethod() && !rule.steps.get(0).equals(method);
      if (!rule.steps.isEmpty() && !idle) {
        positions.add(new Position(rule, 0));
        rule.steps.forEach(step -> written.add(bare(step)));
      }
    }
    written.add("result");
    return positions.isEmpty()
        ? NONE
        : new Scope(Set.copyOf(written), positions, new @Nullable Rule[length()], List.of());
  }

  private static String bare(String step) {
    return Rule.isBracket(step) ? step.substring(1, step.length() - 1) : step;
  }

  @SuppressWarnings("ReferenceEquality") // there is one
  Scope step(Object step) {
    if (this == NONE || step.equals(Place.HOLDS)) {
      return this;
    }
    String text = Place.text(step);
    boolean isBracket = !(step instanceof String);
    if (!written.contains(bare(text))) {
      text = isBracket ? OTHER_BRACKET : OTHER_NAME;
    }
    String at = text;
    return children.computeIfAbsent(at, made -> child(made, isBracket));
  }

  private Scope child(String step, boolean isBracket) {
    List<Position> next = new ArrayList<>();
    for (Position position : positions) {
      advance(position, step, isBracket, next);
    }
    @Nullable Rule[] rules = new @Nullable Rule[length()];
    List<Rule> expectations = new ArrayList<>();
    for (Position position : next) {
      if (position.next == position.rule.steps.size()) {
        ends(position.rule, rules, expectations);
      }
    }
    for (Effect effect : Effect.values()) {
      if (effect.reachesBelow() && rules[index(effect)] == null) {
        rules[index(effect)] = here[index(effect)];
      }
    }
    expected.stream().filter(rule -> !expectations.contains(rule)).forEach(expectations::add);
    next.removeIf(position -> position.next == position.rule.steps.size());
    boolean isIdle = next.isEmpty() && expectations.isEmpty() && isEmpty(rules);
    return isIdle ? NONE : new Scope(written, next, rules, expectations);
  }

  private static boolean isEmpty(@Nullable Rule[] rules) {
    return Arrays.stream(rules).allMatch(rule -> rule == null);
  }

  private static void ends(Rule rule, @Nullable Rule[] rules, List<Rule> expectations) {
    int effect = index(rule.effect);
    if (rule.effect == Effect.EXPECTED) {
      expectations.add(rule);
    } else if (rules[effect] == null) {
      rules[effect] = rule;
    }
  }

  @SuppressWarnings("EnumOrdinal") // an index for the hot path
  private static int index(Effect effect) {
    return effect.ordinal();
  }

  private void advance(Position from, String step, boolean isBracket, List<Position> next) {
    String wanted = from.rule.steps.get(from.next);
    boolean first = from.next == 0 && from.rule.isOfMethod();
    if (first ? step.equals("result") : fits(wanted, step, isBracket)) {
      next.add(new Position(from.rule, from.next + 1));
    }
    if (isBracket && !Rule.isBracket(wanted)) {
      next.add(from); // an index that the path leaves out stands for every index
    }
  }

  private static boolean fits(String wanted, String step, boolean isBracket) {
    if (!isBracket) {
      return wanted.equals(step);
    }
    return wanted.equals("[*]") || bare(wanted).equals(bare(step));
  }

  @Nullable Rule rule(Effect effect) {
    return here[index(effect)];
  }

  List<Rule> expected() {
    return expected;
  }
}
