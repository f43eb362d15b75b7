package dev.compat.agent.cli;

import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.Units;
import dev.compat.recording.FileRecorder;
import dev.compat.state.Forgetting;
import dev.compat.state.Presence;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forget}: deletes what is kept of one tenant or user. */
@Command(
    name = "forget",
    description = {
      "Deletes what the state folder keeps of one tenant, user, or whoever else a flag splits by:"
          + " recorded calls, the examples of mismatches, and its name. Counts stay. Running processes obey"
          + " within seconds, in memory and in their files; processes that have ended are cleaned"
          + " from here.",
      "Examples of flags that split by nobody are of nobody in particular: only 'retain' ends"
          + " them. Files that were written elsewhere, such as HTML reports, are not known.",
      "Exits 1 and names the processes that have not obeyed in time; the order stays in the state"
          + " folder until the command is repeated and all have."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar forget --tenant acme --dry-run",
      "  java -jar compat-agent.jar forget --tenant acme"
    })
final class ForgetCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(50);

  @Option(
      names = {"--tenant", "--user", "--unit"},
      paramLabel = "NAME",
      required = true,
      description = "Whom to forget: the value of the key that flags split by.")
  private String unit = "";

  @Option(names = "--dry-run", description = "Only say what would be deleted.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Deciding.Time.class,
      description = "How long to wait for running processes: 20s, 2m; default 20s.")
  private Duration patience = Duration.ofSeconds(20);

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  /**
   * What was done.
   *
   * @param found how many examples and names there were in files
   * @param deleted whether they were to be deleted
   * @param obeyed the running processes that have obeyed
   * @param missing those that have not
   */
  record Done(long found, boolean deleted, List<String> obeyed, List<String> missing) {}

  @Override
  public Integer call() {
    StateFolder state = place.state(place.config());
    Set<String> names = Units.names(state, unit);
    long found = count(state, names);
    if (dryRun) {
      return tell(new Done(found, false, List.of(), List.of()));
    }
    Forgetting order = state.forget(unit, Deciding.who());
    List<String> running = running(state);
    clean(state, names, running);
    List<String> missing = await(state, order, running);
    if (missing.isEmpty()) {
      withdraw(state);
    }
    List<String> obeyed = running.stream().filter(one -> !missing.contains(one)).toList();
    return tell(new Done(found, true, obeyed, missing));
  }

  private static List<String> running(StateFolder state) {
    return Stream.concat(state.rollCall().live().stream(), state.rollCall().silent().stream())
        .map(Presence::name)
        .distinct()
        .toList();
  }

  private static long count(StateFolder state, Set<String> names) {
    long found = 0;
    for (Path file : state.evidenceFiles()) {
      try {
        found += EvidenceLog.countOf(file, names);
      } catch (IOException e) {
        throw new Refusal(file + " cannot be read (" + e + "); run as its owner");
      }
    }
    try {
      return found + FileRecorder.countOf(state.recordings(), names);
    } catch (IOException e) {
      throw new Refusal(state.recordings() + " cannot be read (" + e + "); run as its owner");
    }
  }

  /** Files of processes that run have another writer. */
  private static void clean(StateFolder state, Set<String> names, List<String> running) {
    List<Path> theirs = running.stream().map(state::evidenceFile).toList();
    for (Path file : state.evidenceFiles()) {
      if (!theirs.contains(file)) {
        try {
          EvidenceLog.forget(file, names);
          Files.deleteIfExists(file.resolveSibling("report.txt"));
        } catch (IOException e) {
          throw new Refusal(file + " cannot be written (" + e + "); run as its owner");
        }
      }
    }
    try {
      FileRecorder.forget(
          state.recordings(),
          names,
          file -> running.stream().noneMatch(process -> FileRecorder.isOf(file, process)));
    } catch (IOException e) {
      throw new Refusal(state.recordings() + " cannot be written (" + e + "); run as its owner");
    }
  }

  private List<String> await(StateFolder state, Forgetting order, List<String> running) {
    long start = System.nanoTime();
    while (true) {
      List<String> missing = new ArrayList<>(running);
      missing.removeIf(process -> state.hasForgotten(process, order));
      boolean isOver = System.nanoTime() - start >= patience.toNanos();
      if (missing.isEmpty() || isOver || !Pause.of(POLL)) {
        return missing;
      }
    }
  }

  /** Those of earlier times too: whoever has obeyed this one has seen them. */
  private void withdraw(StateFolder state) {
    state.forgettings().stream().filter(order -> order.unit().equals(unit)).forEach(state::obeyed);
  }

  private int tell(Done done) {
    if (answer.json()) {
      answer.json(done);
    } else {
      String what = done.found() + (done.found() == 1 ? " entry" : " entries");
      answer
          .out()
          .println(
              done.deleted()
                  ? what
                      + " deleted · obeyed by "
                      + done.obeyed().size()
                      + " of "
                      + (done.obeyed().size() + done.missing().size())
                      + " running processes"
                  : what + " would be deleted, besides of what running processes have in memory");
      done.missing().forEach(process -> answer.out().println("not yet: " + process));
    }
    return done.missing().isEmpty() ? Cli.GOOD : Cli.NO;
  }
}
