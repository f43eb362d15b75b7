package dev.compat.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs all benchmarks and prints one table. */
public final class Bench {

  private Bench() {}

  /**
   * Runs them.
   *
   * @param arguments the agent jar, the library's jar, the folder of these classes, the folder to
   *     work in; then what to run: {@code calls}, {@code rivals}, {@code flips}, {@code footprint},
   *     {@code comparison}; all of them if none is named
   */
  public static void main(String[] arguments) throws Exception {
    Ground ground =
        new Ground(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            Path.of(arguments[3]));
    String wanted =
        arguments.length == 4 || arguments[4].isBlank()
            ? "calls rivals flips footprint comparison snapshots"
            : arguments[4];
    Table table = new Table();
    table.machine();
    if (wanted.contains("calls")) {
      new Calls(ground).run(table);
    }
    if (wanted.contains("rivals")) {
      new Rivals(ground).run(table);
    }
    if (wanted.contains("flips")) {
      new Flips(ground).run(table);
    }
    if (wanted.contains("footprint")) {
      new Footprint(ground).run(table);
    }
    if (wanted.contains("comparison")) {
      new Comparisons(ground).run(table);
    }
    if (wanted.contains("snapshots")) {
      new SnapshotCosts(ground).run(table);
    }
    publish(table.toString(), ground.file("table.md"));
  }

  private static void publish(String table, Path file) throws IOException {
    Files.writeString(file, table);
    System.out.println();
    System.out.println(table);
    System.out.println("written to " + file);
  }
}
