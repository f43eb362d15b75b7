package dev.compat.samples.billing;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Tool;
import dev.compat.samples.kit.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import tools.jackson.databind.JsonNode;

/** What the demo does, from a first shadow run to a replacement that is verified. */
final class Scenario {

  // Exit codes of report.
  private static final int GO_ON = 0;
  private static final int HOLD = 1;

  private static final String CLASSES = Workplace.APPLICATION + File.pathSeparator + Jars.LEGACY;

  private final Workplace workplace;
  private final Screen screen;
  private final Facts facts = new Facts();
  private final Truth truth = new Truth(facts);

  Scenario(Workplace workplace, Screen screen) {
    this.workplace = workplace;
    this.screen = screen;
  }

  /** Runs it and returns what was found. */
  Facts run() throws IOException, InterruptedException {
    screen.say("Every command below runs in " + workplace.folder());
    screen.heading("1. An application that bills with joda-time 2.14.2, by itself");
    String legacy = alone();
    screen.heading("2. The same in shadow: java.time as one writes it first is compared");
    Deployment first = Jars.deploy(workplace, "first", Jars.PLUGIN, Jars.FIRST);
    Deployment corrected =
        Jars.deploy(workplace, "corrected", Jars.CORRECTED_PLUGIN, Jars.agreed());
    String drift = shadow(first, legacy);
    screen.heading("3. A mismatch as a test, and the replacement corrected");
    written(first, corrected, drift);
    screen.heading("4. Shadow again, by the rules that were agreed on, and then verify");
    verified(corrected, legacy);
    screen.heading("5. What is kept, and not");
    kept(first);
    return facts;
  }

  private String alone() throws IOException, InterruptedException {
    try (Application application = Application.start(workplace, null, screen)) {
      String answers = application.bill(screen);
      application.quit(screen);
      return answers;
    }
  }

  private String shadow(Deployment first, String legacy) throws IOException, InterruptedException {
    first.show(Deployment.CONFIG, screen);
    first.show(Deployment.FLAGS, screen);
    Tool tool = new Tool(first, screen);
    facts.expect("exit code of validate", 0, tool.run("validate", "--in", CLASSES));
    try (Application application = Application.start(workplace, first, screen)) {
      application.awaitRoute("shadow", first);
      facts.expect("shadow: the answers are legacy's", legacy, application.bill(screen));
      application.awaitCompared(Truth.ALL_CALLS, first);
      application.quit(screen);
    }
    facts.expect("first: exit code of report", HOLD, tool.run("report", "--html", "first.html"));
    Figures found = Figures.of(tool.ask("report"));
    truth.expectFirst(found);
    String html = Files.readString(workplace.folder().resolve("first.html"));
    facts.expect("HTML names where dates drift", html.contains("arg(0).next"));
    facts.expect("HTML holds no address", !html.contains("@acme.example"));
    return truth.drift(found);
  }

  /** Writes a test of how due dates drift: it fails beside the first plugin alone. */
  private void written(Deployment first, Deployment corrected, String group)
      throws IOException, InterruptedException {
    Tool tool = new Tool(first, screen);
    write(first, "first/tests", group, tool);
    write(corrected, "corrected/tests", group, tool);
    String type = "Advance" + group + "Test";
    WrittenTest.Result failed =
        new WrittenTest(workplace, "first/tests", Jars.PLUGIN)
            .run("com.example.billing.plugin." + type, screen);
    facts.expect("the written test fails beside the first plugin", 1, failed.exit());
    facts.expect("for what is left in an argument", failed.said().contains("arg(0).next"));
    WrittenTest.Result passed =
        new WrittenTest(workplace, "corrected/tests", Jars.CORRECTED_PLUGIN)
            .run("com.example.billing.corrected." + type, screen);
    facts.expect("and passes beside the corrected one", 0, passed.exit());
  }

  private void write(Deployment plugin, String sources, String group, Tool tool)
      throws IOException, InterruptedException {
    int exit =
        tool.run(
            "report",
            "--junit",
            group,
            "--to",
            sources,
            "--state",
            "first/state",
            "--config",
            plugin.config());
    facts.expect("report --junit writes " + group, GO_ON, exit);
  }

  private void verified(Deployment corrected, String legacy)
      throws IOException, InterruptedException {
    corrected.show(Deployment.FLAGS, screen);
    Tool tool = new Tool(corrected, screen);
    try (Application application = Application.start(workplace, corrected, screen)) {
      application.awaitRoute("shadow", corrected);
      facts.expect("corrected: the answers are legacy's", legacy, application.bill(screen));
      application.awaitCompared(Truth.ALL_CALLS, corrected);
      screen.say("(somebody edits flags.yaml)");
      corrected.write(Deployment.FLAGS, Jars.verify());
      corrected.show(Deployment.FLAGS, screen);
      application.awaitRoute("verify", corrected);
      facts.expect("verify: the replacement answers the same", legacy, application.bill(screen));
      application.quit(screen);
    }
    facts.expect("corrected: exit code of report", GO_ON, tool.run("report"));
    JsonNode report = tool.ask("report");
    truth.expectCorrected(Figures.of(report));
    truth.expectVerified(report);
    String diff = tool.print("report", "--diff", "first/state", "corrected/state");
    facts.expect("diff: the drift is gone", diff.contains("gone      advance"));
    facts.expect("diff: nothing is worse", diff.contains("no worse"));
  }

  private void kept(Deployment first) throws IOException, InterruptedException {
    Tool tool = new Tool(first, screen);
    facts.expect("exit code of forget", 0, tool.run("forget", "--tenant", "acme"));
    String left = tool.print("forget", "--tenant", "acme", "--dry-run");
    facts.expect("nothing is kept of acme", left.startsWith("0 entries"));
    String report = tool.ask("report").toString();
    facts.expect("nobody is named in what is left", !report.contains("acme"));
    facts.expect("others are", report.contains("globex"));
  }
}
