package dev.compat.samples.escaping;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Tool;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * What the demo does, from the application by itself to the replacement in force and back to
 * legacy.
 */
final class Scenario {

  // Exit codes of report.
  private static final int GO_ON = 0;
  private static final int HOLD = 1;

  private static final String LEGACY_JAR = "lib/commons-lang-2.6.jar";

  private final Workplace workplace;
  private final Screen screen;
  private final Facts facts = new Facts();
  private final Truth truth = new Truth(facts);

  Scenario(Workplace workplace, Screen screen) {
    this.workplace = workplace;
    this.screen = screen;
  }

  /** Runs it and returns what was found. */
  Facts run() throws IOException, InterruptedException, ExecutionException {
    screen.say("Every command below runs in " + workplace.folder());
    screen.heading("1. An application that escapes text with commons-lang 2.6, by itself");
    Pass legacy = alone();
    screen.heading("2. The same in shadow: legacy answers, commons-text 1.15.0 is compared");
    truth.expectDifferences("shadow", shadow("shadow", Jars.PLUGIN, legacy, HOLD));
    screen.heading("3. The same with the replacement corrected where it differed");
    truth.expectNoDifference(
        "corrected", shadow("corrected", Jars.CORRECTED_PLUGIN, legacy, GO_ON));
    compared();
    screen.heading("4. To the replacement and back, while the application runs");
    new Flip(workplace, screen, facts, legacy).run();
    return facts;
  }

  private Pass alone() throws IOException, InterruptedException {
    try (Application application = Application.start(workplace, null, screen)) {
      Pass pass = application.process(screen);
      application.quit(screen);
      facts.expect("calls of one pass", Truth.CALLS, pass.answers());
      return pass;
    }
  }

  private Findings shadow(String name, String plugin, Pass legacy, int verdict)
      throws IOException, InterruptedException {
    Deployment deployment = Jars.shadow(workplace, name, plugin);
    deployment.show(Deployment.CONFIG, screen);
    deployment.show(Deployment.FLAGS, screen);
    Tool tool = new Tool(deployment, screen);
    facts.expect(name + ": exit code of validate", 0, tool.run("validate", "--in", LEGACY_JAR));
    try (Application application = Application.start(workplace, deployment, screen)) {
      application.awaitRoute("shadow", deployment);
      Pass pass = application.process(screen);
      truth.expectAnswers(name, legacy, pass, screen);
      application.quit(screen);
    }
    facts.expect(
        name + ": exit code of report", verdict, tool.run("report", "--html", name + ".html"));
    return Findings.of(tool.ask("report"));
  }

  /** What the mismatches share, one of them as a test, and that none is left. */
  private void compared() throws IOException, InterruptedException {
    Deployment corrected = new Deployment(workplace, "corrected");
    Tool tool = new Tool(corrected, screen);
    String html = Files.readString(workplace.folder().resolve("shadow.html"));
    facts.expect("HTML tells what the lines share", html.contains(Truth.PATTERN));
    String report = tool.ask("report", "--state", "shadow/state").toString();
    facts.expect(
        "all lines that differ share it, and no other has it",
        report.contains(
            "\"" + Truth.PATTERN + "\",\"inGroup\":70,\"ofGroup\":70,\"inMatches\":0,"));
    int written =
        tool.run(
            "report",
            "--junit",
            "M1",
            "--to",
            "corrected/tests",
            "--state",
            "shadow/state",
            "--config",
            corrected.config());
    facts.expect("exit code of report --junit", GO_ON, written);
    Path test =
        corrected.folder().resolve("tests/com/example/escaping/corrected/EscapeXmlM1Test.java");
    screen.output(Files.readString(test));
    String diff = tool.print("report", "--diff", "shadow/state", "corrected/state");
    facts.expect("diff: of one call nobody can tell", 2, diff.split("  gone  ", -1).length - 1);
    facts.expect("diff: nothing is worse", diff.contains("no worse"));
  }
}
