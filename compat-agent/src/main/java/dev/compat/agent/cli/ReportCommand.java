package dev.compat.agent.cli;

import dev.compat.evidence.EvidenceLine;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.EvidenceReading;
import dev.compat.evidence.Report;
import dev.compat.evidence.ReportDiff;
import dev.compat.state.OwnerOnly;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
          + " was called, or noise leaves less to judge than it hides, in a migration that was shadowed, or of anything at all: no data is never"
          + " good news. Where there is no migration it exits 0 once a call was observed."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar report",
      "  java -jar compat-agent.jar report --version all",
      "  java -jar compat-agent.jar report --html report.html",
      "  java -jar compat-agent.jar report --diff 1.4 1.5",
      "  java -jar compat-agent.jar report --junit M1 --to ../plugin/src/test/java",
      "  java -jar compat-agent.jar report --state /srv/app/state --format json"
    })
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = {"--version", "--adapters"},
      paramLabel = "VERSION|all",
      description =
          "The version of the adapters, or of the application, that the evidence is of; 'all' shows"
              + " each by itself. Default: for every migration that of the process that started"
              + " last, since what others did says nothing about what is in force.")
  private String version = EvidenceVersions.LATEST;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes the report as one HTML file that needs nothing else, for its owner alone.")
  private @Nullable Path html;

  @Option(
      names = "--diff",
      arity = "2",
      paramLabel = "BEFORE AFTER",
      description =
          "Compares two runs: each a state folder, or in one state folder a version, or a"
              + " process. Exits 1 when something got worse: a mismatch group is new or its share"
              + " larger than chance explains, or that of incomparable calls, or a join point is no"
              + " longer compared.")
  private @Nullable List<String> diff;

  @Option(
      names = "--junit",
      paramLabel = "M1",
      description =
          "Writes a JUnit test of one mismatch group, from its smallest example: that the adapter"
              + " answers as legacy did. Needs 'values: all', or what 'values: redacted' leaves"
              + " whole.")
  private @Nullable String junit;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "The folder of test sources that --junit writes to; default src/test/java.")
  private Path sources = Path.of("src", "test", "java");

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    if (diff != null) {
      return compare(diff.get(0), diff.get(1));
    }
    StateFolder state = place.state(place.config());
    EvidenceReading all = read(state);
    EvidenceVersions versions = EvidenceVersions.of(all, version);
    EvidenceReading wanted = all.where(versions::wanted);
    if (wanted.lines().isEmpty() && wanted.observed().isEmpty()) {
      throw new Refusal(nothing(state, all));
    }
    Report report = Report.of(wanted);
    if (junit != null) {
      Path file = RegressionTest.write(report, junit, place.config(), sources);
      answer.out().println(junit + "  written to " + file);
      answer.out().flush();
      return Cli.GOOD;
    }
    print(report);
    versions.leftOut(all).ifPresent(answer.err()::println);
    return report.holds() ? Cli.NO : compared(wanted, report) ? Cli.GOOD : Cli.NOT_ASKED;
  }

  private int compare(String before, String after) {
    EvidenceReading one = side(before);
    EvidenceReading other = side(after);
    ReportDiff difference = ReportDiff.of(one, other);
    answer.out().print(answer.json() ? difference.json() + "\n" : difference.text());
    answer.out().flush();
    if (!difference.saysAnything()) {
      answer.err().println("no join point was compared both times");
    }
    return difference.isWorse() ? Cli.NO : difference.saysAnything() ? Cli.GOOD : Cli.NOT_ASKED;
  }

  /** What one side of a difference names. */
  private EvidenceReading side(String name) {
    Path folder = path(name);
    if (folder != null && Files.isDirectory(folder)) {
      EvidenceReading all = read(StateFolder.at(folder));
      EvidenceVersions versions = EvidenceVersions.of(all, version);
      versions
          .others(all)
          .ifPresent(
              others ->
                  answer
                      .err()
                      .println(
                          "left out of "
                              + name
                              + ": evidence of other versions ("
                              + others
                              + "); --version picks one"));
      return named(name, all, all.where(versions::wanted));
    }
    EvidenceReading all = read(place.state(place.config()));
    return named(
        name,
        all,
        all.where(line -> EvidenceVersions.isOf(line, name) || line.process().equals(name)));
  }

  private static @Nullable Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static EvidenceReading named(String name, EvidenceReading all, EvidenceReading wanted) {
    if (wanted.lines().isEmpty()) {
      String processes =
          all.lines().stream()
              .map(EvidenceLine::process)
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      throw new Refusal(
          "no evidence of '"
              + name
              + "': it is no state folder, and there is evidence of versions "
              + String.join(", ", EvidenceVersions.in(all))
              + " and of processes "
              + processes);
    }
    List<String> several = EvidenceVersions.several(wanted);
    if (!several.isEmpty()) {
      throw new Refusal(
          "'"
              + name
              + "' has evidence of versions "
              + String.join(", ", several)
              + ", and what one did says nothing about another: name one of them");
    }
    return wanted;
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
        : "no evidence of version '"
            + version
            + "'; there is some of "
            + String.join(", ", EvidenceVersions.in(all));
  }

  private void print(Report report) {
    if (html != null) {
      write(html, report.html(Instant.now()));
    }
    answer.out().print(answer.json() ? report.json(Instant.now()) + "\n" : report.text());
    answer.out().flush();
  }

  /** In the place of an older one, whose rights may be wider. */
  private static void write(Path file, String text) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text); // a pipe or a device
        return;
      }
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Path fresh = target.resolveSibling(target.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      OwnerOnly.create(fresh);
      Files.writeString(fresh, text);
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Refusal(file + " cannot be written (" + e + "); name another with --html");
    }
  }

  /** Whether all was that is to be; says what was not. */
  private boolean compared(EvidenceReading wanted, Report report) {
    if (wanted.lines().isEmpty()) {
      return observed(report);
    }
    boolean anything =
        wanted.lines().stream().anyMatch(line -> line.evidence().trials().compared() > 0);
    say("nothing was compared of", report.uncompared());
    say("too little can be judged of", report.unjudged());
    if (!anything && report.uncompared().isEmpty()) {
      answer.err().println("nothing was compared; route a migration to shadow to have it compared");
    }
    return anything && report.uncompared().isEmpty() && report.unjudged().isEmpty();
  }

  private void say(String what, Map<String, List<String>> names) {
    names.forEach(
        (migration, points) ->
            answer.err().println(what + " " + migration + ": " + String.join(", ", points)));
  }
}
