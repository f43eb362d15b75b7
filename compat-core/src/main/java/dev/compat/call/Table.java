package dev.compat.call;

import dev.compat.compare.CompareRules;
import dev.compat.compare.Comparison;
import dev.compat.flag.CallContext;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Pins;
import dev.compat.flag.Route;
import dev.compat.flag.ShadowSettings;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for one call from its beginning to its end: one state of a flag, with what it
 * reads, how it compares, and what becomes of its routes where they are not permitted. Immutable.
 */
public final class Table {

  private static final Route[] ROUTES = Route.values();

  final @Nullable Flag flag;
  final @Nullable ContextReaders readers;
  final @Nullable Pins pins;
  final Comparison comparison;

  /** The context key that says who a call is for; null if none does. */
  final @Nullable String unit;

  private final ShadowSettings shadow;

  /** By kind of permits, the route of every call; null where the context decides. */
  private final @Nullable Route[] always = new @Nullable Route[Permits.kinds()];

  /** By kind of permits and by route, what becomes of it. */
  private final Route[][] inForce = new Route[Permits.kinds()][ROUTES.length];

  private Table(
      @Nullable Flag flag,
      @Nullable ContextReaders readers,
      @Nullable Pins pins,
      Comparison comparison) {
    this.flag = flag;
    this.readers = readers;
    this.pins = pins;
    this.comparison = comparison;
    this.unit = flag == null || readers == null ? null : flag.unit();
    this.shadow = flag == null ? ShadowSettings.DEFAULT : flag.shadow();
    for (int kind = 0; kind < always.length; kind++) {
      fill(kind);
    }
  }

  private void fill(int kind) {
    Set<Route> asked = flag == null ? EnumSet.of(Route.LEGACY) : flag.routes();
    Route floor = flag == null ? Route.LEGACY : flag.floor();
    boolean isDrawn = flag != null && flag.splitsByCall();
    Map<Route, Route> known = Permits.ofKind(kind).inForce(asked, floor, isDrawn);
    for (int i = 0; i < ROUTES.length; i++) {
      inForce[kind][i] = known.getOrDefault(ROUTES[i], Route.LEGACY);
    }
    Set<Route> left = EnumSet.noneOf(Route.class);
    asked.forEach(route -> left.add(inForce(kind, route)));
    always[kind] = left.size() == 1 ? left.iterator().next() : null;
  }

  /** Sends every call to legacy. */
  static Table off() {
    return new Table(null, null, null, Comparison.exact());
  }

  static Table of(
      Flag flag, @Nullable ContextReaders readers, @Nullable Pins pins, CompareRules code) {
    return new Table(flag, readers, pins, Comparison.of(flag.compare().and(code)));
  }

  /** The same, compared by these rules in code besides the flag's. */
  Table comparedBy(CompareRules code) {
    return flag == null ? this : of(flag, readers, pins, code);
  }

  /**
   * The route of a call: the flag's, or the one that its unit of work is pinned to.
   *
   * <p>Where the flag's route is not permitted and so the other side answers, that says nothing of
   * the unit's side: else a call whose route was refused would be on the new side once the flag
   * goes back.
   */
  Route route(int kind, Flag flag, CallContext context) {
    Route desired = flag.route(context);
    return pins == null || inForce(kind, desired).answersNew() != desired.answersNew()
        ? desired
        : pins.route(flag, desired, context, context.receiver());
  }

  ShadowSettings shadow() {
    return shadow;
  }

  /** Whether the caller's thread runs both arms. */
  boolean isOnCaller() {
    return shadow.isOnCaller();
  }

  /** The route of every call of a join point; null where the context decides. */
  @Nullable Route always(int kind) {
    return always[kind];
  }

  /** What becomes of the route that a flag gives. */
  @SuppressWarnings("EnumOrdinal") // an index for the hot path
  Route inForce(int kind, Route asked) {
    return inForce[kind][asked.ordinal()];
  }

  /** Where a call goes whose context cannot be read: the safest, and nothing is compared. */
  Route worst(int kind) {
    Route floor = inForce(kind, flag == null ? Route.LEGACY : flag.floor());
    return floor == Route.SHADOW ? Route.LEGACY : floor == Route.VERIFY ? Route.NEW : floor;
  }

  /** Whether the route of a call of that kind depends on its arguments. */
  boolean looksAtArguments(int kind) {
    return always[kind] == null && readers != null && readers.needsArguments();
  }
}
