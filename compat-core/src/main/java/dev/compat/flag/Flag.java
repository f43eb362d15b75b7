package dev.compat.flag;

import dev.compat.compare.CompareRules;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that turn a call's context into a route, for one migration.
 *
 * <p>Immutable, so safe for use by several threads. The first rule that matches decides, else the
 * flag's own route; the answer is never less safe than the ceiling, and never below the floor,
 * which is stronger.
 */
public final class Flag {
  private final Definition definition;
  private final Route ceiling;
  private final Route floor;

  private final Rules rules;

  private final Set<Route> routes;
  private final @Nullable Route constant;

  Flag(Definition definition, Route ceiling) {
    this(definition, ceiling, Objects.requireNonNullElse(definition.floor(), Route.LEGACY));
  }

  private Flag(Definition definition, Route ceiling, Route floor) {
    this.definition = definition;
    this.ceiling = ceiling;
    this.floor = floor;
    this.rules = new Rules(definition.rules());
    Set<Route> bounded = EnumSet.noneOf(Route.class);
    definition.routes().forEach(route -> bounded.add(bounded(route)));
    this.routes = Collections.unmodifiableSet(bounded);
    this.constant = routes.size() == 1 ? routes.iterator().next() : null;
  }

  /** What a flag is made of, as the file has it. */
  record Definition(
      String name,
      String where,
      List<Rule> rules,
      Split otherwise,
      boolean kill,
      boolean retired,
      @Nullable Route floor,
      boolean records,
      @Nullable PinSettings pin,
      ShadowSettings shadow,
      CompareRules compare,
      @Nullable RecordingSettings recordings,
      Map<String, String> context) {

    /** Every route that some context may be given, before ceiling and floor. */
    Set<Route> routes() {
      Set<Route> routes = EnumSet.copyOf(otherwise.routes());
      rules.forEach(rule -> routes.addAll(rule.split().routes()));
      return routes;
    }

    /** In words: {@code new 5 % by tenant, rest legacy; 2 rules}. */
    String describe() {
      return otherwise + rules(rules.size()) + (pin == null ? "" : "; pinned by " + pin);
    }

    private static String rules(int count) {
      return count == 0 ? "" : count == 1 ? "; 1 rule" : "; " + count + " rules";
    }

    /** Whether it says the same, wherever it stands. */
    boolean isSameAs(Definition other) {
      return elsewhere().equals(other.elsewhere())
          && rules.size() == other.rules.size()
          && IntStream.range(0, rules.size())
              .allMatch(i -> rules.get(i).isSameAs(other.rules.get(i)));
    }

    /** All but its lines and its rules, which have lines too. */
    private Definition elsewhere() {
      return new Definition(
          name,
          "",
          List.of(),
          otherwise,
          kill,
          retired,
          floor,
          records,
          pin,
          shadow,
          compare,
          recordings,
          context);
    }
  }

  /**
   * Stands in for the flag of a migration that is in no file any more: its floor is all that is
   * known of it.
   *
   * @param where what remembers the floor
   */
  public static Flag lost(String name, Route floor, String where) {
    Definition definition =
        new Definition(
            name,
            where,
            List.of(),
            Split.all(floor),
            false,
            false,
            floor,
            true,
            null,
            ShadowSettings.DEFAULT,
            CompareRules.NONE,
            null,
            Map.of());
    return new Flag(definition, Route.NEW);
  }

  /** The route as ceiling and floor leave it. */
  Route bounded(Route route) {
    return route.safer(ceiling).atLeast(floor);
  }

  /** The migration's name. */
  public String name() {
    return definition.name();
  }

  /**
   * The route of a call.
   *
   * <p>Runs on the caller's thread: no locks, and no allocation of its own. Never throws: where the
   * context does, the answer is the floor. What is pinned is kept by {@link Pins}.
   */
  public Route route(Context context) {
    Route always = constant;
    if (always != null) {
      return always;
    }
    try {
      return bounded(split(context).route(context));
    } catch (Throwable e) { // a context runs code of the application, whatever that may throw
      return floor;
    }
  }

  private Split split(Context context) {
    Rule rule = rules.match(context);
    return rule == null ? definition.otherwise() : rule.split();
  }

  /** How a call with this context gets its route; see {@link Explanation}. */
  public Explanation explain(Context context) {
    return Explaining.explain(this, context);
  }

  /** Whether every context gets {@link Route#LEGACY}. */
  public boolean isOff() {
    return constant == Route.LEGACY;
  }

  /**
   * Whether a migration that is armed goes on looking at its calls although it {@link #isOff}:
   * units of work that are pinned to the new side stay there until they end.
   */
  public boolean holdsPins() {
    return pin() != null;
  }

  /** Whether some context may get {@code route}. */
  public boolean mayGive(Route route) {
    return routes.contains(route);
  }

  /**
   * Every route that some call may get: what rules and shares give, and the sides that units of
   * work may be pinned to.
   */
  public Set<Route> routes() {
    if (pin() == null) {
      return routes;
    }
    Set<Route> all = EnumSet.of(bounded(Route.LEGACY), bounded(Route.NEW));
    all.addAll(routes);
    return all;
  }

  /** The one route that every call gets; {@code null} if there are several, or pins. */
  public @Nullable Route constant() {
    return pin() == null ? constant : null;
  }

  /**
   * What stays on one side while the flag changes; {@code null} if nothing does, which is also
   * where ceiling and floor leave but one side: they outrank every pin.
   */
  public @Nullable PinSettings pin() {
    boolean leavesBoth = bounded(Route.NEW).answersNew() && !bounded(Route.LEGACY).answersNew();
    return leavesBoth ? definition.pin() : null;
  }

  /** The most that is given, whatever the rules say. */
  public Route ceiling() {
    return ceiling;
  }

  /** Whether the migration is finished: the flag and the side that lost are to be deleted. */
  public boolean isRetired() {
    return definition.retired();
  }

  /**
   * Whether some calls are drawn at random between legacy's side and the other, {@code by: call}.
   * Two calls of one unit of work then go to different sides, so no method that may have effects
   * may be routed so.
   */
  public boolean splitsByCall() {
    return splits().anyMatch(this::drawsSides);
  }

  private boolean drawsSides(Split split) {
    By by = split.by();
    return by != null
        && by.isCall()
        && split.routes().stream().map(this::bounded).map(Route::answersNew).distinct().count() > 1;
  }

  /** The shares that it gives by context keys: its own, and those of its rules. */
  public List<Share> shares() {
    return Share.of(definition);
  }

  /** What divides calls among routes: of the flag itself, and of its rules. */
  private Stream<Split> splits() {
    return Stream.concat(
        Stream.of(definition.otherwise()), definition.rules().stream().map(Rule::split));
  }

  Definition definition() {
    return definition;
  }

  /** Whether every call gets the same from both flags, wherever they stand in their files. */
  public boolean isSameAs(Flag other) {
    return ceiling == other.ceiling
        && floor == other.floor
        && definition.isSameAs(other.definition);
  }

  /**
   * Whether outcomes of calls that the replacement answers are counted; default true. Without it a
   * route that is constantly {@link Route#NEW} costs nothing.
   */
  public boolean records() {
    return definition.records();
  }

  /** How the migration is shadowed. */
  public ShadowSettings shadow() {
    return definition.shadow();
  }

  /** Which of its calls are recorded; null for none. */
  public @Nullable RecordingSettings recordings() {
    return definition.recordings();
  }

  /** How its answers are compared. */
  public CompareRules compare() {
    return definition.compare();
  }

  /**
   * The context key that says who a call is for: the first that the flag splits by, or else the
   * first that it declares; null without one.
   */
  public @Nullable String unit() {
    return splits()
        .flatMap(split -> Stream.ofNullable(split.by()))
        .filter(by -> !by.isCall())
        .map(by -> by.chain().get(0).kind())
        .findFirst()
        .orElseGet(() -> context().keySet().stream().findFirst().orElse(null));
  }

  /** The context's readers by key, as {@link ContextReaders} takes them. */
  public Map<String, String> context() {
    return definition.context();
  }

  /** The file and line of the flag: {@code flags.yaml:3}. */
  public String where() {
    return definition.where();
  }

  /**
   * The route below which no call goes, whatever rules, overrides or kill switches ask: legacy's
   * data is no longer what a caller may be answered from. {@link Route#LEGACY} where there is none.
   */
  public Route floor() {
    return floor;
  }

  /** The floor that the file itself gives; {@code null} if it gives none. */
  public @Nullable Route declaredFloor() {
    return definition.floor();
  }

  /** Whether the file asks for a route below the floor for some context. */
  public boolean asksBelowFloor() {
    return definition.routes().stream().anyMatch(route -> route.compareTo(floor) < 0);
  }

  /** This flag with every answer the safer of its own and {@code ceiling}, if above the floor. */
  public Flag atMost(Route ceiling) {
    Route lower = ceiling.safer(this.ceiling);
    return lower == this.ceiling ? this : new Flag(definition, lower, floor);
  }

  /** This flag with a floor, in place of its own. */
  public Flag withFloor(Route newFloor) {
    return newFloor == floor ? this : new Flag(definition, ceiling, newFloor);
  }

  /** One line for people: {@code new 5 % by tenant, rest legacy; 2 rules}. */
  public String summary() {
    String bound = floor == Route.LEGACY ? "" : "; floor " + lower(floor);
    if (definition.kill()) {
      return lower(floor) + " (kill)" + bound;
    }
    if (isRetired()) {
      return definition.otherwise() + " (retired: delete the flag and " + loser() + ")";
    }
    String desired = definition.describe();
    return ceiling == Route.NEW
        ? desired + bound
        : constant == floor
            ? lower(floor) + " (desired: " + desired + ")" + bound
            : desired + ", at most " + lower(ceiling) + bound;
  }

  /** The side of a retired flag that no call gets any more. */
  private String loser() {
    return isOff() ? "the adapters" : "legacy";
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name() + ": " + summary();
  }
}
