package dev.compat.samples.escaping;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    // Reports hold the characters of the input, whatever the locale.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Screen screen = new Screen(out);
    Truth truth = new Scenario(Workplace.of(Path.of(args[0])), screen).run();
    screen.result(truth);
    System.exit(truth.deviations().isEmpty() ? 0 : 1);
  }
}
