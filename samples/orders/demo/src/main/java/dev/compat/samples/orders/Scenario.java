package dev.compat.samples.orders;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What the demo does, from the application by itself to the application by itself. */
final class Scenario {

  private final Workplace workplace;
  private final Screen screen;
  private final Facts facts = new Facts();

  Scenario(Workplace workplace, Screen screen) {
    this.workplace = workplace;
    this.screen = screen;
  }

  /** Runs it and returns what was found. */
  Facts run() throws IOException, InterruptedException, ExecutionException {
    screen.say("Every command below runs in " + workplace.folder());
    screen.heading("1. An application under load, by itself");
    screen.command("java " + String.join(" ", Application.command()));
    try (Application application = Application.start(workplace, "application.log");
        Application twin = Application.start(workplace, "twin.log");
        Traffic traffic = Traffic.on(application, twin)) {
      Stage stage = new Stage(workplace, screen, facts, application, traffic);
      play(stage);
      traffic.stop();
      facts.expect("exit code of the application", 0, application.quit());
      twin.quit();
    }
    return facts;
  }

  private void play(Stage stage) throws IOException, InterruptedException {
    screen.say("process " + stage.pid() + " serves " + Tenants.ALL.size() + " tenants");
    screen.say(
        "(a twin, which nobody touches, gets the same requests: every reply is held against its)");
    stage.traffic().await(1000);
    stage.report("alone");
    Traces before = Traces.of(stage.application(), workplace);
    new Observation(stage).run();
    new FirstTry(stage).run();
    Attachment attachment = new Reading(stage).run();
    new Writing(stage, attachment).run();
    new Leaving(stage, attachment, before).run();
  }
}
