package dev.compat.flag;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  /** Kept as an array for the hot path. */
  private final Rule[] rules;

  private final Set<Route> routes;
  private final @Nullable Route constant;

  Flag(Definition definition, Route ceiling) {
    this(definition, ceiling, Objects.requireNonNullElse(definition.floor(), Route.LEGACY));
  }

  private Flag(Definition definition, Route ceiling, Route floor) {
    this.definition = definition;
    this.ceiling = ceiling;
    this.floor = floor;
    this.rules = definition.rules().toArray(Rule[]::new);
    this.routes = EnumSet.noneOf(Route.class);
    desired(definition).forEach(route -> routes.add(bounded(route)));
    this.constant = routes.size() == 1 ? routes.iterator().next() : null;
  }

  /** What a flag is made of, as the file has it. */
  record Definition(
      String name,
      String where,
      List<Rule> rules,
      Split otherwise,
      boolean kill,
      @Nullable Route floor,
      boolean records,
      ShadowSettings shadow,
      CompareSettings compare,
      Map<String, String> context) {}

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
            floor,
            true,
            ShadowSettings.DEFAULT,
            new CompareSettings(List.of()),
            Map.of());
    return new Flag(definition, Route.NEW);
  }

  private static Set<Route> desired(Definition definition) {
    Set<Route> routes = EnumSet.noneOf(Route.class);
    routes.addAll(definition.otherwise().routes());
    definition.rules().forEach(rule -> routes.addAll(rule.split().routes()));
    return routes;
  }

  private Route bounded(Route route) {
    return route.safer(ceiling).atLeast(floor);
  }

  /** The migration's name. */
  public String name() {
    return definition.name();
  }

  /**
   * The route of a call.
   *
   * <p>Runs on the caller's thread: no locks, and of its own no allocation but one small object
   * while a share is hashed. Never throws: where the context does, the answer is the floor.
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
    for (Rule rule : rules) {
      if (rule.matches(context)) {
        return rule.split();
      }
    }
    return definition.otherwise();
  }

  /** Whether every context gets {@link Route#LEGACY}. */
  public boolean isOff() {
    return constant == Route.LEGACY;
  }

  /** Whether some context may get {@code route}. */
  public boolean mayGive(Route route) {
    return routes.contains(route);
  }

  /** The one route that every context gets; {@code null} if there are several. */
  public @Nullable Route constant() {
    return constant;
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

  /** How its answers are compared. */
  public CompareSettings compare() {
    return definition.compare();
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
    return desired(definition).stream().anyMatch(route -> route.compareTo(floor) < 0);
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
    String desired = definition.otherwise() + rules(rules.length);
    return ceiling == Route.NEW
        ? desired + bound
        : constant == floor
            ? lower(floor) + " (desired: " + desired + ")" + bound
            : desired + ", at most " + lower(ceiling) + bound;
  }

  private static String rules(int count) {
    return count == 0 ? "" : count == 1 ? "; 1 rule" : "; " + count + " rules";
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name() + ": " + summary();
  }
}
