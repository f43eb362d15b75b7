package dev.compat.junit;

import dev.compat.config.Nearest;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.EvidenceReading;
import dev.compat.flag.Route;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.MigrationStatus.Arming;
import dev.compat.state.ProcessId;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this process says of itself in the state folder: the agent in it, or the library. */
final class OwnProcess {

  private static final long STEP_MILLIS = 20;
  private static final Instant BEGIN =
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

  private final StateFolder state;
  private final boolean isAgent;
  private final Duration patience;

  OwnProcess(RunningConfig running, Duration patience) {
    this.state = StateFolder.at(running.state());
    this.isAgent = running.isAgent();
    this.patience = patience;
  }

  /** The last words of what is at work in it. */
  private List<Heartbeat> heartbeats() {
    return state.heartbeats().stream()
        .filter(one -> isOurs(one.process()) && !one.at().isBefore(BEGIN))
        .filter(one -> !one.ended() && !one.detached())
        .toList();
  }

  private boolean isOurs(ProcessId id) {
    return id.pid() == ProcessHandle.current().pid()
        && id.isNear()
        && (!isAgent || id.part().isEmpty());
  }

  /** The migrations of those names, or all there are; waits until they are there. */
  Set<String> migrations(Collection<String> named) {
    Set<String> all =
        await(
            () -> {
              Set<String> there = new TreeSet<>();
              heartbeats().forEach(one -> one.migrations().forEach(m -> there.add(m.migration())));
              return there;
            },
            there -> !there.isEmpty() && there.containsAll(named) ? null : unknown(named, there));
    return named.isEmpty() ? all : Set.copyOf(named);
  }

  private String unknown(Collection<String> named, Set<String> there) {
    String whole =
        isAgent
            ? "the agent in this JVM has no heartbeat in " + state.path()
            : "nothing in this JVM has a heartbeat in "
                + state.path()
                + "; open Compat on this configuration before the test method, in @BeforeEach say";
    return there.isEmpty()
        ? whole
        : named.stream()
            .filter(one -> !there.contains(one))
            .map(one -> "there is no migration '" + one + "'; " + Nearest.remedy(one, there))
            .collect(Collectors.joining("\n"));
  }

  /** Waits until these flags are in force, and gives every migration as it stands. */
  Map<String, Status> awaitRoute(String fingerprint, Route route, Set<String> migrations) {
    return await(
        () -> statuses(migrations),
        there -> {
          String gone =
              there.values().stream()
                  .filter(status -> status.said.isEmpty())
                  .map(status -> "no heartbeat tells of " + status.migration + " any more")
                  .collect(Collectors.joining("\n"));
          return gone.isEmpty()
              ? missing(there, one -> isInForce(one, fingerprint, route), fingerprint, route)
              : gone;
        });
  }

  private static boolean isInForce(Said one, String fingerprint, Route route) {
    return one.hasRead(fingerprint)
        && one.migration.route().equals(route.name().toLowerCase(Locale.ROOT))
        && (route == Route.LEGACY || one.isArmed() || one.isUnused());
  }

  /** Waits until what is still at work here has read these flags. */
  void awaitRead(String fingerprint, Set<String> migrations) {
    await(
        () -> statuses(migrations),
        there -> missing(there, one -> one.hasRead(fingerprint), fingerprint, null));
  }

  private static @Nullable String missing(
      Map<String, Status> there,
      Predicate<Said> isThere,
      String fingerprint,
      @Nullable Route route) {
    List<String> wrong =
        there.values().stream()
            .flatMap(status -> status.said.stream())
            .filter(isThere.negate())
            .map(one -> one.told(fingerprint, route))
            .toList();
    return wrong.isEmpty() ? null : String.join("\n", wrong);
  }

  /**
   * Waits until every call that was made before flags were written again has its verdict.
   *
   * @param fingerprint of those flags, with which a heartbeat comes at once
   */
  Map<String, Status> awaitSettled(String fingerprint, Set<String> migrations) {
    return await(
        () -> statuses(migrations),
        there -> {
          List<String> wrong =
              there.values().stream()
                  .flatMap(status -> Stream.ofNullable(status.unsettled(fingerprint)))
                  .toList();
          return wrong.isEmpty() ? null : String.join("\n", wrong);
        });
  }

  private Map<String, Status> statuses(Set<String> migrations) {
    List<Heartbeat> heartbeats = heartbeats();
    Map<String, Status> all = new TreeMap<>();
    for (String migration : migrations) {
      List<Said> said = new ArrayList<>();
      for (Heartbeat heartbeat : heartbeats) {
        heartbeat.migrations().stream()
            .filter(one -> one.migration().equals(migration))
            .forEach(one -> said.add(new Said(one, heartbeat)));
      }
      all.put(migration, new Status(migration, said));
    }
    return all;
  }

  /** What one heartbeat says of a migration. */
  private record Said(MigrationStatus migration, Heartbeat heartbeat) {

    boolean hasRead(String fingerprint) {
      return heartbeat.flags().equals(fingerprint);
    }

    boolean isArmed() {
      return migration.arming() == Arming.ARMED;
    }

    /** It is armed when its legacy class is first used. */
    boolean isUnused() {
      return migration.arming() == Arming.OFF;
    }

    String told(String fingerprint, @Nullable Route route) {
      String reason = migration.reason();
      boolean hasRead = hasRead(fingerprint);
      String what =
          migration.migration()
              + (route == null ? " is not back where it was" : " is not on route " + route)
              + (hasRead
                  ? ": its route is '" + migration.route() + "'"
                  : ": the flags are not read")
              + ", it is "
              + migration.arming()
              + (reason == null ? "" : " (" + reason + ")")
              + ", says the heartbeat of "
              + heartbeat.at();
      Stream<String> problems =
          heartbeat.problems().stream()
              .filter(one -> !hasRead || one.contains(migration.migration()));
      return Stream.concat(Stream.of(what), problems).collect(Collectors.joining("\n  "));
    }
  }

  /** A migration as all of this process tell it: the agent, or every open {@code Compat}. */
  record Status(String migration, List<Said> said) {

    boolean isArmed() {
      return said.stream().allMatch(Said::isArmed);
    }

    boolean isUnused() {
      return said.stream().anyMatch(Said::isUnused);
    }

    long count(ToLongFunction<MigrationStatus> of) {
      return said.stream().mapToLong(one -> of.applyAsLong(one.migration)).sum();
    }

    Stream<String> problems() {
      return said.stream().flatMap(one -> one.heartbeat.problems().stream());
    }

    private @Nullable String unsettled(String fingerprint) {
      if (said.isEmpty() || !said.stream().allMatch(one -> one.hasRead(fingerprint))) {
        return migration
            + ": no heartbeat since the method returned; leave Compat open until it has";
      }
      long pending = count(MigrationStatus::pending);
      return pending == 0 ? null : migration + ": " + pending + " calls still wait for a verdict";
    }
  }

  /** The evidence of this process, once it is what is wanted, or after a while whatever it is. */
  EvidenceReading evidence(Predicate<EvidenceReading> wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    EvidenceReading reading = evidence();
    while (!wanted.test(reading) && System.nanoTime() < end) {
      pause();
      reading = evidence();
    }
    return reading;
  }

  private EvidenceReading evidence() {
    List<Path> files =
        heartbeats().stream()
            .map(one -> state.evidenceFile(one.process().name()))
            .filter(Files::exists)
            .toList();
    try {
      return EvidenceLog.read(files);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Looks again and again.
   *
   * @param missing what is missing yet, or null
   */
  private <T> T await(Supplier<T> look, Function<T, @Nullable String> missing) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      T seen = look.get();
      String what = missing.apply(seen);
      if (what == null) {
        return seen;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after " + patience.toSeconds() + " s " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a heartbeat", interrupted);
    }
  }
}
