package dev.compat.samples.orders;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A dozen tenants, of which few make most of the traffic. */
final class Tenants {

  /** The busiest first. Those whose names end with {@code shop} sell to consumers. */
  static final List<String> ALL =
      List.of(
          "acme",
          "globex",
          "teashop",
          "initech",
          "bookshop",
          "hats",
          "umbrella",
          "bikeshop",
          "stark",
          "wonka",
          "tyrell",
          "pawnshop");

  private Tenants() {}

  /** Some of the tenants, as one of several threads takes them. */
  static List<String> of(int thread, int threads) {
    return IntStream.range(0, ALL.size())
        .filter(index -> index % threads == thread)
        .mapToObj(ALL::get)
        .toList();
  }

  /** One of the tenants: the first is asked for twice as often as the second, and so on. */
  static String pick(List<String> tenants, Random random) {
    double whole = tenants.stream().mapToDouble(Tenants::weight).sum();
    double left = random.nextDouble() * whole;
    for (String tenant : tenants) {
      left -= weight(tenant);
      if (left < 0) {
        return tenant;
      }
    }
    return tenants.get(0);
  }

  private static double weight(String tenant) {
    return 1.0 / (1 + ALL.indexOf(tenant));
  }
}
