package dev.compat.compare;

import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Findings.Mark;
import dev.compat.compare.Rule.Effect;
import java.lang.reflect.Array;
import java.net.URL;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One comparison: two graphs side by side, depth first, within a budget.
 *
 * <p>A difference that is found counts whatever else cannot be compared; only without one does an
 * obstacle make the outcomes incomparable. A pair that is under comparison already, or was, counts
 * as the same: where its values differ, that is said once. For one use by one thread.
 */
@SuppressWarnings("ReferenceEquality") // parts are told apart as objects, never by what they equal
final class Walk {

  static final int MAX_DIFFERENCES = 32;

  private static final int MAX_DEPTH = 250;

  /** Small graphs are not worth a table of what has been compared. */
  private static final int FEW = 1_000;

  private static final int PROBE = 500;

  private final CompareRules rules;
  private final boolean hasRules;
  private final Budget budget;
  private final Findings findings;
  private @Nullable Pairs seen;
  private int composites;

  Walk(CompareRules rules) {
    this(rules, new Budget(Budget.VALUES), Integer.MAX_VALUE);
  }

  private Walk(CompareRules rules, Budget budget, int enough) {
    this.rules = rules;
    this.hasRules = !rules.isEmpty();
    this.budget = budget;
    this.findings = new Findings(enough);
  }

  /** Another one at the same place that shares the budget and says what it finds to nobody. */
  Walk aside(int enough) {
    return new Walk(rules, budget, enough);
  }

  CompareRules rules() {
    return rules;
  }

  Budget budget() {
    return budget;
  }

  Findings findings() {
    return findings;
  }

  /** What is left behind and null on both sides is not looked at, and is no evidence of a match. */
  Verdict compare(String method, Outcome legacy, Outcome replacement, boolean isVoid) {
    Scope start = rules.start(method);
    if (isVoid && isNothing(legacy) && isNothing(replacement)) {
      findings.withoutAnswer();
    } else {
      answers(start, legacy, replacement);
    }
    if (legacy.receiver() != null || replacement.receiver() != null) {
      root(start, "this", legacy.receiver(), replacement.receiver());
    }
    List<@Nullable Object> ours = legacy.arguments();
    List<@Nullable Object> theirs = replacement.arguments();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      if (ours.get(i) != null || theirs.get(i) != null) {
        root(start, "arg(" + i + ")", ours.get(i), theirs.get(i));
      }
    }
    return findings.verdict();
  }

  private static boolean isNothing(Outcome outcome) {
    return outcome.value() == null && !outcome.hasThrown();
  }

  private void answers(Scope start, Outcome legacy, Outcome replacement) {
    if (legacy.hasThrown() != replacement.hasThrown()) {
      contained(
          () -> {
            Scope scope = start.step("thrown");
            Rule ignoring = rules.rule(Effect.IGNORE, scope, legacy, replacement);
            if (ignoring != null) {
              excuse(null, "thrown", Kind.THROWN, legacy, replacement, ignoring);
            } else {
              differs(null, "thrown", scope, Kind.THROWN, legacy, replacement);
            }
          });
    } else if (legacy.hasThrown()) {
      root(start, "thrown", legacy.thrown(), replacement.thrown());
    } else {
      root(start, "result", legacy.value(), replacement.value());
    }
  }

  private void root(Scope start, String root, @Nullable Object ours, @Nullable Object theirs) {
    contained(() -> value(null, root, start.step(root), ours, theirs));
  }

  private void contained(Runnable comparing) {
    try {
      comparing.run();
    } catch (Obstacle end) {
      findings.obstacle(end.reason());
    } catch (Throwable failure) {
      findings.obstacle("the comparison failed with " + failure.getClass().getName());
    }
  }

  /** Compares two values at a step below a place; null is above the roots. */
  void pair(
      @Nullable Place above,
      Object step,
      Scope scope,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    budget.spendBoth();
    value(above, step, scope, legacy, replacement);
  }

  private void value(
      @Nullable Place above,
      Object step,
      Scope scope,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    if (hasRules) {
      withRules(above, step, scope, legacy, replacement);
    } else {
      plain(above, step, scope, legacy, replacement);
    }
  }

  private void withRules(
      @Nullable Place above,
      Object step,
      Scope scope,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    Rule ignoring = rules.rule(Effect.IGNORE, scope, legacy, replacement);
    if (ignoring != null) {
      probe(above, step, legacy, replacement, ignoring);
      return;
    }
    if (legacy == null || replacement == null || legacy == replacement) {
      plain(above, step, scope, legacy, replacement);
      return;
    }
    Mark before = findings.mark();
    try {
      plain(above, step, scope, legacy, replacement);
    } catch (Obstacle end) {
      if (findings.differSince(before)) {
        judge(above, step, scope, legacy, replacement, before);
      }
      throw end;
    }
    if (findings.troubledSince(before)) {
      judge(above, step, scope, legacy, replacement, before);
    }
  }

  /** Looks whether what is ignored differs, as far as that is cheap and safe. */
  private void probe(
      @Nullable Place above,
      Object step,
      @Nullable Object legacy,
      @Nullable Object replacement,
      Rule ignoring) {
    if (legacy == replacement) {
      return;
    }
    Walk probe = new Walk(CompareRules.NONE, new Budget(PROBE), 1);
    try {
      probe.plain(above, step, Scope.NONE, legacy, replacement);
    } catch (Findings.Enough found) {
      Difference first = probe.findings.firstSince(Mark.BEGINNING);
      if (first != null) {
        findings.excuse(first, ignoring);
      }
    } catch (Throwable ignored) {
      // What cannot be compared is ignored all the same.
    }
  }

  /** Asks the rules whether what differs is the same to the team. */
  private void judge(
      @Nullable Place above,
      Object step,
      Scope scope,
      Object legacy,
      Object replacement,
      Mark before) {
    for (Effect effect : List.of(Effect.EQUALITY, Effect.TOLERANCE, Effect.NORMALISE)) {
      Rule rule = rules.rule(effect, scope, legacy, replacement);
      if (rule != null && !rule.byFields) {
        judge(above, step, scope, legacy, replacement, before, rule);
      }
      if (!findings.troubledSince(before)) {
        return;
      }
    }
  }

  private void judge(
      @Nullable Place above,
      Object step,
      Scope scope,
      Object legacy,
      Object replacement,
      Mark before,
      Rule rule) {
    Difference first = findings.firstSince(before);
    boolean differ = findings.differSince(before);
    boolean same;
    try {
      same = areSame(rule, legacy, replacement);
    } catch (Obstacle obstacle) {
      throw obstacle;
    } catch (Throwable failure) {
      goBack(before);
      findings.obstacle(rule.text + " failed with " + failure.getClass().getName());
      return;
    }
    if (same) {
      goBack(before);
      findings.same();
      if (first != null) {
        findings.excuse(first, rule);
      }
    } else if (!differ && rule.effect == Effect.EQUALITY) {
      goBack(before);
      differs(above, step, scope, Kind.VALUE, legacy, replacement);
    }
  }

  private boolean areSame(Rule rule, Object legacy, Object replacement) {
    if (rule.same != null) {
      return rule.same.test(legacy, replacement);
    }
    if (rule.normaliser == null) {
      return false;
    }
    Object ours = rule.normaliser.apply(legacy);
    Object theirs = rule.normaliser.apply(replacement);
    if (ours == legacy && theirs == replacement) {
      return false;
    }
    Walk strict = new Walk(CompareRules.NONE, budget, 1);
    try {
      strict.pair(null, "result", Scope.NONE, ours, theirs);
    } catch (Findings.Enough differs) {
      return false;
    }
    return strict.findings.isClean();
  }

  void goBack(Mark mark) {
    findings.goBack(mark);
    seen = null; // it holds pairs whose differences are forgotten now
  }

  /** Notes a difference, unless it is expected. */
  void differs(
      @Nullable Place above,
      Object step,
      Scope scope,
      Kind kind,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    Rule expecting = hasRules ? rules.expecting(scope, kind, legacy, replacement) : null;
    if (expecting != null) {
      findings.same();
      excuse(above, step, kind, legacy, replacement, expecting);
      return;
    }
    int depth = above == null ? 0 : above.depth() + 1;
    findings.differs(depth, new Difference(Place.path(above, step), kind, legacy, replacement));
  }

  /** Notes a difference between two values that are not what their place holds, such as sizes. */
  private void differs(Place place, Kind kind, Object legacy, Object replacement) {
    differs(place.parent(), place.step(), place.scope(), kind, legacy, replacement);
  }

  /** Notes an element or entry that the other side lacks, unless it is ignored. */
  void alone(
      @Nullable Place above,
      Object step,
      Scope scope,
      Kind kind,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    Rule ignoring = hasRules ? rules.rule(Effect.IGNORE, scope, legacy, replacement) : null;
    if (ignoring == null) {
      differs(above, step, scope, kind, legacy, replacement);
    } else {
      excuse(above, step, kind, legacy, replacement, ignoring);
    }
  }

  private void excuse(
      @Nullable Place above,
      Object step,
      Kind kind,
      @Nullable Object legacy,
      @Nullable Object replacement,
      Rule rule) {
    findings.excuse(new Difference(Place.path(above, step), kind, legacy, replacement), rule);
  }

  private void leaf(
      @Nullable Place above,
      Object step,
      Scope scope,
      boolean same,
      Kind kind,
      Object legacy,
      Object replacement) {
    if (same) {
      findings.same();
    } else {
      differs(above, step, scope, kind, legacy, replacement);
    }
  }

  private void plain(
      @Nullable Place above,
      Object step,
      Scope scope,
      @Nullable Object legacy,
      @Nullable Object replacement) {
    if (legacy == replacement) {
      findings.same();
    } else if (legacy == null || replacement == null) {
      differs(above, step, scope, Kind.NULL, legacy, replacement);
    } else if (legacy.getClass() == String.class && replacement.getClass() == String.class) {
      leaf(above, step, scope, legacy.equals(replacement), Kind.TEXT, legacy, replacement);
    } else {
      shaped(above, step, scope, legacy, replacement);
    }
  }

  private void shaped(
      @Nullable Place above, Object step, Scope scope, Object legacy, Object replacement) {
    Shape ours = Shape.of(legacy.getClass());
    Shape theirs =
        legacy.getClass() == replacement.getClass() ? ours : Shape.of(replacement.getClass());
    Family family = ours.family();
    if (family != theirs.family() && !isTouchable(theirs)) {
      obstacle(above, step, theirs.unreadable());
    } else if (family != theirs.family() && isTouchable(ours)) {
      differs(above, step, scope, Kind.TYPE, legacy, replacement);
    } else {
      byFamily(above, step, scope, legacy, replacement, ours);
    }
  }

  private static boolean isTouchable(Shape shape) {
    return shape.family() != Family.OPAQUE;
  }

  private void byFamily(
      @Nullable Place above,
      Object step,
      Scope scope,
      Object legacy,
      Object replacement,
      Shape shape) {
    switch (shape.family()) {
      case TEXT -> {
        boolean same = legacy.toString().equals(replacement.toString());
        leaf(above, step, scope, same, Kind.TEXT, legacy, replacement);
      }
      case NUMBER -> {
        boolean same = Equalities.areEqual(legacy, replacement);
        Kind kind = sameName(legacy, replacement) ? Kind.NUMBER : Kind.TYPE;
        leaf(above, step, scope, same, kind, legacy, replacement);
      }
      case ENUM -> constants(above, step, scope, (Enum<?>) legacy, (Enum<?>) replacement);
      case VALUE -> values(above, step, scope, legacy, replacement);
      case OPAQUE -> obstacle(above, step, shape.unreadable());
      case LOCK -> locks(above, step, legacy, replacement);
      default -> {
        if (isNew(above, scope, legacy, replacement)) {
          composite(Place.of(above, step, scope, legacy, replacement), shape);
        }
      }
    }
  }

  private static boolean sameName(Object legacy, Object replacement) {
    return legacy.getClass() == replacement.getClass()
        || legacy.getClass().getName().equals(replacement.getClass().getName());
  }

  private void obstacle(@Nullable Place above, Object step, String reason) {
    findings.obstacle(Difference.generalise(Place.path(above, step)) + " " + reason);
  }

  private void locks(@Nullable Place above, Object step, Object legacy, Object replacement) {
    boolean isPlain = legacy.getClass() == Object.class || replacement.getClass() == Object.class;
    boolean isField = above != null && step instanceof String && !step.equals(Place.HOLDS);
    if (!isField || (isPlain && !isFinal(above, step))) {
      String name = legacy.getClass().getTypeName();
      obstacle(above, step, "is a " + name + ", which says nothing of itself");
    }
  }

  /** A plain object in a field that changes may well be what the field says. */
  private static boolean isFinal(@Nullable Place above, Object field) {
    return above != null && Shape.of(above.legacy().getClass()).isFinal(field);
  }

  private boolean isNew(@Nullable Place above, Scope scope, Object legacy, Object replacement) {
    if (Place.isAbove(above, scope, legacy, replacement)) {
      findings.same();
      return false;
    }
    if (++composites < FEW) {
      return true;
    }
    if (seen == null) {
      seen = new Pairs();
    }
    return seen.add(legacy, replacement, scope);
  }

  private void composite(Place place, Shape shape) {
    if (place.depth() > MAX_DEPTH) {
      throw Obstacle.toAll("an outcome is nested deeper than " + MAX_DEPTH + " levels");
    }
    try {
      if (!isLoaded(place, shape)) {
        throw Obstacle.here("is not loaded, and would be when it is touched");
      }
      compare(place, shape);
    } catch (Obstacle here) {
      if (here.ends) {
        throw here;
      }
      obstacle(place.parent(), place.step(), here.reason());
    }
  }

  private static boolean isLoaded(Place place, Shape shape) {
    Object legacy = place.legacy();
    Object replacement = place.replacement();
    boolean cannotBe = !shape.isLazy() && legacy.getClass() == replacement.getClass();
    return cannotBe || (Lazy.isLoaded(legacy) && Lazy.isLoaded(replacement));
  }

  private void compare(Place place, Shape shape) {
    Object legacy = place.legacy();
    Object replacement = place.replacement();
    switch (shape.family()) {
      case LIST -> lists(place, (Collection<?>) legacy, (Collection<?>) replacement);
      case SET, BAG -> bags(place, (Collection<?>) legacy, (Collection<?>) replacement);
      case MAP -> new Maps(this, place).compare((Map<?, ?>) legacy, (Map<?, ?>) replacement);
      case ENTRY -> entries(place, (Map.Entry<?, ?>) legacy, (Map.Entry<?, ?>) replacement);
      case OPTIONAL -> optionals(place, (Optional<?>) legacy, (Optional<?>) replacement);
      case HOLDER -> holders(place, legacy, replacement);
      case FUTURE -> futures(place, legacy, replacement);
      case ARRAY -> arrays(place, legacy, replacement);
      case THROWABLE -> throwables(place, (Throwable) legacy, (Throwable) replacement, shape);
      default -> new Parts(this, place, shape).compare();
    }
    boolean more = shape.names().length > 0 && shape.family() != Family.OBJECT;
    if (more && shape.family() != Family.RECORD && shape.family() != Family.THROWABLE) {
      new Parts(this, place, shape).compareAll();
    }
  }

  private void below(
      Place place, Object step, @Nullable Object legacy, @Nullable Object replacement) {
    pair(place, step, place.scope().step(step), legacy, replacement);
  }

  /** By name, since the two sides may have the enum from different class loaders. */
  private void constants(
      @Nullable Place above, Object step, Scope scope, Enum<?> legacy, Enum<?> replacement) {
    boolean oneType = Canon.nameOf(legacy).equals(Canon.nameOf(replacement));
    boolean same = oneType && legacy.name().equals(replacement.name());
    leaf(above, step, scope, same, oneType ? Kind.VALUE : Kind.TYPE, legacy, replacement);
  }

  private void values(
      @Nullable Place above, Object step, Scope scope, Object legacy, Object replacement) {
    boolean oneType = legacy.getClass() == replacement.getClass();
    boolean same;
    if (legacy instanceof Class<?> ours && replacement instanceof Class<?> theirs) {
      same = ours.getName().equals(theirs.getName());
    } else if (legacy instanceof URL ours && replacement instanceof URL theirs) {
      // URL.equals asks the name service.
      same = ours.toExternalForm().equals(theirs.toExternalForm());
    } else if (!oneType && sameName(legacy, replacement)) {
      String name = legacy.getClass().getTypeName();
      obstacle(above, step, "is a " + name + " from two class loaders");
      return;
    } else {
      same = Equalities.areEqual(legacy, replacement);
    }
    leaf(above, step, scope, same, oneType ? Kind.VALUE : Kind.TYPE, legacy, replacement);
  }

  private void lists(Place place, Collection<?> legacy, Collection<?> replacement) {
    Rule unordered =
        hasRules ? rules.rule(Effect.UNORDERED, place.scope(), legacy, replacement) : null;
    if (unordered == null) {
      inOrder(place, legacy, replacement);
      return;
    }
    Mark before = findings.mark();
    inOrder(place, legacy, replacement);
    if (findings.troubledSince(before)) {
      Difference first = findings.firstSince(before);
      goBack(before);
      boolean moved = new Bags(this, place, true).compare(legacy, replacement);
      if (moved && first != null) {
        findings.excuse(first, unordered);
      }
    }
  }

  private void inOrder(Place place, Collection<?> legacy, Collection<?> replacement) {
    int size = legacy.size();
    if (size != replacement.size()) {
      differs(place, Kind.SIZE, size, replacement.size());
      return;
    }
    findings.same();
    Scope scope = Scope.NONE;
    boolean free = place.scope() == Scope.NONE;
    Iterator<?> others = replacement.iterator();
    int i = 0;
    for (Object element : legacy) {
      Integer index = i++;
      Scope at = free ? scope : place.scope().step(index);
      pair(place, index, at, element, others.next());
    }
  }

  private void bags(Place place, Collection<?> legacy, Collection<?> replacement) {
    new Bags(this, place, false).compare(legacy, replacement);
  }

  private void entries(Place place, Map.Entry<?, ?> legacy, Map.Entry<?, ?> replacement) {
    below(place, "key", legacy.getKey(), replacement.getKey());
    below(place, "value", legacy.getValue(), replacement.getValue());
  }

  private void arrays(Place place, Object legacy, Object replacement) {
    int ours = Array.getLength(legacy);
    int theirs = Array.getLength(replacement);
    if (!sameName(legacy, replacement)) {
      differs(place, Kind.TYPE, legacy, replacement);
    } else if (legacy instanceof Object[] elements) {
      lists(place, Arrays.asList(elements), Arrays.asList((Object[]) replacement));
    } else if (ours != theirs) {
      differs(place, Kind.SIZE, ours, theirs);
    } else {
      primitives(place, legacy, replacement, ours);
    }
  }

  /** As one value: the first element that differs stands for all, and the budget is spared. */
  private void primitives(Place place, Object legacy, Object replacement, int length) {
    int i = Primitives.mismatch(legacy, replacement, 0);
    if (i < 0) {
      findings.same();
    }
    Mark before = findings.mark();
    while (i >= 0 && !findings.differSince(before)) {
      below(place, i, Array.get(legacy, i), Array.get(replacement, i));
      i = i + 1 < length ? Primitives.mismatch(legacy, replacement, i + 1) : -1;
    }
  }

  private void optionals(Place place, Optional<?> legacy, Optional<?> replacement) {
    if (legacy.isPresent() && replacement.isPresent()) {
      below(place, Place.HOLDS, legacy.get(), replacement.get());
    } else if (legacy.isEmpty() && replacement.isEmpty()) {
      findings.same();
    } else {
      Kind kind = legacy.isPresent() ? Kind.MISSING : Kind.EXTRA;
      differs(
          place.parent(),
          place.step(),
          place.scope(),
          kind,
          legacy.orElse(null),
          replacement.orElse(null));
    }
  }

  private void holders(Place place, Object legacy, Object replacement) {
    if (!sameName(legacy, replacement)) {
      differs(place, Kind.TYPE, legacy, replacement);
    } else {
      below(place, Place.HOLDS, Holders.held(legacy), Holders.held(replacement));
    }
  }

  private void futures(Place place, Object legacy, Object replacement) {
    Completion ours = Completion.of(legacy);
    Completion theirs = Completion.of(replacement);
    if (ours == null || theirs == null) {
      throw Obstacle.here("is a future that is not complete");
    }
    Throwable failure = ours.failure();
    Throwable other = theirs.failure();
    if (failure == null && other == null) {
      below(place, Place.HOLDS, ours.value(), theirs.value());
    } else if (failure != null && other != null) {
      below(place, "failure", failure, other);
    } else {
      Object one = failure == null ? ours.value() : failure;
      Object another = other == null ? theirs.value() : other;
      differs(place, "failure", place.scope().step("failure"), Kind.THROWN, one, another);
    }
  }

  private void throwables(Place place, Throwable legacy, Throwable replacement, Shape shape) {
    if (!sameName(legacy, replacement)) {
      differs(place, isThrown(place) ? Kind.THROWN : Kind.TYPE, legacy, replacement);
      return;
    }
    findings.same();
    String message = legacy.getMessage();
    String other = replacement.getMessage();
    if (!isSilent(legacy, message) || !isSilent(replacement, other)) {
      below(place, "message", message, other);
    }
    if (legacy.getCause() != null || replacement.getCause() != null) {
      below(place, "cause", legacy.getCause(), replacement.getCause());
    }
    Throwable[] suppressed = legacy.getSuppressed();
    Throwable[] others = replacement.getSuppressed();
    if (suppressed.length > 0 || others.length > 0) {
      below(place, "suppressed", suppressed, others);
    }
    if (shape.names().length > 0) {
      new Parts(this, place, shape).compareAll();
    }
  }

  private static boolean isThrown(Place place) {
    Place above = place.parent();
    return above == null
        ? place.step().equals("thrown")
        : place.step().equals("failure")
            && (above.legacy() instanceof Future || above.legacy() instanceof CompletionStage);
  }

  /** Whether a message is the virtual machine's, or says no more than the cause does. */
  private static boolean isSilent(Throwable thrown, @Nullable String message) {
    Throwable cause = thrown.getCause();
    return VmMessage.isOf(thrown, message)
        || (cause != null && message != null && message.equals(cause.toString()));
  }
}
