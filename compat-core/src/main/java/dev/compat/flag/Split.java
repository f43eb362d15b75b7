package dev.compat.flag;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Divides contexts among the routes by the bucket of one attribute.
 *
 * <p>The buckets are stacked: the first {@code fresh} go to NEW, the next {@code shadow} to SHADOW,
 * the rest to LEGACY. So raising the share of NEW takes nobody off NEW. A share of all or nothing
 * does not look at the context; otherwise one without the attribute is of the rest.
 *
 * @param fresh how many of the 100,000 buckets go to NEW
 * @param shadow how many go to SHADOW
 * @param buckets what assigns them; {@code null} only if {@link #constant} is not
 */
record Split(int fresh, int shadow, @Nullable Buckets buckets) {

  static Split all(Route route) {
    return new Split(
        route == Route.NEW ? Buckets.COUNT : 0, route == Route.SHADOW ? Buckets.COUNT : 0, null);
  }

  /** The one route that every context gets; {@code null} if there are several. */
  @Nullable Route constant() {
    if (fresh == Buckets.COUNT) {
      return Route.NEW;
    }
    if (fresh == 0 && shadow == Buckets.COUNT) {
      return Route.SHADOW;
    }
    return fresh == 0 && shadow == 0 ? Route.LEGACY : null;
  }

  /** Every route that some context may get. */
  Set<Route> routes() {
    Route constant = constant();
    if (constant != null) {
      return EnumSet.of(constant);
    }
    Set<Route> routes = EnumSet.of(Route.LEGACY);
    if (fresh > 0) {
      routes.add(Route.NEW);
    }
    if (shadow > 0) {
      routes.add(Route.SHADOW);
    }
    return routes;
  }

  Route route(Context context) {
    Route constant = constant();
    return constant != null ? constant : bucketed(context);
  }

  private Route bucketed(Context context) {
    String id = buckets == null ? null : context.get(buckets.kind());
    if (buckets == null || id == null || id.isEmpty()) {
      return Route.LEGACY;
    }
    int bucket = buckets.bucket(id);
    if (bucket < fresh) {
      return Route.NEW;
    }
    return bucket < fresh + shadow ? Route.SHADOW : Route.LEGACY;
  }

  /** One line: {@code new 5 %, shadow 20 % by tenant, rest legacy}. */
  @Override
  public String toString() {
    Route constant = constant();
    if (constant != null || buckets == null) {
      return String.valueOf(constant).toLowerCase(Locale.ROOT);
    }
    String shares =
        shadow == 0
            ? share("new", fresh)
            : fresh == 0
                ? share("shadow", shadow)
                : share("new", fresh) + ", " + share("shadow", shadow);
    return shares + " by " + buckets.kind() + ", rest legacy";
  }

  /** The sum of the shares in percent. */
  String total() {
    return percent(fresh + shadow);
  }

  private static String share(String name, int steps) {
    return name + " " + percent(steps) + " %";
  }

  private static String percent(int steps) {
    return BigDecimal.valueOf(steps, 3).stripTrailingZeros().toPlainString();
  }
}
