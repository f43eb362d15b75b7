package dev.compat.agent.cli;

import dev.compat.flag.Flag;
import dev.compat.state.Revision;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flags}: what is desired, what was decided, and what comes of both. */
@Command(
    name = "flags",
    description =
        "Shows for every migration what flags.yaml desires, what an override holds it to, and the"
            + " routes that come of both. Exits 2 when the flags are not valid.",
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar flags",
      "  java -jar compat-agent.jar flags --config /etc/app/compat.yaml --format json"
    })
final class FlagsCommand implements Callable<Integer> {

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  /** The whole answer. */
  record View(
      @Nullable String file,
      String fingerprint,
      @Nullable String state,
      long revision,
      boolean killed,
      List<Row> flags,
      List<String> problems) {}

  /** One migration. */
  record Row(
      String migration,
      @Nullable String desired,
      @Nullable RouteOverride override,
      String effective,
      @Nullable String where) {}

  @Override
  public Integer call() {
    Situation now = Situation.ofFlags(place);
    if (now.unread() != null) {
      throw new Refusal(now.unread());
    }
    View view = view(now);
    if (answer.json()) {
      answer.json(view);
    } else {
      text(view, answer.out());
    }
    return Cli.GOOD;
  }

  private static View view(Situation now) {
    StateFolder state = now.folder();
    return new View(
        now.flagFile(),
        now.flags().fingerprint(),
        state == null ? null : state.path().toString(),
        now.decisions().revision().number(),
        now.decisions().killed(),
        now.migrations().stream().map(migration -> row(now, migration)).toList(),
        now.decisions().problems());
  }

  private static Row row(Situation now, String migration) {
    Flag flag = now.flags().flag(migration);
    return new Row(
        migration,
        now.desired(migration),
        override(now.decisions().revision(), migration),
        now.effective(migration, now.decisions()),
        flag == null ? null : flag.where());
  }

  private static @Nullable RouteOverride override(Revision revision, String migration) {
    Instant now = Instant.now();
    return Stream.of(migration, Revision.ALL)
        .filter(revision.overrides()::containsKey)
        .map(name -> revision.overrides().get(name))
        .filter(override -> override.inForce(now))
        .reduce((own, all) -> own.route().safer(all.route()) == own.route() ? own : all)
        .orElse(null);
  }

  private static void text(View view, PrintWriter out) {
    out.println(
        "flags "
            + view.file
            + " "
            + view.fingerprint
            + (view.state == null
                ? "   no state folder"
                : "   state " + view.state + " revision " + view.revision));
    Table table = new Table("MIGRATION", "DESIRED", "OVERRIDE", "EFFECTIVE", "WHERE");
    for (Row row : view.flags) {
      table.row(
          row.migration,
          row.desired == null ? "no flag" : row.desired,
          row.override == null ? "-" : describe(row.override),
          row.effective,
          row.where == null ? "-" : row.where);
    }
    table.lines().forEach(out::println);
    if (view.killed) {
      out.println(
          "note: the file OFF in the state folder holds everything at legacy, or its floor");
    }
    view.problems.forEach(problem -> out.println("note: " + problem));
  }

  private static String describe(RouteOverride override) {
    String until = override.until() == null ? "" : " until " + override.until();
    return "at most "
        + override.route()
        + until
        + " ("
        + override.who()
        + ": "
        + override.why()
        + ")";
  }
}
