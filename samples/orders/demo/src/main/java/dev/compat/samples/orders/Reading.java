package dev.compat.samples.orders;

import java.io.IOException;
import java.util.List;

/** The layers that only read or compute, corrected, up to where the replacement is alone. */
final class Reading {

  private static final Layer[] LAYERS = Layer.READING.toArray(Layer[]::new);

  private final Stage stage;
  private final Flags flags = new Flags();

  Reading(Stage stage) {
    this.stage = stage;
  }

  /** Leaves the layers at route new. */
  Attachment run() throws IOException, InterruptedException {
    stage
        .screen()
        .heading("4. Corrected: in shadow, then answering with legacy to verify, then alone");
    Attachment attachment = Attachment.with(stage, "corrected", Jars.CORRECTED_PLUGIN);
    rung(attachment, "shadow").forEach(this::agrees);
    rung(attachment, "verify").forEach(this::agrees);
    stage.facts().expect("corrected: exit code of report", 0, attachment.run("report"));
    for (Counts counts : rung(attachment, "new")) {
      stage.facts().expect("new: legacy answered nothing", 0L, counts.legacy());
      stage.facts().expect("new: new answered", counts.replacement() > 0);
    }
    return attachment;
  }

  private List<Counts> rung(Attachment attachment, String route)
      throws IOException, InterruptedException {
    for (Layer layer : LAYERS) {
      flags.compared(layer, "route: " + route);
    }
    attachment.apply(flags, LAYERS);
    List<Counts> counts = attachment.operator().count(1000, LAYERS);
    for (int i = 0; i < LAYERS.length; i++) {
      stage.say(LAYERS[i], counts.get(i));
    }
    stage.report(route);
    return counts;
  }

  private void agrees(Counts counts) {
    stage.facts().expect("corrected: calls compared", counts.compared() > 0);
    stage.facts().expect("corrected: calls that differ", 0L, counts.differ());
  }
}
