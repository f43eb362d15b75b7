package dev.compat.compare;

import dev.compat.compare.Rule.Effect;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a team wants taken out of verdicts, by path or by type.
 *
 * <p>A path begins with {@code result}, {@code thrown}, {@code this}, {@code arg(0)} or a method's
 * name, which means that method's result; indices and map keys may be left out or be {@code [*]}.
 * What is ignored, tolerated, normalised or expected at a path is so for all that is below it. The
 * name of a type holds for its subclasses. A path counts more than a type, and what is nearer more
 * than what is farther.
 *
 * <p>Rules only take differences out. They are asked only where two values differ. Immutable but
 * for counters; safe for use by several threads.
 */
public final class CompareRules {

  /** None. */
  public static final CompareRules NONE = builder().build();

  private final List<Rule> all;
  private final Clock clock;
  private final TypeRules types;
  private final Scope start;

  /** Where the calls of those methods begin that paths begin with. */
  private final Map<String, Scope> methods = new HashMap<>();

  private CompareRules(List<Rule> rules, Clock clock) {
    this.all = List.copyOf(rules);
    this.clock = clock;
    this.types = new TypeRules(all);
    this.start = Scope.start(all, "");
    for (Rule rule : all) {
      if (rule.isOfMethod()) {
        methods.computeIfAbsent(rule.steps.get(0), method -> Scope.start(all, method));
      }
    }
  }

  /** Begins to collect rules. */
  public static Builder builder() {
    return new Builder();
  }

  /** The names of what {@link Builder#normalise(String, List)} can do. */
  public static Collection<String> normalisers() {
    return Normalisers.names();
  }

  /** The words that {@link Builder#equality(String, String)} knows. */
  public static Collection<String> equalities() {
    return Equalities.names();
  }

  /** These and others; where two are about one place, these count. */
  public CompareRules and(CompareRules others) {
    if (others.all.isEmpty()) {
      return this;
    }
    List<Rule> both = new ArrayList<>(all);
    both.addAll(others.all);
    return new CompareRules(both, clock);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Scope start(String method) {
    return methods.getOrDefault(method, start);
  }

  /** Whether a rule may hold at a place or below. */
  boolean mayHold(Scope scope) {
    return scope != Scope.NONE || !types.isEmpty();
  }

  /** The rule for two values at a place; null if there is none. */
  @Nullable Rule rule(
      Effect effect, Scope scope, @Nullable Object legacy, @Nullable Object replacement) {
    Rule rule = scope.rule(effect);
    return rule != null || types.isEmpty() ? rule : types.rule(effect, legacy, replacement);
  }

  /** The rule by which a difference is expected today; null if there is none. */
  @Nullable Rule expecting(
      Scope scope, Difference.Kind kind, @Nullable Object legacy, @Nullable Object replacement) {
    for (Rule rule : scope.expected()) {
      if (isExpected(rule, kind)) {
        return rule;
      }
    }
    Rule rule = types.isEmpty() ? null : types.rule(Effect.EXPECTED, legacy, replacement);
    return rule != null && isExpected(rule, kind) ? rule : null;
  }

  private boolean isExpected(Rule rule, Difference.Kind kind) {
    return (rule.kind == null || rule.kind == kind) && !rule.isExpired(LocalDate.now(clock));
  }

  /** How often each rule, as the team wrote it, has taken a difference out so far. */
  public Map<String, Long> applied() {
    Map<String, Long> applied = new LinkedHashMap<>();
    all.forEach(rule -> applied.merge(rule.text, rule.applied.sum(), Long::sum));
    return applied;
  }

  /** The rules that have come to their end, each in words. */
  public List<String> expired() {
    LocalDate today = LocalDate.now(clock);
    return all.stream()
        .filter(rule -> rule.isExpired(today))
        .map(rule -> rule.text + " has passed: what differs there is a difference again")
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompareRules rules && rules.texts().equals(texts());
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }

  private List<String> texts() {
    return all.stream().map(rule -> rule.text).toList();
  }

  /** The rules as they were written. */
  @Override
  public String toString() {
    return texts().toString();
  }

  /**
   * Collects rules. Every method throws {@link IllegalArgumentException}, with what to write
   * instead, where it is given what is no rule; {@code at} is always a path or the name of a type.
   */
  public static final class Builder {

    private final List<Rule> rules = new ArrayList<>();
    private Clock clock = Clock.system(ZoneId.systemDefault());

    private Builder() {}

    private Rule add(Effect effect, String at, String text) {
      Rule rule = new Rule(effect, at, text);
      rules.add(rule);
      return rule;
    }

    /** Nothing there counts. */
    public Builder ignore(String at) {
      add(Effect.IGNORE, at, "ignore " + at);
      return this;
    }

    /** Collections there are compared as bags. */
    public Builder unordered(String at) {
      add(Effect.UNORDERED, at, "unordered " + at);
      return this;
    }

    /** Numbers there may differ by {@code 0.01}, {@code 4 ulp} or {@code 0.5 %}, times by 2s. */
    public Builder tolerance(String at, String amount) {
      BiPredicate<Object, Object> same = Tolerance.parse(amount);
      add(Effect.TOLERANCE, at, "tolerance " + at + ": " + amount).same = same;
      return this;
    }

    /** What differs there is the same if it is so after all of {@link #normalisers} named. */
    public Builder normalise(String at, List<String> names) {
      String text = "normalise " + at + ": " + String.join(", ", names);
      var normaliser = Normalisers.of(names);
      add(Effect.NORMALISE, at, text).normaliser = normaliser;
      return this;
    }

    /** What differs there is the same if one of {@link #equalities} says so. */
    public Builder equality(String at, String word) {
      BiPredicate<Object, Object> same = Equalities.of(word);
      Rule rule = add(Effect.EQUALITY, at, "equality " + at + ": " + word);
      rule.same = same;
      rule.byFields = word.equals(Equalities.FIELDS);
      return this;
    }

    /**
     * A difference there is known and wanted.
     *
     * @param kind in what respect; null for any
     * @param until the last day of it
     */
    public Builder expected(
        String at, Difference.@Nullable Kind kind, String reason, LocalDate until) {
      String which = kind == null ? "" : " " + kind.word();
      String text = "expected " + at + which + ": " + reason + ", until " + until;
      Rule rule = add(Effect.EXPECTED, at, text);
      rule.kind = kind;
      rule.until = until;
      return this;
    }

    /**
     * What differs there is the same if it is so after {@code normaliser}.
     *
     * @param type what is there; values of other types are left as they are
     * @param normaliser safe for use by several threads; leaves what it is given as it is
     */
    public <T> Builder normalise(String at, Class<T> type, Function<? super T, ?> normaliser) {
      add(Effect.NORMALISE, at, "normalise " + at + " by code").normaliser =
          value -> type.isInstance(value) ? answer(normaliser.apply(type.cast(value))) : value;
      return this;
    }

    private static Object answer(@Nullable Object normalised) {
      if (normalised == null) {
        throw new IllegalStateException("null");
      }
      return normalised;
    }

    /** The same for a type, and its subclasses, wherever they are. */
    public <T> Builder normalise(Class<T> type, Function<? super T, ?> normaliser) {
      return normalise(type.getName(), type, normaliser);
    }

    /**
     * What differs there is the same if {@code equality} says so, either way round.
     *
     * @param type what is there; values of other types are compared as ever
     * @param equality safe for use by several threads; leaves what it is given as it is
     */
    public <T> Builder equality(
        String at, Class<T> type, BiPredicate<? super T, ? super T> equality) {
      add(Effect.EQUALITY, at, "equality " + at + " by code").same =
          (a, b) ->
              type.isInstance(a)
                  && type.isInstance(b)
                  && equality.test(type.cast(a), type.cast(b))
                  && equality.test(type.cast(b), type.cast(a));
      return this;
    }

    /** The same for a type, and its subclasses, wherever they are. */
    public <T> Builder equality(Class<T> type, BiPredicate<? super T, ? super T> equality) {
      return equality(type.getName(), type, equality);
    }

    Builder clock(Clock newClock) {
      clock = newClock;
      return this;
    }

    /** The rules so far. */
    public CompareRules build() {
      return new CompareRules(rules, clock);
    }
  }
}
