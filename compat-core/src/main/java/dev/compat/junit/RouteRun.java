package dev.compat.junit;

import dev.compat.evidence.EvidenceLine;
import dev.compat.evidence.EvidenceReading;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.Report;
import dev.compat.evidence.ReportedGroup;
import dev.compat.flag.Route;
import dev.compat.junit.OwnProcess.Status;
import dev.compat.state.MigrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** One run of a test method with a route in force, and what became of its calls. */
final class RouteRun {

  /** Evidence is written every five seconds. */
  private static final Duration EVIDENCE = Duration.ofSeconds(12);

  private final OwnProcess process;
  private final TestFlags flags;
  private final Route route;
  private final boolean isNamed;
  private final Set<String> migrations;

  private RouteRun(
      OwnProcess process, TestFlags flags, Route route, boolean isNamed, Set<String> migrations) {
    this.process = process;
    this.flags = flags;
    this.route = route;
    this.isNamed = isNamed;
    this.migrations = migrations;
  }

  /** Finds what is routed; changes nothing yet. */
  static RouteRun begin(CompatTest test, Route route) {
    RunningConfig running = RunningConfig.find();
    OwnProcess process = new OwnProcess(running, Duration.ofSeconds(test.timeoutSeconds()));
    TestFlags flags = TestFlags.of(running.config().flags(), test.flags());
    Set<String> migrations = process.migrations(List.of(test.migrations()));
    return new RouteRun(process, flags, route, test.migrations().length > 0, migrations);
  }

  /** Runs the method with the route in force, and puts back what was in force before. */
  void around(Invocation<Void> method) throws Throwable {
    Map<String, Status> before;
    Map<String, Status> after;
    Instant start;
    try {
      before = process.awaitRoute(flags.route(route, migrations), route, migrations);
      start = Instant.now();
      method.proceed();
      after = isToLookAt(before) ? settled() : before;
    } catch (Throwable failure) {
      restoreAfter(failure);
      throw failure;
    }
    restore(); // and other flags have evidence written at once
    new Counts(before, after, start).check();
  }

  private Map<String, Status> settled() {
    return process.awaitSettled(flags.route(route, migrations), migrations);
  }

  private boolean compares() {
    return route == Route.SHADOW || route == Route.VERIFY;
  }

  /** What is armed stays so. */
  private boolean isToLookAt(Map<String, Status> before) {
    boolean mayBeLate = before.values().stream().anyMatch(Status::isUnused);
    return compares() || (route != Route.LEGACY && mayBeLate);
  }

  private void restore() {
    process.awaitRead(flags.restore(), migrations);
  }

  private void restoreAfter(Throwable failure) {
    try {
      restore();
    } catch (RuntimeException more) {
      failure.addSuppressed(more);
    }
  }

  /** What became of the calls of one run. */
  private final class Counts {
    private final Map<String, Status> before;
    private final Map<String, Status> after;
    private final Instant start;

    Counts(Map<String, Status> before, Map<String, Status> after, Instant start) {
      this.before = before;
      this.after = after;
      this.start = start;
    }

    void check() {
      requireArmed();
      if (compares()) {
        requireMatches();
        requireComparisons();
      }
    }

    /** While a migration is being armed legacy answers, and nobody can tell how many calls. */
    private void requireArmed() {
      String late =
          before.values().stream()
              .filter(one -> route != Route.LEGACY && !one.isArmed())
              .map(Status::migration)
              .filter(one -> !status(after, one).isUnused())
              .collect(Collectors.joining(", "));
      if (!late.isEmpty()) {
        throw new AssertionError(
            late
                + ": its legacy class was first used by this method, and legacy answered until it"
                + " was armed; use the class once in @BeforeEach, or run route LEGACY first");
      }
    }

    private void requireMatches() {
      long mismatches = since(migrations, MigrationStatus::mismatches);
      if (mismatches > 0) {
        throw new AssertionError(mismatched(mismatches));
      }
    }

    private void requireComparisons() {
      Stream<Set<String>> needed =
          isNamed ? migrations.stream().map(Set::of) : Stream.of(migrations);
      String uncompared =
          needed
              .filter(one -> since(one, MigrationStatus::compared) == 0)
              .map(one -> String.join(", ", one))
              .collect(Collectors.joining(", "));
      if (!uncompared.isEmpty()) {
        throw new AssertionError(
            uncompared + ": nothing was compared on route " + route + why(uncompared));
      }
    }

    private static Status status(Map<String, Status> statuses, String migration) {
      return statuses.getOrDefault(migration, new Status(migration, List.of()));
    }

    private long since(Set<String> which, ToLongFunction<MigrationStatus> count) {
      return which.stream()
          .mapToLong(one -> status(after, one).count(count) - status(before, one).count(count))
          .sum();
    }

    private String mismatched(long mismatches) {
      long compared = since(migrations, MigrationStatus::compared);
      long wanted = total(after, MigrationStatus::mismatches);
      EvidenceReading evidence =
          process.evidence(reading -> mismatched(reading) >= wanted, EVIDENCE);
      String groups =
          Report.of(ours(evidence)).groups().stream()
              .filter(one -> !one.group().last().isBefore(start))
              .map(ReportedGroup::text)
              .collect(Collectors.joining("\n"));
      return mismatches
          + " of "
          + compared
          + " calls that were compared on route "
          + route
          + " differ"
          + (groups.isEmpty() ? "" : "; counted since this JVM began:\n" + groups);
    }

    private long total(Map<String, Status> statuses, ToLongFunction<MigrationStatus> count) {
      return statuses.values().stream().mapToLong(one -> one.count(count)).sum();
    }

    private EvidenceReading ours(EvidenceReading reading) {
      return reading.where(line -> migrations.contains(line.evidence().migration()));
    }

    private long mismatched(EvidenceReading reading) {
      return ours(reading).lines().stream()
          .map(EvidenceLine::evidence)
          .mapToLong(one -> one.trials().mismatched())
          .sum();
    }

    /** What the process says of calls that came to nothing. */
    private String why(String uncompared) {
      List<String> problems = after.values().stream().flatMap(Status::problems).distinct().toList();
      long dropped = since(migrations, MigrationStatus::dropped);
      long incomparable = since(migrations, MigrationStatus::incomparable);
      EvidenceReading evidence =
          process.evidence(
              reading -> incomparable == 0 || reasons(reading).findAny().isPresent(), EVIDENCE);
      String reasons =
          Stream.of(
                  problems.stream(),
                  dropped == 0 ? Stream.<String>empty() : Stream.of(dropped + " dropped"),
                  reasons(evidence).distinct())
              .flatMap(all -> all)
              .collect(Collectors.joining("\n  "));
      return reasons.isEmpty()
          ? "; does the method call a join point of " + uncompared + "?"
          : "\n  " + reasons;
    }

    private Stream<String> reasons(EvidenceReading reading) {
      return ours(reading).lines().stream().map(EvidenceLine::evidence).flatMap(RouteRun::reasons);
    }
  }

  private static Stream<String> reasons(JoinPointSnapshot point) {
    return Stream.concat(
        point.suspended().stream().map(why -> point.joinPoint() + ": " + why),
        point.incomparable().entrySet().stream()
            .map(
                why ->
                    point.joinPoint() + ": " + why.getValue() + " incomparable, " + why.getKey()));
  }
}
