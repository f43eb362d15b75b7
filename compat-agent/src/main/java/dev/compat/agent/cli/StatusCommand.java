package dev.compat.agent.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: what every process does about what was desired and decided. */
@Command(
    name = "status",
    description = {
      "Shows the processes that share the state folder: the revision and the flags that each has"
          + " applied, and for every migration how far it is armed, its routes and its calls.",
      "Exits 1 when no process is live, when one has not applied the newest revision, kill file or"
          + " flags, when a migration failed, or when something cannot be read."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar status",
      "  java -jar compat-agent.jar status --watch",
      "  java -jar compat-agent.jar status --state /srv/app/state --format json"
    })
final class StatusCommand implements Callable<Integer> {

  private static final long REFRESH_MILLIS = 1000;

  @Option(names = "--watch", description = "Show it again every second, until interrupted.")
  private boolean watch;

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    int code = show();
    while (watch && pause()) {
      answer.out().println();
      code = show();
    }
    return code;
  }

  private int show() {
    Status status = Status.of(Situation.read(place));
    PrintWriter out = answer.out();
    if (answer.json()) {
      answer.json(status);
    } else {
      StatusText.lines(status).forEach(out::println);
    }
    out.flush();
    return status.good() ? Cli.GOOD : Cli.NO;
  }

  private static boolean pause() {
    try {
      Thread.sleep(REFRESH_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
