package dev.compat.state;

import dev.compat.flag.Route;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The most that a migration may be routed to.
 *
 * <p>A route of a newer toolkit, unknown here, is read as {@code LEGACY}.
 *
 * @param route the ceiling: what is safer stays as it is
 * @param who the person or trigger that set it
 * @param why the reason they gave
 * @param when the time it was set
 * @param until the time from which it no longer holds; {@code null} is until it is lifted
 */
public record RouteOverride(
    Route route, String who, String why, Instant when, @Nullable Instant until) {

  /** Completes what a file written by hand may leave out. */
  public RouteOverride {
    route = Objects.requireNonNullElse(route, Route.LEGACY);
    who = Objects.requireNonNullElse(who, "unknown");
    why = Objects.requireNonNullElse(why, "");
    when = Objects.requireNonNullElse(when, Instant.EPOCH);
  }

  /** Returns an override that holds until it is lifted. */
  public static RouteOverride of(Route route, String who, String why, Instant when) {
    return new RouteOverride(route, who, why, when, null);
  }

  /** Returns whether this override holds at that time. */
  public boolean inForce(Instant now) {
    return until == null || now.isBefore(until);
  }
}
