package dev.compat.agent.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A table of promises, printed, and kept in the README between two comments. */
final class HarmTable {

  private static final Path README = Path.of("../README.md");

  private final String begin;
  private final String end;
  private final StringBuilder lines = new StringBuilder();

  HarmTable(String name, String writer) {
    this.begin = "<!-- " + name + ": written by " + writer + " -->\n";
    this.end = "<!-- end of " + name + " -->\n";
  }

  void head(List<String> cells) {
    row(cells);
    row(cells.stream().map(cell -> "---").toList());
  }

  void row(List<String> cells) {
    lines.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Prints it, and writes it into the README if that is asked for. */
  String inReadme() throws IOException {
    System.out.println("\n" + lines);
    String readme = Files.readString(README);
    int from = readme.indexOf(begin);
    String there = readme.substring(from + begin.length(), readme.indexOf(end, from));
    if (Boolean.getBoolean("harm.write")) {
      Files.writeString(README, readme.replace(begin + there + end, begin + lines + end));
    }
    return there;
  }

  /** Prints it, and fails where the README says otherwise. */
  void compareWithReadme() throws IOException {
    String there = inReadme();
    if (!Boolean.getBoolean("harm.write")) {
      assertThat(there)
          .as("the table has changed; review it and run with -Dharm.write=true")
          .isEqualTo(lines.toString());
    }
  }
}
