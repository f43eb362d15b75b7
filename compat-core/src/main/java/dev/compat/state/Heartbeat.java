package dev.compat.state;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What one process last said of itself.
 *
 * <p>Immutable.
 *
 * @param process which process
 * @param at when it said so, by its own clock
 * @param version the toolkit's version
 * @param revision the revision that it has applied to all its migrations
 * @param killed whether it obeys a file {@code OFF}
 * @param flags the fingerprint of the flags that it has applied
 * @param problems what it could not do as configured, one message each
 * @param migrations its migrations
 * @param ended whether it has shut down in order, so that this is its last word
 * @param observed the classes that it observes
 * @param detached whether the toolkit has left it, and it goes on without
 */
public record Heartbeat(
    ProcessId process,
    Instant at,
    String version,
    long revision,
    boolean killed,
    String flags,
    List<String> problems,
    List<MigrationStatus> migrations,
    boolean ended,
    List<ObservedStatus> observed,
    boolean detached) {

  /** Completes what an older writer left out. */
  public Heartbeat {
    Objects.requireNonNull(process, "process");
    at = Objects.requireNonNullElse(at, Instant.EPOCH);
    version = Objects.requireNonNullElse(version, "");
    flags = Objects.requireNonNullElse(flags, "");
    problems = List.copyOf(Objects.requireNonNullElse(problems, List.of()));
    migrations = List.copyOf(Objects.requireNonNullElse(migrations, List.of()));
    observed = List.copyOf(Objects.requireNonNullElse(observed, List.of()));
  }

  /** Of a process that observes nothing, and that the toolkit has not left. */
  public Heartbeat(
      ProcessId process,
      Instant at,
      String version,
      long revision,
      boolean killed,
      String flags,
      List<String> problems,
      List<MigrationStatus> migrations,
      boolean ended) {
    this(
        process,
        at,
        version,
        revision,
        killed,
        flags,
        problems,
        migrations,
        ended,
        List.of(),
        false);
  }
}
