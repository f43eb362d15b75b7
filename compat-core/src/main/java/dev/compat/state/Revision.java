package dev.compat.state;

import dev.compat.flag.Route;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One decision of the operators: every override in force from then on, not only what changed.
 *
 * <p>Revisions are numbered from 1 and never change once written; 0 means that nothing has been
 * decided. Immutable.
 *
 * @param number its place in the order of decisions
 * @param overrides by migration, {@link #ALL} for every migration; sorted, unmodifiable
 * @param who the person or trigger that decided
 * @param why the reason they gave
 * @param when the time by the clock of the process that wrote it
 */
public record Revision(
    long number, Map<String, RouteOverride> overrides, String who, String why, Instant when) {

  /** The name under which an override holds for every migration. */
  public static final String ALL = "*";

  /** What is in force where nobody has decided anything: no overrides. */
  public static final Revision NONE = new Revision(0, Map.of(), "nobody", "", Instant.EPOCH);

  /**
   * Completes what a file written by hand may leave out: who, why and when.
   *
   * @throws NullPointerException if there are no overrides: a file without them says nothing, which
   *     is not the same as "none"
   */
  public Revision {
    overrides = Collections.unmodifiableMap(sorted(overrides));
    who = Objects.requireNonNullElse(who, "unknown");
    why = Objects.requireNonNullElse(why, "");
    when = Objects.requireNonNullElse(when, Instant.EPOCH);
  }

  private static Map<String, RouteOverride> sorted(Map<String, RouteOverride> overrides) {
    Map<String, RouteOverride> sorted =
        new TreeMap<>(Objects.requireNonNull(overrides, "overrides"));
    sorted.values().forEach(override -> Objects.requireNonNull(override, "override"));
    return sorted;
  }

  /**
   * Returns the most that the overrides allow a migration; {@code NEW} where there are none. An
   * override can take a migration back, never forward.
   *
   * @param migration the migration's name
   * @param now the time at which an override with an end is in force or not
   */
  public Route ceiling(String migration, Instant now) {
    return only(migration, now).safer(only(ALL, now));
  }

  private Route only(String name, Instant now) {
    RouteOverride override = overrides.get(name);
    return override != null && override.inForce(now) ? override.route() : Route.NEW;
  }
}
