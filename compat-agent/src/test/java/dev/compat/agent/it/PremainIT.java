package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that cannot do what it was told: one message with file, line and remedy, and the
 * application as if nothing were attached.
 */
class PremainIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String answer(String question, int times) { return "legacy " + times; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          int times = 0;
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(Legacy.answer(line, ++times));
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "pricing")
      class Adapter { String answer(String question, int times) { return "new " + times; } }
      """;
  private static final String NOT_ATTACHED =
      "compat: error: not attached, the application runs without it: ";

  @TempDir Path folder;
  private Workbench bench;
  private Path app;
  private Path config;
  private Path flags;
  private Path plugin;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    config = folder.resolve("compat.yaml");
    flags = folder.resolve("flags.yaml");
    app = bench.jar("app.jar", List.of(), LEGACY, MAIN);
    plugin = bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER);
    bench.configure(plugin);
    bench.flags("pricing: {route: new}");
  }

  @Test
  void what_an_old_jvm_sees_of_the_agent_is_of_java_8() throws IOException {
    try (JarFile jar = new JarFile(Workbench.AGENT.toFile())) {
      List<JarEntry> entries =
          jar.stream().filter(entry -> entry.getName().matches("dev/compat/.*[.]class")).toList();
      assertThat(entries)
          .extracting(JarEntry::getName)
          .containsExactlyInAnyOrder(
              "dev/compat/agent/AgentLoader.class",
              "dev/compat/agent/CompatAgent.class",
              "dev/compat/agent/package-info.class");
      for (JarEntry entry : entries) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
          assertThat(in.readInt()).as(entry.getName()).isEqualTo(52);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void a_jvm_that_is_too_old_is_left_with_one_line(String version) {
    try (ForkedJvm jvm = startAged(version)) {
      assertRunsAsLegacy(jvm);
      assertThat(jvm.errors())
          .isEqualTo(
              "compat: not attached, the application runs without it: it needs Java 17 or later,"
                  + " this is "
                  + version);
    }
  }

  /** The JVM sets the version itself; another agent that comes first says it is older. */
  private ForkedJvm startAged(String version) {
    String ageing =
        """
        package old;
        public class Ageing {
          public static void premain(String version) {
            System.setProperty("java.specification.version", version);
          }
        }
        """;
    String manifest = "Manifest-Version: 1.0\nPremain-Class: old.Ageing\n";
    Path agent =
        bench.pack(
            "ageing.jar",
            Workbench.compile(List.of(), ageing),
            Map.of("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8)));
    List<String> agents =
        List.of(
            "-javaagent:" + agent + "=" + version, "-javaagent:" + Workbench.AGENT + "=" + config);
    return bench.startWithout(agents, "app.Main", app);
  }

  @Test
  void no_configuration() {
    String agent = "-javaagent:" + Workbench.AGENT;
    try (ForkedJvm jvm = bench.startWithout(List.of(agent), "app.Main", app)) {
      assertRunsAsLegacy(jvm);
      assertThat(jvm.errors())
          .isEqualTo(
              NOT_ATTACHED
                  + "no configuration named; start with -javaagent:compat-agent.jar=compat.yaml,"
                  + " or set -Dcompat.config or COMPAT_CONFIG");
    }
  }

  @Test
  void a_configuration_that_is_not_there() throws IOException {
    Files.delete(config);
    assertSays(
        NOT_ATTACHED
            + config
            + ": no such file, looked for at '"
            + config
            + "'; name another with -javaagent:compat-agent.jar=compat.yaml, -Dcompat.config or"
            + " COMPAT_CONFIG");
  }

  @Test
  void a_configuration_that_is_no_yaml() {
    bench.file("compat.yaml", "state: state\nplugins: [a.jar");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertRunsAsLegacy(jvm);
      assertThat(jvm.errors().lines())
          .singleElement()
          .asString()
          .startsWith(NOT_ATTACHED + config + ":2: not YAML: ")
          .endsWith("; check indentation and brackets, and quote values with special characters");
    }
  }

  @Test
  void an_unknown_key_and_whatever_else_is_wrong() {
    bench.file("compat.yaml", "plugins: [plugin.jar]\nflag: flags.yaml\nvalues: some\n");
    assertSays(
        NOT_ATTACHED + config + ":2: unknown key 'flag'; did you mean 'flags'?",
        NOT_ATTACHED + config + ":3: unknown values 'some'; did you mean 'none'?");
  }

  @Test
  void a_plugin_that_is_not_there() {
    bench.file("compat.yaml", "state: state\nplugins: [nowhere.jar]\n");
    assertSays(
        "compat: error: "
            + config
            + ":2: there is no plugin "
            + folder.resolve("nowhere.jar")
            + "; correct its path");
  }

  @Test
  void a_plugin_of_another_sha256() {
    String expected = "0".repeat(64);
    bench.file(
        "compat.yaml",
        "state: state\nplugins:\n  - path: plugin.jar\n    sha256: " + expected + "\n");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertRunsAsLegacy(jvm);
      assertThat(jvm.errors())
          .matches(
              "compat: error: \\Q"
                  + config
                  + ":3: plugin "
                  + plugin
                  + "\\E has sha256 [0-9a-f]{64}, not "
                  + expected
                  + "; deploy the jar that was meant, or correct the sum");
    }
  }

  @Test
  void a_plugin_that_is_no_jar() throws IOException {
    Files.writeString(plugin, "half a download");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertRunsAsLegacy(jvm);
      assertThat(jvm.errors().lines())
          .singleElement()
          .asString()
          .startsWith("compat: error: " + config + ":2: plugin " + plugin + " cannot be read: ")
          .endsWith("; build the jar again");
    }
  }

  @Test
  void an_adapter_that_does_not_fit_shows_both_signatures() {
    bench.plugin(
        "plugin.jar",
        List.of(app),
        List.of(),
        ADAPTER.replace(
            "String answer(String question, int times)",
            "Object answer(String question, long times)"));
    assertSays(
        "compat: error: pricing: not armed, legacy answers: "
            + plugin
            + ": adapter plug.Adapter (Object answer(String, long)) matches no method that legacy"
            + " app.Legacy declares; by that name it has String answer(String, int); its"
            + " superclass is java.lang.Object; give it the name and parameters of a method that"
            + " the class declares itself, name the class that declares it, or make it private");
  }

  @Test
  void an_adapter_whose_result_does_not_fit_shows_both_signatures() {
    bench.plugin(
        "plugin.jar",
        List.of(app),
        List.of(),
        ADAPTER.replace("String answer", "int answer").replace("\"new \" + ", ""));
    assertSays(
        "compat: error: pricing: not armed, legacy answers: "
            + plugin
            + ": adapter plug.Adapter (int answer(String, int)) does not return what legacy"
            + " app.Legacy does: String answer(String, int); return the same type");
  }

  @Test
  void an_adapter_that_cannot_be_built() {
    bench.plugin(
        "plugin.jar",
        List.of(app),
        List.of(),
        ADAPTER.replace(
            "class Adapter {", "class Adapter { Adapter() { throw new Error(\"no\"); }"));
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("legacy 1");
      jvm.awaitError("pricing: not armed, legacy answers: adapter plug.Adapter from " + plugin);
      assertThat(jvm.ask("go")).isEqualTo("legacy 2");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void flags_that_are_not_there() throws IOException {
    Files.delete(flags);
    assertSays(
        "compat: error: "
            + flags
            + ": no such file, looked for at '"
            + flags
            + "'; create it, or name another with 'flags' in compat.yaml (the flags read last stay"
            + " in force)");
  }

  @Test
  void a_flag_of_no_migration() {
    bench.flags("pricng: {route: new}");
    assertSays(
        "compat: error: "
            + flags
            + ":2: flag 'pricng' is of no migration that a plugin has an adapter for; add its"
            + " plugin, or correct the name (pricing)");
  }

  @Test
  void a_flag_without_any_plugin() {
    bench.file("compat.yaml", "state: state\n");
    assertSays(
        "compat: error: "
            + flags
            + ":2: flag 'pricing' is of no migration that a plugin has an adapter for; name a"
            + " plugin in compat.yaml");
  }

  @Test
  void a_percentage_over_100() {
    bench.flags("pricing: {route: {new: 120}}");
    assertSays(
        "compat: error: "
            + flags
            + ":2: percentage 120 of 'new' is over 100; use 0 to 100 (the flags read last stay in"
            + " force)");
  }

  @Test
  void an_unknown_route() {
    bench.flags("pricing: {route: fresh}");
    assertSays(
        "compat: error: "
            + flags
            + ":2: unknown route 'fresh'; use legacy, shadow, fallback, verify or new (the flags read"
            + " last stay in force)");
  }

  @Test
  void a_context_value_that_cannot_be_read() {
    bench.flags(
        "pricing: {context: {tenant: \"static:app.Nowhere#now\"}, by: tenant, route: {new: 50}}");
    String message =
        flags
            + ":2: context value 'tenant' of flag 'pricing' cannot be read: class app.Nowhere is"
            + " not loaded; correct 'static:app.Nowhere#now'; such calls have no value for it";

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("go")).isEqualTo("legacy 2");
      jvm.awaitError(message);
      assertThat(jvm.ask("go")).isEqualTo("legacy 3");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEqualTo("compat: error: " + message);
    }
  }

  @Test
  void a_state_folder_that_cannot_be_made() {
    bench.file("compat.yaml", "plugins: [plugin.jar]\nstate: app.jar\n");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("legacy 1");
      jvm.awaitError("; give the process a state folder that it may write");
      jvm.awaitError("; everything is held at legacy until it can");
      assertThat(jvm.ask("go")).isEqualTo("legacy 2");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("\tat ");
    }
  }

  @Test
  void flags_that_turn_bad_leave_the_last_good_ones_in_force_and_are_told_of_once() {
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("go")).isEqualTo("new 2");

      bench.file("flags.yaml", "flags:\n  pricing: {rout: legacy}\n");
      jvm.awaitError("unknown key 'rout'");
      assertThat(jvm.ask("go")).isEqualTo("new 3");

      bench.flags("pricing: {route: legacy}");
      jvm.await("pricing", status -> status.route().equals("legacy"));
      assertThat(jvm.ask("go")).isEqualTo("legacy 4");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors())
          .isEqualTo(
              "compat: error: "
                  + flags
                  + ":2: unknown key 'rout'; did you mean 'route'? (the flags read last stay in"
                  + " force)");
    }
  }

  private void assertSays(String... lines) {
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("legacy 1");
      List.of(lines).forEach(jvm::awaitError);
      assertThat(jvm.ask("go")).isEqualTo("legacy 2");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.rest()).isEmpty();
      assertThat(jvm.errors().lines()).containsExactly(lines);
    }
  }

  private static void assertRunsAsLegacy(ForkedJvm jvm) {
    List<String> answers = new ArrayList<>(List.of(jvm.ask("go"), jvm.ask("go")));
    assertThat(jvm.end()).isZero();
    answers.addAll(jvm.rest());
    assertThat(answers).containsExactly("legacy 1", "legacy 2");
  }
}
