package dev.compat.agent.cli;

import dev.compat.evidence.ContextText;
import dev.compat.flag.Resolution;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.ObservedStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code status} for people. */
final class StatusText {

  private StatusText() {}

  static List<String> lines(Status status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "state "
            + status.state()
            + "   revision "
            + status.revision()
            + flags(status)
            + killed(status));
    lines.add(count(status));
    if (!status.processes().isEmpty()) {
      lines.add("");
      lines.addAll(table(status.processes()));
    }
    lines.addAll(context(status.processes()));
    if (status.processes().stream().anyMatch(row -> !row.heartbeat().observed().isEmpty())) {
      lines.add("");
      lines.addAll(observed(status.processes()));
    }
    if (!status.problems().isEmpty()) {
      lines.add("");
      lines.add("problems");
      status.problems().forEach(problem -> lines.add("  " + problem));
    }
    return lines;
  }

  /** Of every process that is shown, also of those that are gone: it is how often, not who. */
  private static List<String> context(List<Status.Row> rows) {
    Map<String, List<Resolution>> byMigration = new TreeMap<>();
    rows.stream()
        .flatMap(row -> row.heartbeat().migrations().stream())
        .filter(one -> !one.context().isEmpty())
        .forEach(
            one ->
                byMigration
                    .computeIfAbsent(one.migration(), name -> new ArrayList<>())
                    .addAll(one.context()));
    List<String> lines = new ArrayList<>();
    byMigration.forEach(
        (migration, all) -> {
          lines.add("");
          lines.add("context of " + migration);
          ContextText.lines(all.stream()).forEach(line -> lines.add("  " + line));
        });
    return lines;
  }

  private static String flags(Status status) {
    return status.flags() == null ? "" : "   flags " + status.flags();
  }

  private static String killed(Status status) {
    return status.killed() ? "   OFF: everything is legacy, or at its floor" : "";
  }

  private static String count(Status status) {
    int gone = status.processes().size() - status.live() - status.silent();
    String live = status.live() + (status.live() == 1 ? " live process" : " live processes");
    String silent = status.silent() == 0 ? "" : ", " + status.silent() + " silent";
    return live + silent + (gone == 0 ? "" : ", " + gone + " gone");
  }

  private static List<String> table(List<Status.Row> rows) {
    Table table =
        new Table(
            "PROCESS",
            "SEEN",
            ">REVISION",
            "FLAGS",
            "MIGRATION",
            "ARMING",
            "ROUTE",
            ">LEGACY",
            ">NEW",
            ">COMPARED",
            ">DIFFER",
            ">DROPPED");
    for (Status.Row row : rows) {
      List<MigrationStatus> migrations = row.heartbeat().migrations();
      if (migrations.isEmpty()) {
        add(table, process(row), List.of("-", "", "", "", "", "", "", ""));
      }
      for (int i = 0; i < migrations.size(); i++) {
        List<Object> process = i == 0 ? process(row) : List.of("", "", "", "");
        add(table, process, migration(migrations.get(i)));
      }
    }
    return table.lines();
  }

  private static List<String> observed(List<Status.Row> rows) {
    Table table = new Table("PROCESS", "OBSERVED", ">METHODS", ">CALLS", "");
    for (Status.Row row : rows) {
      String process = row.process();
      for (ObservedStatus observed : row.heartbeat().observed()) {
        table.row(
            process, observed.type(), observed.methods(), observed.calls(), standing(observed));
        process = "";
      }
    }
    return table.lines();
  }

  private static String standing(ObservedStatus observed) {
    if (!observed.on()) {
      return "not now";
    }
    return observed.methods() == 0 ? "not loaded yet, or nothing of it can be observed" : "";
  }

  private static void add(Table table, List<?> process, List<?> migration) {
    List<Object> cells = new ArrayList<>(process);
    cells.addAll(migration);
    table.row(cells.toArray());
  }

  private static List<Object> process(Status.Row row) {
    Heartbeat heartbeat = row.heartbeat();
    return List.of(
        row.process(),
        seen(row),
        heartbeat.revision() + mark(row, "revision"),
        heartbeat.flags() + mark(row, "flags"));
  }

  private static String mark(Status.Row row, String what) {
    return row.lags().contains(what) ? " lags" : "";
  }

  private static String seen(Status.Row row) {
    if (row.live()) {
      return row.lags().contains("kill file") ? "live, OFF lags" : "live";
    }
    String age = Silence.age(Duration.ofSeconds((long) row.seconds()));
    if (row.silent()) {
      return "silent " + age;
    }
    String end = row.heartbeat().detached() ? "detached " : "ended ";
    return (row.heartbeat().ended() ? end : "vanished ") + age + " ago";
  }

  private static List<Object> migration(MigrationStatus status) {
    String loader = status.loader() == null ? "" : " in " + status.loader();
    return List.of(
        status.migration() + loader,
        status.arming(),
        status.route(),
        status.legacyCalls(),
        status.newCalls(),
        status.compared(),
        status.mismatches(),
        status.dropped());
  }
}
