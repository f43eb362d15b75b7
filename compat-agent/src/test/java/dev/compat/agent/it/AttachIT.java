package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attaching to a running JVM by its process number, with the classes already loaded and in use. */
class AttachIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public String quote(String sku) { return "legacy " + sku; }
        public static long total(int[] amounts) {
          long sum = 0;
          for (int i = 0; i < amounts.length; i++) { sum += amounts[i]; }
          return sum;
        }
      }
      """;
  private static final String LATER =
      """
      package app;
      public class Later {
        public static String tax(String sku) { return "legacy tax " + sku; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("later")) System.out.println(Later.tax("x"));
            else System.out.println(legacy.quote(line) + "|" + Legacy.total(new int[] {1, 2}));
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "pricing")
      class Adapter {
        String quote(String sku) { return "new " + sku; }
        long total(int[] amounts) { return -1; }
      }
      """;
  private static final String LATER_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Later.class, migration = "tax")
      class LaterAdapter {
        String tax(String sku) { return "new tax " + sku; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes = Workbench.compile(List.of(), LEGACY, LATER, MAIN);
    if (classFileVersion < 52) {
      classes.putAll(OldClassFiles.compile(classFileVersion, LEGACY));
    }
    Path app = bench.pack("app.jar", classes, Map.of());
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER, LATER_ADAPTER));
    return app;
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void a_running_application_is_routed_with_its_classes_already_loaded(int classFileVersion) {
    Path app = application(classFileVersion);
    bench.flags("pricing: {route: new}", "tax: {route: new}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");

      Command attach = bench.command("attach", jvm.pid());
      assertThat(attach.errors()).isEmpty();
      assertThat(attach.lines())
          .contains(
              "process " + jvm.pid() + ": attached",
              "woven        app.Legacy in app: quote(String), total(int[])",
              "not loaded   app.Later; woven when it is");
      assertThat(attach.code()).isZero();

      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("a")).isEqualTo("new a|-1");
      assertThat(jvm.ask("later")).isEqualTo("legacy tax x");
      jvm.awaitArmed("tax");
      assertThat(jvm.ask("later")).isEqualTo("new tax x");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void attached_twice_is_no_and_harms_nobody() {
    Path app = application(61);
    bench.flags("pricing: {route: new}", "tax: {route: legacy}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      jvm.ask("a");
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      Command again = bench.command("attach", jvm.pid());
      assertThat(again.lines())
          .containsExactly(
              "process " + jvm.pid() + ": attached already, with " + folder.resolve("compat.yaml"));
      assertThat(again.code()).isEqualTo(1);

      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("a")).isEqualTo("new a|-1");
    }
  }

  @Test
  void a_running_application_is_observed_without_any_configuration() {
    Path app = bench.jar("app.jar", List.of(), LEGACY, LATER, MAIN);

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      jvm.ask("a");
      Command attach =
          bench.command("attach", jvm.pid(), "--state", "state", "--observe", "app.Legacy#quote");
      assertThat(attach.errors()).isEmpty();
      assertThat(attach.lines()).contains("woven        app.Legacy in app: quote(String)");
      assertThat(attach.code()).isZero();
      assertThat(jvm.ask("b")).isEqualTo("legacy b|3");
    }
  }
}
