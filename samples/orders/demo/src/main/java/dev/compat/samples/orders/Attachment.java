package dev.compat.samples.orders;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Tool;
import java.io.IOException;

/** The agent attached to the running application with one deployment. */
final class Attachment {

  private final Stage stage;
  private final Deployment deployment;
  private final Tool tool;
  private final Operator operator;

  private Attachment(Stage stage, Deployment deployment) {
    this.stage = stage;
    this.deployment = deployment;
    tool = new Tool(deployment, stage.screen());
    operator = new Operator(deployment, stage.application(), stage.traffic());
  }

  /** Deploys a plugin with every flag at legacy, and attaches the agent. */
  static Attachment with(Stage stage, String name, String plugin)
      throws IOException, InterruptedException {
    Deployment deployment = Jars.deploy(stage.workplace(), name, plugin);
    Attachment attachment = new Attachment(stage, deployment);
    deployment.show(Deployment.CONFIG, stage.screen());
    facts(stage).expect(name + ": exit code of attach", 0, attachment.run("attach", stage.pid()));
    return attachment;
  }

  /** Runs a command on the screen and returns its exit code. */
  int run(String... command) throws IOException, InterruptedException {
    return tool.run(command);
  }

  /**
   * Edits the flags under load, shows the flags of the layers, and waits until they are in force.
   */
  void apply(Flags flags, Layer... layers) throws IOException, InterruptedException {
    screen().command("vi " + deployment.name() + "/" + Deployment.FLAGS);
    for (Layer layer : layers) {
      screen().say("    " + flags.line(layer));
    }
    operator.apply(flags, layers);
  }

  Operator operator() {
    return operator;
  }

  Deployment deployment() {
    return deployment;
  }

  /** Takes the agent off again. */
  void detach() throws IOException, InterruptedException {
    facts(stage)
        .expect(deployment.name() + ": exit code of detach", 0, tool.run("detach", stage.pid()));
  }

  private Screen screen() {
    return stage.screen();
  }

  private static Facts facts(Stage stage) {
    return stage.facts();
  }
}
