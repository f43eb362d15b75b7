package dev.compat.flag;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Divides contexts among the routes by the buckets of their ids. Immutable.
 *
 * <p>The buckets are stacked, the least safe route first and LEGACY last: raising the share of NEW
 * takes nobody off NEW. A share of all or nothing does not look at the context; otherwise one
 * without an id is of the rest.
 */
final class Split {

  private static final Route[] ROUTES = Route.values();

  /** By route, the first bucket that is beyond its share: those of NEW end first. */
  private final int[] ends = new int[ROUTES.length];

  private final @Nullable Route constant;
  private final @Nullable By by;

  /**
   * Divides by share.
   *
   * @param shares how many of the 100,000 buckets each route gets; LEGACY gets the rest
   * @param by whose calls stay together; {@code null} only if one route gets all
   */
  Split(Map<Route, Integer> shares, @Nullable By by) {
    int end = 0;
    for (int i = ROUTES.length - 1; i > 0; i--) {
      end += shares.getOrDefault(ROUTES[i], 0);
      ends[i] = end;
    }
    ends[0] = Math.max(end, Buckets.COUNT);
    this.by = by;
    this.constant =
        Arrays.stream(ROUTES).filter(r -> share(r) >= Buckets.COUNT).findFirst().orElse(null);
  }

  static Split all(Route route) {
    return new Split(route == Route.LEGACY ? Map.of() : Map.of(route, Buckets.COUNT), null);
  }

  /** The one route that every context gets; {@code null} if there are several. */
  @Nullable Route constant() {
    return constant;
  }

  /** Every route that some context may get. */
  Set<Route> routes() {
    if (constant != null) {
      return EnumSet.of(constant);
    }
    Set<Route> routes = EnumSet.of(Route.LEGACY);
    Arrays.stream(ROUTES).filter(route -> share(route) > 0).forEach(routes::add);
    return routes;
  }

  Route route(Context context) {
    return constant != null ? constant : bucketed(context);
  }

  private Route bucketed(Context context) {
    int bucket = by == null ? By.NO_ID : by.bucket(context);
    return bucket == By.NO_ID ? Route.LEGACY : at(bucket);
  }

  /** The route of those in a bucket. */
  Route at(int bucket) {
    for (int i = ROUTES.length - 1; i > 0; i--) {
      if (bucket < ends[i]) {
        return ROUTES[i];
      }
    }
    return Route.LEGACY;
  }

  /** Whose calls stay together; {@code null} if it makes no difference. */
  @Nullable By by() {
    return constant == null ? by : null;
  }

  /** By route, those that get any but LEGACY, how many buckets it gets; the least safe first. */
  Map<Route, Integer> parts() {
    Map<Route, Integer> parts = new LinkedHashMap<>();
    ends().keySet().forEach(route -> parts.put(route, share(route)));
    return parts;
  }

  /** By route, those that get any but LEGACY, the first bucket beyond their share. */
  Map<Route, Integer> ends() {
    Map<Route, Integer> beyond = new LinkedHashMap<>();
    for (int i = ROUTES.length - 1; i > 0; i--) {
      if (share(ROUTES[i]) > 0) {
        beyond.put(ROUTES[i], ends[i]);
      }
    }
    return beyond;
  }

  /** How many buckets the route gets. */
  @SuppressWarnings("EnumOrdinal") // arrays, for the hot path
  private int share(Route route) {
    int i = route.ordinal();
    return i == ROUTES.length - 1 ? ends[i] : ends[i] - ends[i + 1];
  }

  /** Whether more is given away than there is. */
  boolean isTooMuch() {
    return ends[1] > Buckets.COUNT;
  }

  /** One line: {@code new 5 %, shadow 20 % by tenant, rest legacy}. */
  @Override
  public String toString() {
    if (constant != null || by == null) {
      return String.valueOf(constant).toLowerCase(Locale.ROOT);
    }
    StringJoiner shares = new StringJoiner(", ");
    for (int i = ROUTES.length - 1; i > 0; i--) {
      if (share(ROUTES[i]) > 0) {
        String name = ROUTES[i].name().toLowerCase(Locale.ROOT);
        shares.add(name + " " + percent(share(ROUTES[i])) + " %");
      }
    }
    return shares + " by " + by + ", rest legacy";
  }

  /** The sum of the shares in percent. */
  String total() {
    return percent(ends[1]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Split same
        && Arrays.equals(ends, same.ends)
        && Objects.equals(by(), same.by());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }

  static String percent(int steps) {
    return BigDecimal.valueOf(steps, 3).stripTrailingZeros().toPlainString();
  }
}
