package dev.compat.samples.orders;

import java.io.IOException;
import java.util.List;

/** The layers that write: not for shadowing, but tenant by tenant. */
final class Writing {

  private static final String FIRST = "hats";

  private final Stage stage;
  private final Attachment attachment;
  private final Flags flags = new Flags();

  Writing(Stage stage, Attachment attachment) {
    this.stage = stage;
    this.attachment = attachment;
    for (Layer layer : Layer.READING) {
      flags.set(layer, "route: new");
    }
  }

  void run() throws IOException, InterruptedException {
    stage
        .screen()
        .heading("5. Placing orders: writes are not shadowed, but moved tenant by tenant");
    refused();
    oneTenant();
    share();
    numbers();
  }

  private void refused() throws IOException, InterruptedException {
    Counts orders = move("route: shadow");
    stage.facts().expect("orders: compared", 0L, orders.compared());
    stage.facts().expect("orders: new answered", 0L, orders.replacement());
    stage.facts().expect("orders: legacy answered", orders.legacy() > 0);
    stage.facts().expect("orders: exit code of validate", 1, attachment.run("validate"));
  }

  private void oneTenant() throws IOException, InterruptedException {
    long before = stage.traffic().ledger().placed(FIRST);
    Counts orders = move("rules: [{when: {tenant: [" + FIRST + "]}, route: new}], route: legacy");
    stage.facts().expect("orders: those of " + FIRST + " by new", orders.replacement() > 0);
    stage.facts().expect("orders: the others' by legacy", orders.legacy() > orders.replacement());
    stage
        .facts()
        .expect(
            "orders: by new, only those of " + FIRST,
            orders.replacement() <= stage.traffic().ledger().placed(FIRST) - before);
  }

  private void share() throws IOException, InterruptedException {
    Counts orders = move("route: {new: 50}, by: tenant");
    stage.facts().expect("orders: some by new", orders.replacement() > 0);
    stage.facts().expect("orders: some by legacy", orders.legacy() > 0);
    for (String tenant : List.of("acme", "globex")) {
      int exit = attachment.run("explain", Layer.ORDERS.toString(), "--tenant", tenant);
      stage.facts().expect("orders: exit code of explain", 0, exit);
    }
  }

  private Counts move(String flag) throws IOException, InterruptedException {
    flags.set(Layer.ORDERS, flag);
    attachment.apply(flags, Layer.ORDERS);
    Counts orders = attachment.operator().count(1000, Layer.ORDERS).get(0);
    stage.say(Layer.ORDERS, orders);
    stage.report("orders");
    return orders;
  }

  private void numbers() throws IOException, InterruptedException {
    stage.screen().heading("6. Numbers: once the new sequence is ahead, there is no way back");
    stage.traffic().ledger().expectOwnNumbers();
    flags.set(Layer.ORDERS, "route: new").set(Layer.NUMBERS, "route: new, floor: new");
    Layer[] layers = {Layer.ORDERS, Layer.NUMBERS};
    attachment.apply(flags, layers);
    List<Counts> counts = attachment.operator().count(1000, layers);
    for (int i = 0; i < layers.length; i++) {
      stage.facts().expect(layers[i] + ": by new", counts.get(i).replacement() > 0);
      stage.facts().expect(layers[i] + ": by legacy", 0L, counts.get(i).legacy());
      stage.say(layers[i], counts.get(i));
    }
    int exit = attachment.run("off", Layer.NUMBERS.toString(), "--why", "demo");
    stage.facts().expect("numbers: exit code of off", 1, exit);
    stage.report("numbers");
  }
}
