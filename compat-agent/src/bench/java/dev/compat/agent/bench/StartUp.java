package dev.compat.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What attaching adds to the start of a JVM: four kinds of hello world, in turn. */
final class StartUp {

  private static final int RUNS = 15;
  private static final int FOOTPRINTS = 3;
  private static final double GOAL_MILLIS = 400;
  private static final String EMPTY = "with an empty agent";

  private final Ground ground;
  private final Map<String, List<String>> kinds = new LinkedHashMap<>();
  private final Map<String, List<Double>> wall = new LinkedHashMap<>();
  private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
  private final Map<String, List<Double>> classes = new LinkedHashMap<>();
  private final Map<String, List<Double>> heap = new LinkedHashMap<>();

  StartUp(Ground ground) throws IOException {
    this.ground = ground;
    Path plugin = ground.pricingPlugin();
    kinds.put("no agent", List.of());
    kinds.put(EMPTY, List.of("-javaagent:" + emptyAgent()));
    kinds.put(
        "attached, no plugin", List.of(ground.attached(ground.configuration("start/without", ""))));
    kinds.put(
        "attached, one plugin, off",
        List.of(
            ground.attached(
                ground.configuration("start/with", "pricing: {route: legacy}", plugin))));
  }

  void run(Table table) throws IOException, InterruptedException {
    for (int i = 0; i < RUNS; i++) {
      for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
        measure(kind.getKey(), kind.getValue());
      }
    }
    for (int i = 0; i < FOOTPRINTS; i++) {
      for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
        weigh(kind.getKey(), kind.getValue());
      }
    }
    report(table);
  }

  private void measure(String kind, List<String> options) throws IOException, InterruptedException {
    List<String> command = hello(options);
    long start = System.nanoTime();
    List<String> said = Ground.output(command);
    note(wall, kind, (System.nanoTime() - start) / 1e6);
    note(cpu, kind, Double.parseDouble(said.get(0)));
  }

  private void weigh(String kind, List<String> options) throws IOException, InterruptedException {
    List<String> said = Ground.output(hello(options, "weigh"));
    note(classes, kind, Double.parseDouble(said.get(1)));
    note(heap, kind, Double.parseDouble(said.get(2)) / 1_024);
  }

  private List<String> hello(List<String> options, String... arguments) {
    return Ground.java(options, List.of(ground.classes()), Hello.class, arguments);
  }

  private void report(Table table) {
    table.title("Start-up of hello world");
    table.row("", "wall, ms", "over the empty agent", "CPU, ms", "classes", "heap, MB", "goal", "");
    table.line();
    for (String kind : kinds.keySet()) {
      boolean ours = kind.startsWith("attached");
      double over = median(wall, kind) - median(wall, EMPTY);
      table.row(
          kind,
          "%.0f".formatted(median(wall, kind)),
          ours ? "%+.0f".formatted(over) : "",
          "%.0f".formatted(median(cpu, kind)),
          "%,.0f".formatted(median(classes, kind)),
          "%.1f".formatted(median(heap, kind)),
          ours ? "≤ %.0f over".formatted(GOAL_MILLIS) : "",
          ours ? over <= GOAL_MILLIS ? "met" : "missed" : "");
    }
  }

  private Path emptyAgent() throws IOException {
    String path = EmptyAgent.class.getName().replace('.', '/') + ".class";
    return ground.jar(
        "empty-agent.jar",
        Map.of(path, Files.readAllBytes(ground.classes().resolve(path))),
        Map.of("Premain-Class", EmptyAgent.class.getName()));
  }

  private static void note(Map<String, List<Double>> all, String kind, double value) {
    all.computeIfAbsent(kind, name -> new ArrayList<>()).add(value);
  }

  private static double median(Map<String, List<Double>> all, String kind) {
    return Table.median(all.getOrDefault(kind, List.of()).stream().mapToDouble(x -> x));
  }
}
