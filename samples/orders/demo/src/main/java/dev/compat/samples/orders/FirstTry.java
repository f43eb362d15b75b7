package dev.compat.samples.orders;

import java.io.IOException;
import java.util.List;

/** The replacements as they were first written, in the shadow of legacy. */
final class FirstTry {

  private static final Layer[] READING = Layer.READING.toArray(Layer[]::new);

  private final Stage stage;
  private final Flags flags = new Flags();

  FirstTry(Stage stage) {
    this.stage = stage;
  }

  void run() throws IOException, InterruptedException {
    stage.screen().heading("3. In shadow: legacy answers, replacements are compared");
    Attachment attachment = Attachment.with(stage, "first", Jars.PLUGIN);
    shadow(attachment);
    stage.facts().expect("first: exit code of report", 1, attachment.run("report"));
    stage.screen().say("(taxes differ by a cent, bundles are declined, read_at is noise)");
    noiseAndFallback(attachment);
    attachment.detach();
    stage.report("first");
  }

  private void shadow(Attachment attachment) throws IOException, InterruptedException {
    for (Layer layer : READING) {
      flags.set(layer, "route: shadow" + Flags.EVERY_CALL);
    }
    attachment.apply(flags, READING);
    List<Counts> counts = attachment.operator().count(1500, READING);
    for (int i = 0; i < READING.length; i++) {
      stage.facts().expect("first: " + READING[i] + " differs", counts.get(i).differ() > 0);
      stage.facts().expect("first: new answered " + READING[i], 0L, counts.get(i).replacement());
    }
    stage.report("shadow");
  }

  private void noiseAndFallback(Attachment attachment) throws IOException, InterruptedException {
    stage.screen().say("Noise is ignored; and prices need not wait for bundles: legacy has them.");
    flags.compared(Layer.CUSTOMERS, "route: shadow").set(Layer.PRICING, "route: fallback");
    attachment.apply(flags, Layer.CUSTOMERS, Layer.PRICING);
    List<Counts> counts = attachment.operator().count(1000, Layer.CUSTOMERS, Layer.PRICING);
    Counts customers = counts.get(0);
    stage.facts().expect("first: customers compared", customers.compared() > 0);
    stage.facts().expect("first: customers differ but for noise", 0L, customers.differ());
    Counts prices = counts.get(1);
    stage.facts().expect("fallback: new answered prices", prices.replacement() > 0);
    stage.facts().expect("fallback: legacy answered what new declined", prices.legacy() > 0);
    stage.say(Layer.CUSTOMERS, customers);
    stage.say(Layer.PRICING, prices);
    stage.report("fallback");
  }
}
