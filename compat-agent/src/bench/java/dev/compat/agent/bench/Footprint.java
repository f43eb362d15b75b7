package dev.compat.agent.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/**
 * What an agent adds to a JVM that starts, and what it takes of it from then on: hello world with
 * each, in turn.
 */
final class Footprint {

  private static final int RUNS = 15;
  private static final int FOOTPRINTS = 5;
  private static final double GOAL_MILLIS = 400;
  private static final double GOAL_JAR = 15;
  private static final String EMPTY = "an empty agent";
  private static final String OURS = "Compat, ";

  private final Ground ground;
  private final Map<String, List<String>> kinds = new LinkedHashMap<>();
  private final Map<String, List<Double>> untilMain = new LinkedHashMap<>();
  private final Map<String, List<Double>> whole = new LinkedHashMap<>();
  private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
  private final Map<String, Double> jar = new LinkedHashMap<>();
  private final Map<String, List<Double>> threads = new LinkedHashMap<>();
  private final Map<String, List<Double>> classes = new LinkedHashMap<>();
  private final Map<String, List<Double>> heap = new LinkedHashMap<>();

  Footprint(Ground ground) throws IOException {
    this.ground = ground;
    Path plugin = ground.pricingPlugin();
    Path empty = emptyAgent();
    Path rival = ground.file("agents/opentelemetry-javaagent.jar");
    kinds.put("no agent", List.of());
    kind(EMPTY, empty, "-javaagent:" + empty);
    ours("no plugin", ground.configuration("footprint/without", ""));
    ours(
        "one plugin, off",
        ground.configuration("footprint/with", "pricing: {route: legacy}", plugin));
    ours("observing `main`", observing());
    kind(
        "OpenTelemetry " + version(rival) + ", nothing exported",
        rival,
        "-javaagent:" + rival,
        "-Dotel.traces.exporter=none",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-Dotel.javaagent.logging=none",
        "-XX:-PrintWarnings"); // the JVM says of it that it cannot share classes
  }

  private void ours(String how, Path configuration) throws IOException {
    kind(OURS + how, ground.agent(), ground.attached(configuration));
  }

  private void kind(String name, Path agent, String... options) throws IOException {
    kinds.put(name, List.of(options));
    jar.put(name, Files.size(agent) / 1e6);
  }

  private Path observing() throws IOException {
    Path folder = ground.configuration("footprint/observing", "");
    Files.writeString(
        folder.resolve("compat.yaml"),
        "observe:\n  - class: " + Hello.class.getName() + "\n",
        StandardOpenOption.APPEND);
    return folder;
  }

  private static String version(Path agent) throws IOException {
    try (JarFile file = new JarFile(agent.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Implementation-Version");
    }
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
    note(threads, kind, Double.parseDouble(said.get(2)));
    note(classes, kind, Double.parseDouble(said.get(3)));
    note(heap, kind, Double.parseDouble(said.get(4)) / 1_048_576);
  }

  private List<String> hello(List<String> options, String... arguments) {
    return Ground.java(options, List.of(ground.classes()), Hello.class, arguments);
  }

  private void report(Table table) {
    table.title("Footprint of hello world");
    table.row(
        "",
        "to main, ms",
        "whole, ms",
        "over empty",
        "CPU, ms",
        "threads",
        "classes",
        "heap, MB",
        "jar, MB",
        "goal",
        "");
    table.line();
    for (String kind : kinds.keySet()) {
      boolean ours = kind.startsWith(OURS);
      double over = median(whole, kind) - median(whole, EMPTY);
      double size = jar.getOrDefault(kind, 0.0);
      table.row(
          kind,
          "%.0f".formatted(median(untilMain, kind)),
          "%.0f".formatted(median(whole, kind)),
          size < 0.1 ? "" : "%+.0f".formatted(over),
          "%.0f".formatted(median(cpu, kind)),
          "%.0f".formatted(median(threads, kind)),
          "%,.0f".formatted(median(classes, kind)),
          "%.1f".formatted(median(heap, kind)),
          size < 0.1 ? "" : "%.1f".formatted(size),
          ours ? "≤ %.0f ms, ≤ %.0f MB".formatted(GOAL_MILLIS, GOAL_JAR) : "",
          ours ? over <= GOAL_MILLIS && size <= GOAL_JAR ? "met" : "missed" : "");
    }
    table.note(
        "To the first line of main, and the whole process with what an agent has to do at its end:"
            + " of ours, the last heartbeat and report. The goal is for the whole. CPU, threads,"
            + " classes and heap (after a collection) 1.5 s after main began, with the work that"
            + " agents do beside it.");
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
