package dev.compat.agent.cli;

import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.EvidenceReading;
import dev.compat.evidence.Report;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: what the evidence of all processes says. */
@Command(
    name = "report",
    description = {
      "Adds up the evidence of every process in the state folder, also of those that have ended,"
          + " and reports what it says of every migration and of what was observed.",
      "Exits 1 when a join point is on HOLD; else 2 when nothing was compared of a join point that"
          + " was called, in a migration that was shadowed, or of anything at all: no data is never"
          + " good news. Where there is no migration it exits 0 once a call was observed."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar report",
      "  java -jar compat-agent.jar report --adapters all",
      "  java -jar compat-agent.jar report --state /srv/app/state --format json"
    })
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--adapters",
      paramLabel = "VERSION|all",
      description =
          "The version of the adapters that the evidence is of. Default: for every migration that"
              + " of the process that started last, since what older adapters did says nothing"
              + " about what is in force.")
  private String adapters = AdapterVersions.LATEST;

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    StateFolder state = place.state(place.config());
    EvidenceReading all = read(state);
    AdapterVersions versions = AdapterVersions.of(all, adapters);
    EvidenceReading wanted = all.where(versions::wanted);
    if (wanted.lines().isEmpty() && wanted.observed().isEmpty()) {
      throw new Refusal(nothing(state, all));
    }
    Report report = Report.of(wanted);
    print(report);
    versions.leftOut(all).ifPresent(answer.err()::println);
    return report.holds() ? Cli.NO : compared(wanted, report) ? Cli.GOOD : Cli.NOT_ASKED;
  }

  private boolean observed(Report report) {
    if (!report.observes()) {
      answer.err().println("no call was observed; call what 'observe' in compat.yaml names");
    }
    return report.observes();
  }

  private static EvidenceReading read(StateFolder state) {
    try {
      return EvidenceLog.read(state.evidenceFiles());
    } catch (IOException e) {
      throw new Refusal(
          "the evidence in " + state.path() + " cannot be read (" + e + "); run as its owner");
    }
  }

  private String nothing(StateFolder state, EvidenceReading all) {
    int live = state.rollCall().live().size();
    String remedy =
        live == 0
            ? "; start the application with the agent and call it"
            : " yet; "
                + (live == 1 ? "1 process runs" : live + " processes run")
                + " with it: have calls made of what is to be routed or observed, and ask again in"
                + " a few seconds";
    return all.lines().isEmpty()
        ? "no evidence in " + state.path() + remedy
        : "no evidence of adapters '"
            + adapters
            + "'; there is some of "
            + String.join(", ", AdapterVersions.in(all));
  }

  private void print(Report report) {
    answer.out().print(answer.json() ? report.json(Instant.now()) + "\n" : report.text());
    answer.out().flush();
  }

  /** Whether all was that is to be; says what was not. */
  private boolean compared(EvidenceReading wanted, Report report) {
    if (wanted.lines().isEmpty()) {
      return observed(report);
    }
    boolean anything =
        wanted.lines().stream().anyMatch(line -> line.evidence().trials().compared() > 0);
    report
        .uncompared()
        .forEach(
            (migration, names) ->
                answer
                    .err()
                    .println(
                        "nothing was compared of " + migration + ": " + String.join(", ", names)));
    if (!anything && report.uncompared().isEmpty()) {
      answer.err().println("nothing was compared; route a migration to shadow to have it compared");
    }
    return anything && report.uncompared().isEmpty();
  }
}
