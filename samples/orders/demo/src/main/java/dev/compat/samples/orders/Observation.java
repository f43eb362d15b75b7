package dev.compat.samples.orders;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Tool;
import java.io.IOException;

/** Legacy is measured, before anything is replaced: the baseline. */
final class Observation {

  private static final String STATE = "observed/state";

  private final Stage stage;

  Observation(Stage stage) {
    this.stage = stage;
  }

  void run() throws IOException, InterruptedException {
    stage.screen().heading("2. Observed: what legacy does, with nothing to replace it");
    Deployment nothing = stage.workplace().deploy("observed", "state: state\n", "flags: {}\n");
    Tool tool = new Tool(nothing, stage.screen());
    stage.facts().expect("observed: exit code of attach", 0, attach(tool));
    stage.traffic().await(1500);
    stage.report("observed");
    stage.facts().expect("observed: exit code of detach", 0, tool.run("detach", stage.pid()));
    stage.facts().expect("observed: exit code of report", 0, tool.run("report", "--state", STATE));
  }

  private int attach(Tool tool) throws IOException, InterruptedException {
    return tool.run(
        "attach",
        stage.pid(),
        "--observe",
        "com.example.orders.TaxTable",
        "com.example.orders.CustomerDao",
        "com.example.orders.OrderService#place",
        "--state",
        STATE);
  }
}
