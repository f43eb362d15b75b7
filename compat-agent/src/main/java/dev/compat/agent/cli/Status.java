package dev.compat.agent.cli;

import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.Presence;
import dev.compat.state.Presence.Signs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} says.
 *
 * @param flags the fingerprint of the flag file; {@code null} where it is not known
 * @param live how many processes are live
 * @param silent how many are not heard of although they may run
 * @param processes all of these, and those that ended or vanished within {@link #RECENT}
 * @param problems one line each, with the process that has it
 */
record Status(
    String state,
    long revision,
    boolean killed,
    @Nullable String flags,
    int live,
    int silent,
    List<Row> processes,
    List<String> problems,
    boolean good) {

  /** How long a process is shown after its last word: ten minutes. */
  static final Duration RECENT = Duration.ofMinutes(10);

  /** From where a clock counts as wrong; file systems round times to two seconds. */
  private static final Duration SKEW = Duration.ofSeconds(3);

  /**
   * One process.
   *
   * @param lags what it has not applied yet: revision, kill file, flags
   */
  record Row(
      String process,
      boolean live,
      boolean silent,
      double seconds,
      double skewSeconds,
      List<String> lags,
      Heartbeat heartbeat) {}

  static Status of(Situation now) {
    List<Row> rows =
        now.rollCall().processes().stream()
            .filter(one -> one.signs() != Signs.GONE || one.age().compareTo(RECENT) <= 0)
            .map(presence -> row(now, presence))
            .toList();
    int live = now.rollCall().live().size();
    int silent = now.rollCall().silent().size();
    List<String> problems = problems(now, rows);
    boolean lags = rows.stream().anyMatch(row -> !row.lags().isEmpty());
    return new Status(
        now.state().path().toString(),
        now.decisions().revision().number(),
        now.decisions().killed(),
        now.flagsKnown() ? now.flags().fingerprint() : null,
        live,
        silent,
        rows,
        problems,
        live > 0 && silent == 0 && problems.isEmpty() && !lags);
  }

  private static Row row(Situation now, Presence presence) {
    return new Row(
        presence.name(),
        presence.live(),
        presence.silent(),
        seconds(presence.age()),
        seconds(presence.skew()),
        presence.live() ? lags(now, presence.heartbeat()) : List.of(),
        presence.heartbeat());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static List<String> lags(Situation now, Heartbeat heartbeat) {
    List<String> lags = new ArrayList<>();
    if (heartbeat.revision() < now.decisions().revision().number()) {
      lags.add("revision");
    }
    if (heartbeat.killed() != now.decisions().killed()) {
      lags.add("kill file");
    }
    if (now.flagsKnown() && !heartbeat.flags().equals(now.flags().fingerprint())) {
      lags.add("flags");
    }
    return lags;
  }

  private static List<String> problems(Situation now, List<Row> rows) {
    List<String> problems = new ArrayList<>(now.decisions().problems());
    if (now.flagFile() != null && now.unread() != null) {
      now.unread().lines().forEach(problems::add);
    }
    problems.addAll(now.rollCall().unreadable());
    now.rollCall().silent().stream()
        .map(presence -> presence.name() + ": " + Silence.describe(presence))
        .forEach(problems::add);
    rows.stream().filter(Row::live).forEach(row -> problems.addAll(problems(row)));
    return problems;
  }

  private static List<String> problems(Row row) {
    List<String> problems = new ArrayList<>();
    row.heartbeat().problems().forEach(problem -> problems.add(row.process() + ": " + problem));
    for (MigrationStatus migration : row.heartbeat().migrations()) {
      if (migration.arming() == MigrationStatus.Arming.FAILED) {
        String reason = migration.reason() == null ? "no reason given" : migration.reason();
        problems.add(row.process() + ": " + migration.migration() + " FAILED: " + reason);
      }
    }
    if (Math.abs(row.skewSeconds()) > seconds(SKEW)) {
      String side = row.skewSeconds() > 0 ? " s ahead" : " s behind";
      long by = Math.round(Math.abs(row.skewSeconds()));
      problems.add(row.process() + ": its clock is " + by + side + "; set it right");
    }
    return problems;
  }
}
