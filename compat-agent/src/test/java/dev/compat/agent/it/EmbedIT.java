package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.Heartbeat;
import dev.compat.state.StateFolder;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library in an application that edits its call sites: no agent, and nearly no jars. */
class EmbedIT {

  private static final String LEGACY =
      """
      package app;
      public class LegacyPricing {
        public String quote(String sku, int count) { return "legacy " + sku + count; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import dev.compat.Compat;
      import dev.compat.Effect;
      import dev.compat.LegacyState;
      import dev.compat.embed.Call2;
      import java.nio.file.Path;
      public class Main {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          LegacyPricing legacy = new LegacyPricing();
          try (Compat compat = Compat.open(Path.of(args[0]))) {
            Call2<String, Integer, String, RuntimeException> quote =
                compat.migration("quotes").joinPoint("app.LegacyPricing#quote")
                    .replacementEffects(Effect.NONE)
                    .legacyState(LegacyState.INDEPENDENT)
                    .of(legacy::quote, (sku, count) -> "new " + sku + count);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              System.out.println(
                  line.equals("problems") ? compat.problems()
                      : line.equals("guice") ? guice()
                      : quote.call(line, 1));
            }
          }
          System.out.println(quote(legacy));
        }
        static String quote(LegacyPricing legacy) { return "closed"; }
        static String guice() {
          try {
            return "has " + Class.forName("com.google.inject.Guice");
          } catch (ClassNotFoundException absent) {
            return "none";
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
    app = bench.plugin("app.jar", List.of(), List.of(), LEGACY, MAIN);
    bench.file("compat.yaml", "flags: flags.yaml\nstate: state\nvalues: all\n");
  }

  private static List<Path> jars(Predicate<String> wanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                entry.contains("compat-core")
                    || wanted.test(Path.of(entry).getFileName().toString()))
        .map(Path::of)
        .toList();
  }

  private static boolean isNeeded(String name) {
    return Workbench.NEEDED.stream().anyMatch(name::startsWith);
  }

  private ForkedJvm start(Predicate<String> wanted, String... options) {
    List<Path> classPath = new ArrayList<>(jars(wanted));
    classPath.add(app);
    return bench.startWithout(
        List.of(options), "app.Main", classPath, folder + "/" + "compat.yaml");
  }

  @Test
  void flags_decide_off_is_obeyed_and_the_command_line_reads_what_happened() {
    bench.flags("quotes: {route: legacy}");
    try (ForkedJvm jvm = start(EmbedIT::isNeeded)) {
      assertThat(jvm.ask("guice")).isEqualTo("none");
      assertThat(jvm.ask("a")).isEqualTo("legacy a1");
      bench.flags("quotes: {route: shadow, shadow: {overflow: wait}}");
      jvm.await("quotes", status -> status.route().equals("shadow"));
      for (int i = 0; i < 20; i++) {
        assertThat(jvm.ask("a")).isEqualTo("legacy a1");
      }
      bench.flags(
          "quotes: {context: {sku: 'arg(0)'}, route: new, rules: [{when: {sku: [b]}, route: legacy}]}");
      jvm.askUntil("a", "new a1"::equals);
      assertThat(jvm.ask("b")).isEqualTo("legacy b1");
      assertThat(jvm.ask("problems")).isEqualTo("[]");

      assertThat(cli("status").out()).contains("quotes", "ARMED", "embedded1");
      Cli off = cli("off", "quotes", "--why", "INC-812");
      assertThat(off.out()).contains("quotes", "obeyed by 1 of 1 process");
      assertThat(jvm.ask("a")).isEqualTo("legacy a1");
      assertThat(cli("restore", "0", "--why", "closed").out()).contains("obeyed by 1 of 1 process");
      assertThat(jvm.ask("a")).isEqualTo("new a1");
      bench.file("state/OFF", "");
      jvm.askUntil("a", "legacy a1"::equals);

      assertThat(jvm.end()).isZero();
      assertThat(jvm.rest()).containsExactly("closed");
    }
    assertThat(heartbeats()).singleElement().matches(Heartbeat::ended);
    Cli report = cli("report");
    assertThat(report.out())
        .contains("quotes")
        .containsPattern("SHADOW  (\\d+) calls · \\1 compared \\(100 %\\) · 0 dropped")
        .containsPattern("quote  (\\d+)  \\1 differ  1 group  HOLD");
    assertThat(report.code()).isEqualTo(1);
  }

  @Test
  void a_process_that_ends_without_closing_has_a_last_word_all_the_same() {
    bench.flags("quotes: {route: new}");
    Path exits =
        bench.plugin(
            "exits.jar",
            List.of(),
            List.of(),
            """
            package app;
            public class Exits {
              public static void main(String[] args) throws Exception {
                var compat = dev.compat.Compat.open(java.nio.file.Path.of(args[0]));
                var call = compat.migration("quotes").joinPoint("x").of(() -> "legacy", () -> "new");
                System.out.println(compat.await(java.time.Duration.ofMinutes(1)) + call.call());
                System.exit(0);
              }
            }
            """);
    List<Path> classPath = new ArrayList<>(jars(EmbedIT::isNeeded));
    classPath.add(exits);
    try (ForkedJvm jvm =
        bench.startWithout(
            List.of(), "app.Exits", classPath, folder.resolve("compat.yaml").toString())) {
      assertThat(jvm.next()).isEqualTo("truenew");
      assertThat(jvm.end()).isZero();
    }
    assertThat(heartbeats())
        .singleElement()
        .satisfies(
            last -> {
              assertThat(last.ended()).isTrue();
              assertThat(last.migrations().get(0).newCalls()).isEqualTo(1);
            });
  }

  @Test
  void without_the_libraries_that_it_needs_the_application_runs_and_is_told_which() {
    bench.flags("quotes: {route: new}");
    for (String missing : List.of("jackson-", "snakeyaml", "HdrHistogram")) {
      try (ForkedJvm jvm = start(name -> isNeeded(name) && !name.startsWith(missing))) {
        assertThat(jvm.ask("a")).as(missing).isEqualTo("legacy a1");
        assertThat(jvm.ask("problems")).as(missing).contains("is missing", "class path");
        assertThat(jvm.end()).as(missing).isZero();
      }
    }
  }

  @Test
  void an_agent_in_the_same_process_knows_nothing_of_it_and_it_nothing_of_the_agent() {
    bench.file("agent/flags.yaml", "flags:\n  pricing: {route: legacy}\n");
    bench.plugin(
        "pricing.jar",
        List.of(app),
        List.of(),
        """
        package plugin;
        import dev.compat.*;
        @Replaces(value = app.LegacyPricing.class, migration = "pricing")
        class PricingAdapter {
          String quote(String sku, int count) { return "woven " + sku + count; }
        }
        """);
    bench.file("agent.yaml", "plugins: [pricing.jar]\nflags: agent/flags.yaml\nstate: state\n");
    bench.flags("quotes: {route: legacy}");
    String agent = "-javaagent:" + Workbench.AGENT + "=" + folder.resolve("agent.yaml");
    try (ForkedJvm jvm = start(EmbedIT::isNeeded, agent)) {
      assertThat(jvm.ask("a")).isEqualTo("legacy a1");
      bench.file("agent/flags.yaml", "flags:\n  pricing: {route: new}\n");
      jvm.askUntil("a", "woven a1"::equals);
      bench.flags("quotes: {route: new}");
      jvm.askUntil("a", "new a1"::equals);
      bench.file("agent/flags.yaml", "flags:\n  pricing: {route: legacy}\n");
      jvm.await("pricing", status -> status.route().equals("legacy"));
      assertThat(jvm.ask("a")).isEqualTo("new a1");
      bench.flags("quotes: {route: legacy}");
      jvm.askUntil("a", "legacy a1"::equals);

      assertThat(jvm.ask("problems")).isEqualTo("[]");
      assertThat(heartbeats()).hasSize(2).allMatch(one -> one.problems().isEmpty());
      assertThat(jvm.end()).isZero();
    }
    assertThat(heartbeats()).hasSize(2).allMatch(Heartbeat::ended);
  }

  private List<Heartbeat> heartbeats() {
    return StateFolder.at(folder.resolve("state")).heartbeats();
  }

  private record Cli(int code, String out) {}

  private Cli cli(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-jar", Workbench.AGENT.toString()));
    all.addAll(List.of(arguments));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(all);
    try (ForkedJvm jvm = ForkedJvm.start(command, folder)) {
      int code = jvm.end();
      return new Cli(code, String.join("\n", jvm.rest()));
    }
  }
}
