package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus.Arming;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin does while it is built is its own affair: callers and other plugins go on. */
class ArmingIT {

  private static final String MAIN =
      """
      package app;
      public class Main {
        public static int one() { return 1; }
        public static int two() { return 2; }
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(one() + " " + two());
          }
        }
      }
      """;
  private static final String GOOD =
      """
      package plug;
      @dev.compat.Replaces(value = app.Main.class, migration = "good")
      class Good {
        int two() { return 22; }
      }
      """;
  private static final String OTHER =
      """
      package plug;
      @dev.compat.Replaces(value = app.Main.class, migration = "other")
      class Other {
        int one() { return 11; }
      }
      """;

  /** Is at another place ten times a second. */
  private static final String PAUSE =
      """
      package plug;
      public class Pause {
        static void of(int i) { if (i % 2 == 0) even(); else odd(); }
        static void even() {
          try { Thread.sleep(110); } catch (InterruptedException e) { }
        }
        static void odd() {
          try { Thread.sleep(110); } catch (InterruptedException e) { }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), MAIN);
    bench.flags("good: {route: new}", "other: {route: new}");
  }

  @Test
  void a_module_that_hangs_holds_up_nobody_else() {
    start(module("try { Thread.sleep(3_600_000); } catch (InterruptedException e) {}"));

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("1 2");
      jvm.awaitArmed("good");
      assertThat(jvm.await("other", status -> true).arming()).isEqualTo(Arming.ARMING);
      assertThat(jvm.ask("go")).isEqualTo("1 22");
      jvm.awaitError(
          "other: still being armed after 10 s, legacy answers; its plugin is at compat-plugin:other.jar//plug.Module");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void where_a_module_is_that_takes_long_is_said_once() throws Exception {
    start(module("for (int i = 0; i < 300; i++) { Pause.of(i); }"), PAUSE);

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("1 2");
      jvm.awaitError("other: still being armed after 10 s");
      Thread.sleep(2_000);
      assertThat(jvm.errors().lines()).hasSize(1);
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void a_module_that_throws_fails_its_own_migration_with_one_line() {
    start(module("throw new IllegalStateException(\"no database\");"));

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("1 2");
      jvm.awaitArmed("good");
      String reason = jvm.await("other", status -> status.arming() == Arming.FAILED).reason();
      assertThat(reason).contains("plug.Other").contains("no database").doesNotContain("\n");
      assertThat(jvm.ask("go")).isEqualTo("1 22");
      assertThat(jvm.end()).isZero();
    }
  }

  private void start(String module, String... more) {
    String[] other =
        Stream.concat(Stream.of(OTHER, module), Arrays.stream(more)).toArray(String[]::new);
    bench.configure(
        bench.plugin("good.jar", List.of(app), List.of(), GOOD),
        bench.plugin("other.jar", List.of(app), List.of("plug.Module"), other));
  }

  private static String module(String body) {
    return """
    package plug;
    public class Module extends dev.compat.CompatModule {
      @Override protected void configure() {
        %s
      }
    }
    """
        .formatted(body);
  }
}
