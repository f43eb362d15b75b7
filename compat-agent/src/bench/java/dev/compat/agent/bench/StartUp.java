package dev.compat.agent.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

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
  private static final int FOOTPRINTS = 5;
  private static final double GOAL_MILLIS = 400;
  private static final String EMPTY = "with an empty agent";

  private final Ground ground;
  private final Map<String, List<String>> kinds = new LinkedHashMap<>();
  private final Map<String, List<Double>> untilMain = new LinkedHashMap<>();
  private final Map<String, List<Double>> whole = new LinkedHashMap<>();
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
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(hello(options)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var reader = process.inputReader(UTF_8)) {
      if (!"hello".equals(reader.readLine())) {
        throw new IllegalStateException("no greeting from hello world, " + kind);
      }
      note(untilMain, kind, (System.nanoTime() - start) / 1e6);
      process.waitFor();
    }
    note(whole, kind, (System.nanoTime() - start) / 1e6);
  }

  private void weigh(String kind, List<String> options) throws IOException, InterruptedException {
    List<String> said = Ground.output(hello(options, "weigh"));
    note(cpu, kind, Double.parseDouble(said.get(1)));
    note(classes, kind, Double.parseDouble(said.get(2)));
    note(heap, kind, Double.parseDouble(said.get(3)) / 1_048_576);
  }

  private List<String> hello(List<String> options, String... arguments) {
    return Ground.java(options, List.of(ground.classes()), Hello.class, arguments);
  }

  private void report(Table table) {
    table.title("Start-up of hello world");
    table.row(
        "", "to main, ms", "whole, ms", "over empty", "CPU, ms", "classes", "heap, MB", "goal", "");
    table.line();
    for (String kind : kinds.keySet()) {
      boolean ours = kind.startsWith("attached");
      double over = median(whole, kind) - median(whole, EMPTY);
      table.row(
          kind,
          "%.0f".formatted(median(untilMain, kind)),
          "%.0f".formatted(median(whole, kind)),
          ours ? "%+.0f".formatted(over) : "",
          "%.0f".formatted(median(cpu, kind)),
          "%,.0f".formatted(median(classes, kind)),
          "%.1f".formatted(median(heap, kind)),
          ours ? "≤ %.0f".formatted(GOAL_MILLIS) : "",
          ours ? over <= GOAL_MILLIS ? "met" : "missed" : "");
    }
    table.note(
        "To the first line of main, and the whole process with the agent's last heartbeat and"
            + " report; the goal is for the whole. CPU, classes and heap (after a collection) 1.5 s"
            + " after main began, with the work of the control thread.");
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
