package dev.compat.samples.orders;

import dev.compat.samples.kit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Everything goes back to legacy under load, and the agent leaves. */
final class Leaving {

  /** Loaders go with the garbage, which takes more than one collection. */
  private static final Duration COLLECTED = Duration.ofSeconds(30);

  private final Stage stage;
  private final Attachment attachment;
  private final Traces before;

  Leaving(Stage stage, Attachment attachment, Traces before) {
    this.stage = stage;
    this.attachment = attachment;
    this.before = before;
  }

  void run() throws IOException, InterruptedException {
    off();
    detach();
  }

  private void off() throws IOException, InterruptedException {
    stage.screen().heading("7. Off, under load");
    int exit = attachment.run("off", "--all", "--why", "demo");
    stage.facts().expect("off: exit code, numbers stay", 1, exit);
    Layer[] layers = Layer.values();
    List<Counts> counts = attachment.operator().count(1000, layers);
    for (int i = 0; i < layers.length; i++) {
      boolean hasFloor = layers[i] == Layer.NUMBERS;
      boolean byNew = counts.get(i).replacement() > 0;
      stage.facts().expect("off: " + layers[i] + " by new", hasFloor, byNew);
      stage.say(layers[i], counts.get(i));
    }
    stage.screen().say("(what legacy answers while a migration is off is not counted)");
    stage.report("off");
  }

  private void detach() throws IOException, InterruptedException {
    stage.screen().heading("8. Detached: nothing is left");
    Traces attached = look();
    stage.facts().expect("attached: can be seen", !attached.loaders().isEmpty());
    int refused = attachment.run("detach", stage.pid());
    stage.facts().expect("detach: exit code while numbers have a floor", 1, refused);
    attachment.apply(new Flags().set(Layer.NUMBERS, "route: legacy, floor: legacy"), Layer.NUMBERS);
    attachment.detach();
    stage.traffic().await(1000);
    stage.report("detached");
    Await.within(COLLECTED, () -> look().loaders().isEmpty());
    Traces after = look();
    stage.facts().expect("detached: threads", before.threads(), after.threads());
    stage.facts().expect("detached: class loaders", before.loaders(), after.loaders());
    stage.facts().expect("detached: stack frames", before.frames(), after.frames());
    stage.facts().expect("detached: classes of ours", 0, after.leftBehind().size());
    stage.screen().say("attached:  " + attached);
    stage.screen().say("detached:  " + after);
  }

  private Traces look() throws IOException, InterruptedException {
    return stage.traffic().quiet(() -> Traces.of(stage.application(), stage.workplace()));
  }
}
