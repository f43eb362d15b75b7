package dev.compat.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.DoubleStream;

/** The results as Markdown: for people, in a terminal and in a README. */
final class Table {

  private final StringBuilder text = new StringBuilder();
  private int columns;

  /** Describes where this is measured. */
  void machine() throws IOException {
    text.append("Measured ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(" on ")
        .append(System.getProperty("java.vm.name"))
        .append(' ')
        .append(System.getProperty("java.runtime.version"))
        .append(" (")
        .append(System.getProperty("java.vendor"))
        .append("), ")
        .append(System.getProperty("os.name"))
        .append(' ')
        .append(System.getProperty("os.arch"))
        .append(", ")
        .append(Runtime.getRuntime().availableProcessors())
        .append(" cores")
        .append(linux("/proc/cpuinfo", "model name"))
        .append(linux("/proc/meminfo", "MemTotal"))
        .append(".\n");
  }

  private static String linux(String file, String key) throws IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return "";
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> ", " + line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  void title(String title) {
    text.append("\n**").append(title).append("**\n\n");
  }

  void row(String... cells) {
    columns = cells.length;
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** The line below the head: the first column to the left, numbers to the right. */
  void line() {
    text.append("| --- ").append("| ---: ".repeat(columns - 1)).append("|\n");
  }

  void note(String note) {
    text.append('\n').append(note).append('\n');
  }

  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
