package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.TeamTests;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's own tests in a JVM with the packaged agent, once for every route. */
class CompatTestIT {

  private static final String LEGACY =
      """
      package app;
      public class LegacyTexts {
        public static String upper(String text) { return "legacy " + text; }
      }
      """;
  private static final String ADAPTER =
      """
      package plugin;
      import dev.compat.*;
      @Replaces(value = app.LegacyTexts.class, migration = "texts")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class TextsAdapter {
        String upper(String text) { return (text.equals("q") ? "new " : "legacy ") + text; }
      }
      """;
  private static final String TEAM =
      """
      package app;
      import dev.compat.flag.Route;
      import dev.compat.junit.CompatTest;
      class TeamTest {
        @CompatTest(routes = {Route.LEGACY, Route.SHADOW, Route.VERIFY, Route.FALLBACK, Route.NEW})
        void agrees() { say(LegacyTexts.upper("a")); }

        @CompatTest(migrations = "texts", flags = "flags.yaml")
        void differs() { say(LegacyTexts.upper("q")); }

        private static void say(String answer) {
          if (!answer.matches("(legacy|new) [aq]")) throw new AssertionError(answer);
          System.out.println(answer);
        }
      }
      """;
  private static final String LATE =
      """
      package app;
      import dev.compat.flag.Route;
      import dev.compat.junit.CompatTest;
      class LateTest {
        @CompatTest(routes = Route.NEW)
        void uses_legacy_first() { LegacyTexts.upper("q"); }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    app = bench.plugin("app.jar", List.of(), List.of(), LEGACY, TEAM, LATE);
    Path plugin = bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER);
    bench.file(
        "compat.yaml",
        "plugins: [" + plugin + "]\nflags: target/flags.yaml\nstate: target/state\nvalues: all\n");
    bench.file(
        "flags.yaml", "flags: {texts: {context: {text: 'arg(0)'}, by: text, route: {new: 1%}}}\n");
  }

  private List<String> run(String test) {
    List<Path> classPath = new ArrayList<>(List.of(app));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("compat-core"))
        .map(Path::of)
        .forEach(classPath::add);
    classPath.addAll(TeamTests.classPath(Workbench.NEEDED.toArray(String[]::new)));
    return TeamTests.run(bench, List.of(bench.agent()), classPath, test);
  }

  @Test
  void a_test_runs_on_every_route_and_a_difference_fails_it_on_shadow() throws Exception {
    List<String> said = run("app.TeamTest");

    assertThat(String.join("\n", said))
        .contains(
            "legacy a\nLEGACY SUCCESSFUL\nlegacy a\nSHADOW SUCCESSFUL\nlegacy a\nVERIFY SUCCESSFUL"
                + "\nlegacy a\nFALLBACK SUCCESSFUL\nlegacy a\nNEW SUCCESSFUL")
        .contains("legacy q\nLEGACY SUCCESSFUL\nlegacy q\nSHADOW FAILED\n1 of 1 calls that were")
        .contains("upper · result · text", "given   \"q\"", "legacy  legacy q", "new     new q")
        .contains("new q\nNEW SUCCESSFUL");
    assertThat(said).filteredOn(line -> line.contains("FAILED")).hasSize(1);
    assertThat(Files.readString(folder.resolve("target/flags.yaml"))).endsWith("flags: {}\n");
  }

  @Test
  void a_legacy_class_that_is_first_used_by_the_test_proves_nothing() {
    assertThat(String.join("\n", run("app.LateTest")))
        .contains("NEW FAILED\ntexts: its legacy class was first used by this method");
  }
}
