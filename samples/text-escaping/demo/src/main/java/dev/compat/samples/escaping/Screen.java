package dev.compat.samples.escaping;

import java.io.PrintStream;
import java.util.List;

/** What the demo shows: headings, commands as one would type them, and what they print. */
final class Screen {

  private final PrintStream out;

  Screen(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.println();
    out.println("== " + text);
  }

  void say(String text) {
    out.println(text);
  }

  /** A command typed in a shell. */
  void command(String text) {
    out.println();
    out.println("$ " + text);
  }

  /** A line typed into the running application. */
  void input(String text) {
    out.println("> " + text);
  }

  /** What a command printed, as it printed it. */
  void output(String text) {
    out.print(text.isEmpty() || text.endsWith("\n") ? text : text + System.lineSeparator());
  }

  void result(Truth truth) {
    List<String> deviations = truth.deviations();
    heading(deviations.isEmpty() ? "The known truth was found" : "The known truth was NOT found");
    deviations.forEach(this::say);
    say(truth.checked() + " facts checked, " + deviations.size() + " not as known");
  }
}
