package dev.compat;

import dev.compat.flag.Route;
import java.util.Set;

/**
 * A change of the routes of a migration. Immutable.
 *
 * @param migration the migration's name
 * @param before the routes that calls could get until now
 * @param after the routes that they can get from now on; the same, where shares or rules changed
 */
public record RouteChange(String migration, Set<Route> before, Set<Route> after) {
  /** Copies the routes. */
  public RouteChange {
    before = Set.copyOf(before);
    after = Set.copyOf(after);
  }

  /** Whether the replacement could answer calls until now. */
  public boolean answeredNew() {
    return before.stream().anyMatch(Route::answersNew);
  }

  /** Whether the replacement can answer calls from now on. */
  public boolean answersNew() {
    return after.stream().anyMatch(Route::answersNew);
  }
}
