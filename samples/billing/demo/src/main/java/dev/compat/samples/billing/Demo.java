package dev.compat.samples.billing;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import java.nio.file.Path;

/** Runs the {@link Scenario} on the screen. */
public final class Demo {

  private Demo() {}

  /**
   * Exits with 0 when the scenario found the known truth, else with 1.
   *
   * @param args the work folder
   */
  public static void main(String[] args) throws Exception {
    Screen screen = Screen.standard();
    Facts facts = new Scenario(Jars.in(Path.of(args[0])), screen).run();
    screen.result(facts);
    System.exit(facts.deviations().isEmpty() ? 0 : 1);
  }
}
