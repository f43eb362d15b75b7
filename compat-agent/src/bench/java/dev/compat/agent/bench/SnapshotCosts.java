package dev.compat.agent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a snapshot costs, beside libraries that copy, each in a process of its own. */
final class SnapshotCosts {

  private static final List<String> OPTIONS =
      List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED");

  private static final Map<String, List<String>> WAYS = ways();

  private final Ground ground;

  /** What each way said: by what was asked, in the order of the ways. */
  private final Map<String, List<String>> times = new LinkedHashMap<>();

  private final Map<String, List<String>> deeds = new LinkedHashMap<>();

  SnapshotCosts(Ground ground) {
    this.ground = ground;
  }

  private static Map<String, List<String>> ways() {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put("in the agent", OPTIONS);
    ways.put("embedded", List.of());
    ways.put("kryo", List.of());
    ways.put("fory", List.of());
    ways.put("cloning", List.of());
    return ways;
  }

  void run(Table table) throws IOException, InterruptedException {
    for (Map.Entry<String, List<String>> way : WAYS.entrySet()) {
      measure(way.getKey(), way.getValue());
    }
    table.title("A snapshot, and copies by Kryo 5.6.2, Fory 1.6.0, cloning 1.12.0: ns / bytes");
    rows(table, times);
    table.title("What they do");
    rows(table, deeds);
  }

  private void measure(String way, List<String> options) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Ground.java(options, classPath(), SnapshotApplication.class, way))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    System.out.println(way + "\n" + said);
    boolean warns = said.contains("WARNING");
    said.lines().forEach(this::read);
    deeds
        .computeIfAbsent("the JDK's warnings", key -> new ArrayList<>())
        .add(warns ? "printed" : "none");
  }

  private void read(String line) {
    String[] cells = line.split("\t", -1);
    if (cells[0].equals("time")) {
      times
          .computeIfAbsent(cells[1] + ", " + cells[2], key -> new ArrayList<>())
          .add(cells[3] + " / " + cells[4]);
    } else if (cells[0].equals("does")) {
      deeds.computeIfAbsent(cells[1], key -> new ArrayList<>()).add(cells[2]);
    }
  }

  private List<Path> classPath() throws IOException {
    List<Path> path = new ArrayList<>(List.of(ground.classes(), ground.api()));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(ground.file("lib"), "*.jar")) {
      jars.forEach(path::add);
    }
    return path;
  }

  private static void rows(Table table, Map<String, List<String>> rows) {
    List<String> head = new ArrayList<>(WAYS.keySet());
    head.add(0, "");
    table.row(head.toArray(String[]::new));
    table.line();
    rows.forEach(
        (what, said) -> {
          List<String> cells = new ArrayList<>(said);
          cells.add(0, what);
          table.row(cells.toArray(String[]::new));
        });
  }
}
