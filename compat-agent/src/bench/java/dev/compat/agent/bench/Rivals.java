package dev.compat.agent.bench;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/** The same call by hand and through other libraries, in turn. */
final class Rivals {

  private static final int ROUNDS = 3;
  private static final List<String> METHODS =
      List.of(
          "volatileIf",
          "scientistOff",
          "shadowToolOff",
          "launchDarklyOff",
          "launchDarklyNew",
          "scientistBoth",
          "shadowToolBoth",
          "launchDarklyShadow",
          "launchDarklyVerify");

  private final Ground ground;
  private final Map<String, List<Measured>> results = new TreeMap<>();

  Rivals(Ground ground) {
    this.ground = ground;
  }

  void run(Table table) throws IOException, RunnerException {
    String before = System.getProperty("java.class.path");
    System.setProperty("java.class.path", ground.pricing(61) + File.pathSeparator + before);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (String method : METHODS) {
          Measured measured = Measured.of(RivalsBenchmark.class.getName(), method, List.of());
          results.computeIfAbsent(method, name -> new ArrayList<>()).add(measured);
          System.out.printf("round %d  %-20s %10.2f ns%n", round + 1, method, measured.nanos());
        }
      }
    } finally {
      System.setProperty("java.class.path", before);
    }
    report(table);
  }

  private void report(Table table) {
    table.title("By hand, and through other libraries");
    table.row("", "caller, ns", "bytes per call");
    table.line();
    row(table, "volatileIf", "`if` on a volatile field, off");
    row(table, "shadowToolOff", "shadow-tool 1.9.4, 0 %");
    row(table, "scientistOff", "Scientist4J 0.6, not enabled");
    row(table, "launchDarklyOff", "LaunchDarkly `Migration` 7.13.0, off");
    row(table, "launchDarklyNew", "LaunchDarkly, complete: new answers");
    row(table, "scientistBoth", "Scientist4J, both run and are compared");
    row(table, "shadowToolBoth", "shadow-tool, both run and are compared, same thread");
    row(table, "launchDarklyShadow", "LaunchDarkly, shadow: both run, serial");
    row(table, "launchDarklyVerify", "LaunchDarkly, live: both run, serial");
    table.note(
        "Where they run both sides, their callers wait for both; these two sides take 0.5 ns each.");
  }

  private void row(Table table, String method, String label) {
    List<Measured> all = results.getOrDefault(method, List.of());
    table.row(
        label,
        "%,.1f".formatted(Table.median(all.stream().mapToDouble(Measured::nanos))),
        "%,.0f".formatted(Table.median(all.stream().mapToDouble(Measured::bytes))));
  }
}
