package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * OpenTelemetry's agent beside ours, with spans for the very methods that are woven.
 *
 * <p>Of two agents the last one's instructions come first in a method. If those are
 * OpenTelemetry's, the replacement has its span too, and legacy that is called by a route has one
 * inside the other.
 */
@Tag("slow")
class OpenTelemetryIT {

  /** Calls between two lines on standard error, where spans are written by the calling thread. */
  private static final String MAIN =
      """
      package app;
      public class Main {
        public static void main(String[] args) {
          java.util.Scanner in = new java.util.Scanner(System.in);
          while (in.hasNextLine()) {
            String[] words = in.nextLine().split(" ");
            if (words.length > 1) System.err.println("begin " + words[1]);
            String answer = Shell.answer(words[0]);
            if (words.length > 1) System.err.println("end " + words[1]);
            System.out.println(answer);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    Map<String, byte[]> classes =
        Workbench.compile(List.of(), Placed.LEGACY, Placed.LOOK, Placed.SHELL, MAIN);
    app = bench.pack("app.jar", classes, Map.of());
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), Placed.ADAPTER));
    Placed.route(bench, "legacy");
  }

  @ParameterizedTest
  @CsvSource({"before, 2, 4", "after, 0, 2", "late, 0, 2"})
  void routes_are_obeyed_and_what_legacy_runs_has_its_spans(
      String weCome, int spansByNew, int spansByShadow) {
    Placed.Untouched untouched = Placed.Untouched.of(start(them()));

    String us = bench.agent();
    try (ForkedJvm jvm =
        switch (weCome) {
          case "before" -> start(us, them());
          case "after" -> start(them(), us);
          default -> start(them());
        }) {
      if (weCome.equals("late")) {
        Placed.attach(bench, jvm);
      }
      assertThat(jvm.ask("call off")).isEqualTo(Placed.BY_LEGACY);
      Placed.route(bench, "new");
      jvm.askUntil("call", Placed.BY_NEW::equals);
      assertThat(jvm.ask("call new")).isEqualTo(Placed.BY_NEW);
      Placed.route(bench, "shadow");
      jvm.await("place", status -> status.route().equals("shadow"));
      assertThat(jvm.ask("call shadow")).isEqualTo(Placed.BY_LEGACY);
      Placed.route(bench, "legacy");
      jvm.await("place", status -> status.route().equals("legacy"));
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.ask("call detached")).isEqualTo(Placed.BY_LEGACY);
      assertThat(jvm.end()).isZero();

      assertThat(jvm.errors()).doesNotContain("compat:").doesNotContain("ERROR");
      assertThat(spans(jvm, "off")).isEqualTo(2);
      assertThat(spans(jvm, "new")).isEqualTo(spansByNew);
      assertThat(spans(jvm, "shadow")).isEqualTo(spansByShadow);
      assertThat(spans(jvm, "detached")).isEqualTo(2);
    }
  }

  private static long spans(ForkedJvm jvm, String during) {
    return jvm.errors()
        .lines()
        .dropWhile(line -> !line.equals("begin " + during))
        .takeWhile(line -> !line.equals("end " + during))
        .filter(line -> line.contains("'Legacy.add'") || line.contains("'Legacy.greet'"))
        .count();
  }

  private static String them() {
    return "-javaagent:" + Placed.jars("compat.slow.jars", "opentelemetry").get(0);
  }

  private ForkedJvm start(String... agents) {
    List<String> all = new ArrayList<>(List.of(agents));
    all.addAll(
        List.of(
            "-XX:+EnableDynamicAgentLoading",
            "-Dotel.traces.exporter=console",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Dotel.instrumentation.methods.include=app.Legacy[add,greet]"));
    return bench.startWithout(all, "app.Main", app);
  }
}
