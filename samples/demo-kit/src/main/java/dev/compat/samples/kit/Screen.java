package dev.compat.samples.kit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the demo shows: headings, commands as one would type them, and what they print. Safe for use
 * by several threads.
 */
public final class Screen {

  private final PrintStream out;

  public Screen(PrintStream out) {
    this.out = out;
  }

  /** Standard output; reports hold the characters of the input, whatever the locale. */
  public static Screen standard() {
    return new Screen(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
  }

  /** Begins a part of the story. */
  public void heading(String text) {
    out.println();
    out.println("== " + text);
  }

  /** A line of the story. */
  public void say(String text) {
    out.println(text);
  }

  /** A command typed in a shell. */
  public void command(String text) {
    out.println();
    out.println("$ " + text);
  }

  /** A line typed into the running application. */
  public void input(String text) {
    out.println("> " + text);
  }

  /** What a command printed, as it printed it. */
  public void output(String text) {
    out.print(text.isEmpty() || text.endsWith("\n") ? text : text + System.lineSeparator());
  }

  /** Says at the end whether all facts were as expected. */
  public void result(Facts facts) {
    List<String> deviations = facts.deviations();
    heading(deviations.isEmpty() ? "The known truth was found" : "The known truth was NOT found");
    deviations.forEach(this::say);
    say(facts.checked() + " facts checked, " + deviations.size() + " not as known");
  }
}
