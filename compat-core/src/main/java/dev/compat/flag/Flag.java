package dev.compat.flag;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that turn a call's context into a route, for one migration.
 *
 * <p>Immutable, so safe for use by several threads. The first rule that matches decides, else the
 * flag's own route; the answer is never less safe than the ceiling.
 */
public final class Flag {
  private final Definition definition;
  private final Route ceiling;

  /** Kept as an array for the hot path. */
  private final Rule[] rules;

  private final Set<Route> routes;
  private final @Nullable Route constant;

  Flag(Definition definition, Route ceiling) {
    this.definition = definition;
    this.ceiling = ceiling;
    this.rules = definition.rules().toArray(Rule[]::new);
    this.routes = routes(definition, ceiling);
    this.constant = routes.size() == 1 ? routes.iterator().next() : null;
  }

  /** What a flag is made of, as the file has it. */
  record Definition(
      String name,
      String where,
      List<Rule> rules,
      Split otherwise,
      boolean kill,
      boolean records,
      ShadowSettings shadow,
      CompareSettings compare,
      Map<String, String> context) {}

  private static Set<Route> routes(Definition definition, Route ceiling) {
    Set<Route> routes = EnumSet.noneOf(Route.class);
    definition.otherwise().routes().forEach(route -> routes.add(route.safer(ceiling)));
    for (Rule rule : definition.rules()) {
      rule.split().routes().forEach(route -> routes.add(route.safer(ceiling)));
    }
    return routes;
  }

  /** The migration's name. */
  public String name() {
    return definition.name();
  }

  /**
   * The route of a call.
   *
   * <p>Runs on the caller's thread: no locks, and of its own no allocation but one small object
   * while a share is hashed. Never throws: where the context does, the answer is {@link
   * Route#LEGACY}.
   */
  public Route route(Context context) {
    Route always = constant;
    if (always != null) {
      return always;
    }
    try {
      return split(context).route(context).safer(ceiling);
    } catch (Throwable e) { // a context runs code of the application, whatever that may throw
      return Route.LEGACY;
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

  /** This flag with every answer the safer of its own and {@code ceiling}. */
  public Flag atMost(Route ceiling) {
    Route lower = ceiling.safer(this.ceiling);
    return lower == this.ceiling ? this : new Flag(definition, lower);
  }

  /** One line for people: {@code new 5 % by tenant, rest legacy; 2 rules}. */
  public String summary() {
    if (definition.kill()) {
      return "legacy (kill)";
    }
    String desired = definition.otherwise() + rules(rules.length);
    return ceiling == Route.NEW
        ? desired
        : isOff() ? "legacy (desired: " + desired + ")" : desired + ", at most " + lower(ceiling);
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
