package dev.compat.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What changing one flag costs when 10,000 compiled methods hang on it, all of them being called.
 */
final class Flips {

  private static final int CLASSES = 100;
  private static final int METHODS = 100;
  private static final int FLIPS = 5;
  private static final Pattern GATE = Pattern.compile("gate (open|shut) in ([0-9]+) µs");

  private static final String SHUTS = "legacy|killed";

  private final Ground ground;

  Flips(Ground ground) {
    this.ground = ground;
  }

  void run(Table table) throws IOException, InterruptedException {
    Path application = ground.compile("flips/application", application(), List.of(ground.api()));
    Path adapters =
        ground.compile("flips/adapters", adapters(), List.of(ground.api(), application));
    Path plugin = ground.jar("flips-plugin.jar", adapters);
    Path folder = ground.configuration("flips/run", "flips: {route: legacy}", plugin);
    List<String> options =
        List.of(
            ground.attached(folder),
            "-Xmx2g",
            "-XX:ReservedCodeCacheSize=512m",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,com.example.flips.Legacy*::m*",
            "-Dbench.state=" + folder.resolve("state"));
    List<String> said =
        Ground.output(
            Ground.java(
                options,
                List.of(ground.classes(), application),
                FlipApplication.class,
                folder.resolve("flags.yaml").toString(),
                String.valueOf(FLIPS)));
    said.forEach(System.out::println);
    report(table, said, gate(folder));
  }

  private static void report(Table table, List<String> said, Map<String, List<Double>> gate) {
    table.title("A flip of one flag, %,d hot join points".formatted(CLASSES * METHODS));
    table.row("ms", "median", "longest");
    table.line();
    row(table, "the gate opens, as the agent logs it", gate.getOrDefault("open", List.of()));
    row(table, "the gate shuts", gate.getOrDefault("shut", List.of()));
    row(table, "longest stall of a caller while it opens", numbers(said, "new", 1));
    row(table, "longest stall of a caller while it shuts", numbers(said, SHUTS, 1));
    row(table, "longest stall in as much time without a flip", numbers(said, ".*", 2));
    row(table, "opened: from the first new answer to the last of legacy", numbers(said, "new", 3));
    row(table, "shut: from the first legacy answer to the last of new", numbers(said, SHUTS, 3));
    row(table, "flag: from the file's change to the last new answer", numbers(said, "legacy", 4));
    row(table, "`touch OFF`: until the last new answer", numbers(said, "killed", 4));
    row(table, "first opening: until all routes are linked", numbers(said, "first", 1));
  }

  private static void row(Table table, String label, List<Double> millis) {
    double longest = millis.stream().mapToDouble(x -> x).max().orElse(Double.NaN);
    double median = Table.median(millis.stream().mapToDouble(x -> x));
    table.row(label, "%.1f".formatted(median), "%.1f".formatted(longest));
  }

  /** The numbers at {@code column} of the lines that {@link FlipApplication} prints. */
  private static List<Double> numbers(List<String> said, String to, int column) {
    return said.stream()
        .map(line -> line.split(" "))
        .filter(words -> words[0].matches(to) && words.length > column)
        .map(words -> Double.valueOf(words[column]))
        .toList();
  }

  /** How long each move of the gate took; the first opening is not one of them. */
  private static Map<String, List<Double>> gate(Path folder) throws IOException {
    Map<String, List<Double>> moves = new TreeMap<>();
    for (String line : agentLog(folder)) {
      Matcher matcher = GATE.matcher(line);
      if (matcher.find()) {
        moves
            .computeIfAbsent(matcher.group(1), name -> new ArrayList<>())
            .add(Double.parseDouble(matcher.group(2)) / 1_000);
      }
    }
    if (moves.size() != 2) {
      throw new IllegalStateException("the agent logged no moves of the gate: " + moves);
    }
    return moves;
  }

  private static List<String> agentLog(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path log = files.filter(file -> file.endsWith("agent.log")).findFirst().orElseThrow();
      return Files.readAllLines(log);
    }
  }

  private static Map<String, String> application() {
    Map<String, String> sources = new TreeMap<>();
    for (int i = 0; i < CLASSES; i++) {
      sources.put("Legacy" + i, legacy(i));
      sources.put("Batch" + i, batch(i));
    }
    String batches =
        IntStream.range(0, CLASSES)
            .mapToObj(i -> "Batch" + i + "::call")
            .collect(Collectors.joining(", "));
    sources.put(
        "Batches",
        """
        package com.example.flips;
        public class Batches implements java.util.function.Supplier<Object> {
          public java.util.function.IntSupplier[] get() {
            return new java.util.function.IntSupplier[] {%s};
          }
        }
        """
            .formatted(batches));
    return sources;
  }

  private static String legacy(int index) {
    return "package com.example.flips;\npublic class Legacy%d {\n%s}\n"
        .formatted(index, methods("  public static int m%d(int x) { return x; }\n"));
  }

  private static String batch(int index) {
    String calls = methods(" + Legacy" + index + ".m%d(0)");
    return "package com.example.flips;\nclass Batch%d {\n  static int call() { return 0%s; }\n}\n"
        .formatted(index, calls);
  }

  private static Map<String, String> adapters() {
    Map<String, String> sources = new TreeMap<>();
    for (int i = 0; i < CLASSES; i++) {
      sources.put("Adapter" + i, adapter(i));
    }
    return sources;
  }

  private static String adapter(int index) {
    return """
    package com.example.flips;
    @dev.compat.Replaces(value = Legacy%d.class, migration = "flips")
    class Adapter%d {
    %s}
    """
        .formatted(index, index, methods("  int m%d(int x) { return x + 1; }\n"));
  }

  private static String methods(String pattern) {
    return IntStream.range(0, METHODS).mapToObj(pattern::formatted).collect(Collectors.joining());
  }
}
