package dev.compat.samples.escaping;

import dev.compat.samples.kit.Await;
import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Heartbeat;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Tool;
import dev.compat.samples.kit.Workplace;
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
  private final Facts facts;
  private final Truth truth;
  private final Pass legacy;
  private final Workplace workplace;

  Flip(Workplace workplace, Screen screen, Facts facts, Pass legacy) {
    this.workplace = workplace;
    this.screen = screen;
    this.facts = facts;
    this.truth = new Truth(facts);
    this.legacy = legacy;
  }

  void run() throws IOException, InterruptedException, ExecutionException {
    Deployment deployment = Jars.shadow(workplace, "flip", Jars.CORRECTED_PLUGIN);
    Tool tool = new Tool(deployment, screen);
    try (Application application = Application.start(workplace, deployment, screen)) {
      application.awaitRoute("shadow", deployment);
      whoAnswered(deployment, underLoad(deployment, application));
      facts.expect("flip: exit code of status", 0, tool.run("status"));
      back(deployment, tool, application);
      application.quit(screen);
    }
    facts.expect("flip: exit code of report", 0, tool.run("report"));
  }

  private List<Pass> underLoad(Deployment deployment, Application application)
      throws IOException, InterruptedException, ExecutionException {
    screen.say("(process " + application.pid() + " now processes the input over and over)");
    try (Load load = Load.on(application)) {
      load.awaitPass();
      deployment.write(Deployment.FLAGS, Jars.NEW);
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
    Await.within(COUNTED, () -> Heartbeat.of(deployment, Truth.MIGRATION).calls() == calls);
    Heartbeat heartbeat = Heartbeat.of(deployment, Truth.MIGRATION);
    passes.forEach(pass -> truth.expectAnswers("flip", legacy, pass));
    facts.expect("flip: calls that either side answered", calls, heartbeat.calls());
    facts.expect("flip: legacy answered a whole pass", heartbeat.legacyCalls() >= Truth.CALLS);
    facts.expect("flip: new answered a whole pass", heartbeat.newCalls() >= Truth.CALLS);
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
    facts.expect("flip: exit code of off", 0, tool.run("off", Truth.MIGRATION, "--why", "demo"));
    application.awaitRoute("legacy", deployment);
    long before = Heartbeat.of(deployment, Truth.MIGRATION).newCalls();
    truth.expectAnswers("off", legacy, application.process(screen), screen);
    facts.expect("off: exit code of status", 0, tool.run("status"));
    facts.expect(
        "off: new answered nothing more",
        before,
        Heartbeat.of(deployment, Truth.MIGRATION).newCalls());
  }
}
