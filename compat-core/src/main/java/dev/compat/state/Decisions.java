package dev.compat.state;

import dev.compat.flag.Route;
import java.time.Instant;
import java.util.List;

/**
 * What a state folder says now: the revision in force, the kill file, and what was wrong with them.
 *
 * <p>Immutable.
 *
 * @param revision the newest revision, or what stands in for one that cannot be read
 * @param killed whether the file {@code OFF} is there
 * @param problems one message each, with the file and the remedy; empty when all is well
 */
public record Decisions(Revision revision, boolean killed, List<String> problems) {

  /** Copies the problems. */
  public Decisions {
    problems = List.copyOf(problems);
  }

  /** Returns the most that the kill file and the overrides allow a migration. */
  public Route ceiling(String migration, Instant now) {
    return killed ? Route.LEGACY : revision.ceiling(migration, now);
  }
}
