package dev.compat.agent.bench;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/** Comparing the same objects with our comparison and with JaVers, in turn. */
final class Comparisons {

  private static final int ROUNDS = 3;
  private static final List<Integer> SIZES = List.of(2, 10, 100);
  private static final List<String> METHODS = List.of("compat", "compatByRules", "javers");

  private record Case(String method, int lines, boolean differ) {
    String name() {
      return "%s-%d-%s".formatted(method, lines, differ);
    }

    Map<String, String> parameters() {
      return Map.of("lines", Integer.toString(lines), "differ", Boolean.toString(differ));
    }
  }

  private final Ground ground;
  private final Map<String, List<Measured>> results = new TreeMap<>();

  Comparisons(Ground ground) {
    this.ground = ground;
  }

  void run(Table table) throws IOException, RunnerException {
    String before = System.getProperty("java.class.path");
    System.setProperty("java.class.path", before + File.pathSeparator + ground.api());
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (Case each : cases()) {
          Measured measured =
              Measured.of(
                  ComparisonBenchmark.class.getName(), each.method, List.of(), each.parameters());
          results.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(measured);
          System.out.printf(
              "round %d  %-24s %12.1f ns%n", round + 1, each.name(), measured.nanos());
        }
      }
    } finally {
      System.setProperty("java.class.path", before);
    }
    report(table);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int lines : SIZES) {
      for (boolean differ : new boolean[] {false, true}) {
        METHODS.forEach(method -> cases.add(new Case(method, lines, differ)));
      }
    }
    return cases;
  }

  private void report(Table table) {
    table.title("Comparing an order of five fields, by the number of its lines; on one core");
    table.row("", "match, ns", "a second", "bytes", "mismatch, ns", "a second", "bytes");
    table.line();
    for (int lines : SIZES) {
      row(table, lines, "compat", "Compat");
      row(table, lines, "compatByRules", "Compat, two rules");
      row(table, lines, "javers", "JaVers 7.10.0");
    }
  }

  private void row(Table table, int lines, String method, String label) {
    List<String> cells = new ArrayList<>(List.of(label + ", " + lines + " lines"));
    for (boolean differ : new boolean[] {false, true}) {
      List<Measured> all = results.getOrDefault(new Case(method, lines, differ).name(), List.of());
      // What disturbs a round only adds to it.
      double nanos = all.stream().mapToDouble(Measured::nanos).min().orElse(Double.NaN);
      cells.add("%,.0f".formatted(nanos));
      cells.add("%,.0f".formatted(1e9 / nanos));
      cells.add("%,.0f".formatted(Table.median(all.stream().mapToDouble(Measured::bytes))));
    }
    table.row(cells.toArray(String[]::new));
  }
}
