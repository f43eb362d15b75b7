package dev.compat.flag;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Divides contexts among the routes by the bucket of one attribute. Immutable.
 *
 * <p>The buckets are stacked, the least safe route first and LEGACY last: raising the share of NEW
 * takes nobody off NEW. A share of all or nothing does not look at the context; otherwise one
 * without the attribute is of the rest.
 */
final class Split {

  private static final Route[] ROUTES = Route.values();

  /** By route, the first bucket that is beyond its share: those of NEW end first. */
  private final int[] ends = new int[ROUTES.length];

  private final @Nullable Route constant;
  private final @Nullable Buckets buckets;

  /**
   * Divides by share.
   *
   * @param shares how many of the 100,000 buckets each route gets; LEGACY gets the rest
   * @param buckets what assigns them; {@code null} only if one route gets all
   */
  Split(Map<Route, Integer> shares, @Nullable Buckets buckets) {
    int end = 0;
    for (int i = ROUTES.length - 1; i > 0; i--) {
      end += shares.getOrDefault(ROUTES[i], 0);
      ends[i] = end;
    }
    ends[0] = Math.max(end, Buckets.COUNT);
    this.buckets = buckets;
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
    String id = buckets == null ? null : context.get(buckets.kind());
    if (buckets == null || id == null || id.isEmpty()) {
      return Route.LEGACY;
    }
    int bucket = buckets.bucket(id);
    for (int i = ROUTES.length - 1; i > 0; i--) {
      if (bucket < ends[i]) {
        return ROUTES[i];
      }
    }
    return Route.LEGACY;
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
    if (constant != null || buckets == null) {
      return String.valueOf(constant).toLowerCase(Locale.ROOT);
    }
    StringJoiner shares = new StringJoiner(", ");
    for (int i = ROUTES.length - 1; i > 0; i--) {
      if (share(ROUTES[i]) > 0) {
        String name = ROUTES[i].name().toLowerCase(Locale.ROOT);
        shares.add(name + " " + percent(share(ROUTES[i])) + " %");
      }
    }
    return shares + " by " + buckets.kind() + ", rest legacy";
  }

  /** The sum of the shares in percent. */
  String total() {
    return percent(ends[1]);
  }

  private static String percent(int steps) {
    return BigDecimal.valueOf(steps, 3).stripTrailingZeros().toPlainString();
  }
}
