package dev.compat.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: what every process does about what was desired and decided. */
@Command(
    name = "status",
    description = {
      "Shows the processes that share the state folder: the revision and the flags that each has"
          + " applied, and for every migration how far it is armed, its routes and its calls.",
      "Exits 1 when no process is live, when one is silent (not heard of for 5 s, but running here,"
          + " or for less than 2 min elsewhere), when one has not applied the newest revision, kill"
          + " file or flags, when a migration failed, or when something cannot be read."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar status",
      "  java -jar compat-agent.jar status --watch",
      "  java -jar compat-agent.jar status --state /srv/app/state --format json"
    })
final class StatusCommand implements Callable<Integer> {

  /** What ANSI terminals start a screen afresh at. */
  private static final String CLEAR = "\033[H\033[2J";

  private static final Duration REFRESH = Duration.ofSeconds(1);

  @Option(
      names = "--watch",
      description = "Show it again every second, until interrupted; in place on a terminal.")
  private boolean watch;

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    boolean repaints = watch && !answer.json() && Ansi.AUTO.enabled();
    int code = show(repaints ? CLEAR : "");
    while (watch && Pause.of(REFRESH)) {
      code = show(repaints ? CLEAR : System.lineSeparator());
    }
    return code;
  }

  private int show(String before) {
    Status status = Status.of(Situation.read(place));
    PrintWriter out = answer.out();
    out.print(before);
    if (answer.json()) {
      answer.json(status);
    } else {
      StatusText.lines(status).forEach(out::println);
    }
    out.flush();
    return status.good() ? Cli.GOOD : Cli.NO;
  }
}
