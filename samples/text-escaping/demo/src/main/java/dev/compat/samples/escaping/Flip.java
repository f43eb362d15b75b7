package dev.compat.samples.escaping;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * The last part of the scenario: an application under load goes from shadow to new because somebody
 * edits a file, and back to legacy because somebody says {@code off}, and is never restarted.
 */
final class Flip {

  private static final Duration COUNTED = Duration.ofSeconds(30);

  private final Screen screen;
  private final Truth truth;
  private final Pass legacy;
  private final Workplace workplace;

  Flip(Workplace workplace, Screen screen, Truth truth, Pass legacy) {
    this.workplace = workplace;
    this.screen = screen;
    this.truth = truth;
    this.legacy = legacy;
  }

  void run() throws IOException, InterruptedException, ExecutionException {
    Deployment deployment = workplace.deploy("flip", Workplace.CORRECTED_PLUGIN, Deployment.SHADOW);
    Tool tool = new Tool(deployment, screen);
    try (Application application = Application.start(workplace, deployment, screen)) {
      application.awaitRoute("shadow", deployment);
      whoAnswered(deployment, underLoad(deployment, application));
      truth.expect("flip: exit code of status", 0, tool.run("status"));
      back(deployment, tool, application);
      application.quit(screen);
    }
    truth.expect("flip: exit code of report", 0, tool.run("report"));
  }

  private List<Pass> underLoad(Deployment deployment, Application application)
      throws IOException, InterruptedException, ExecutionException {
    screen.say("(process " + application.pid() + " now processes the input over and over)");
    try (Load load = Load.on(application)) {
      load.awaitPass();
      deployment.write(Deployment.FLAGS, Deployment.NEW);
      long edited = System.nanoTime();
      application.awaitRoute("new", deployment);
      double seconds = (System.nanoTime() - edited) / 1e9;
      screen.say("(somebody edits flags.yaml)");
      deployment.show(Deployment.FLAGS, screen);
      screen.say(
          String.format(Locale.ROOT, "(in force %.1f s later, in the same process)", seconds));
      load.awaitPass();
      load.awaitPass();
      return load.stop();
    }
  }

  private void whoAnswered(Deployment deployment, List<Pass> passes)
      throws IOException, InterruptedException {
    long calls = passes.stream().mapToLong(Pass::answers).sum();
    Await.within(COUNTED, () -> Heartbeat.of(deployment).calls() == calls);
    Heartbeat heartbeat = Heartbeat.of(deployment);
    passes.forEach(pass -> truth.expectAnswers("flip", legacy, pass));
    truth.expect("flip: calls that either side answered", calls, heartbeat.calls());
    truth.expect("flip: legacy answered a whole pass", heartbeat.legacyCalls() >= Truth.CALLS);
    truth.expect("flip: new answered a whole pass", heartbeat.newCalls() >= Truth.CALLS);
    screen.say("");
    screen.say(
        String.format(
            Locale.ROOT,
            "%d passes, %,d answers: %,d by commons-lang, %,d by the replacement",
            passes.size(),
            calls,
            heartbeat.legacyCalls(),
            heartbeat.newCalls()));
  }

  private void back(Deployment deployment, Tool tool, Application application)
      throws IOException, InterruptedException {
    truth.expect("flip: exit code of off", 0, tool.run("off", Truth.MIGRATION, "--why", "demo"));
    application.awaitRoute("legacy", deployment);
    long before = Heartbeat.of(deployment).newCalls();
    truth.expectAnswers("off", legacy, application.process(screen), screen);
    truth.expect("off: exit code of status", 0, tool.run("status"));
    truth.expect("off: new answered nothing more", before, Heartbeat.of(deployment).newCalls());
  }
}
