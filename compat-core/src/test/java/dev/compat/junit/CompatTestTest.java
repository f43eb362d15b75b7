package dev.compat.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.compat.Compat;
import dev.compat.Effect;
import dev.compat.compare.CompareRules;
import dev.compat.config.ConfigException;
import dev.compat.embed.Call1;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Tests of a team's own that open the library; the agent's are in {@code CompatTestIT}. */
class CompatTestTest {

  private static final List<String> ANSWERS = new ArrayList<>();

  @TempDir Path folder;

  /** What a team writes; run by the tests below alone. */
  abstract static class OnCompat {
    static Compat compat;
    static Call1<String, String, RuntimeException> upper;

    @BeforeAll
    static void open() {
      compat = Compat.open(Path.of(System.getProperty("compat.config")));
      upper =
          compat
              .migration("texts")
              .joinPoint("app.Texts#upper(String)")
              .replacementEffects(Effect.NONE)
              .of(text -> "L" + text, text -> (text.equals("q") ? "N" : "L") + text);
    }

    @AfterAll
    static void close() {
      compat.close();
    }
  }

  static class Team extends OnCompat {
    @CompatTest(flags = "FLAGS")
    void is_never_run_without_its_file() {
      ANSWERS.add("run");
    }

    @CompatTest(migrations = "texts")
    void differs() {
      ANSWERS.add(upper.call("q"));
    }

    @CompatTest
    void agrees() {
      ANSWERS.add(upper.call("a"));
    }

    @CompatTest(routes = Route.SHADOW)
    void calls_nothing() {}

    @CompatTest(routes = Route.NEW, migrations = "text", timeoutSeconds = 1)
    void is_of_another_migration() {}

    @CompatTest(routes = Route.VERIFY, timeoutSeconds = 1)
    void cannot_be_had() {
      upper.call("a");
    }

    @CompatTest(routes = {})
    void has_no_route() {}

    @CompatTest(routes = Route.NEW)
    void fails_itself() {
      throw new IllegalStateException(upper.call("q"));
    }
  }

  @BeforeEach
  void configuration() throws IOException {
    configure("flags.yaml");
    ANSWERS.clear();
  }

  private void configure(String flags) throws IOException {
    Path config = folder.resolve("compat.yaml");
    Files.writeString(config, "flags: " + flags + "\nstate: state\nvalues: all\n");
    System.setProperty("compat.config", config.toString());
  }

  @AfterEach
  void none() {
    System.clearProperty("compat.config");
  }

  /** What the runs of the team's tests say by test and route; empty where they pass. */
  private static Map<String, String> run() {
    Map<String, String> said = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Team.class))
        .execute()
        .allEvents()
        .finished()
        .filter(event -> event.getTestDescriptor().getParent().isPresent())
        .forEach(event -> said.put(name(event), failure(event)));
    return said;
  }

  private static String name(Event event) {
    return event.getTestDescriptor().isTest()
        ? event.getTestDescriptor().getParent().orElseThrow().getDisplayName()
            + " "
            + event.getTestDescriptor().getDisplayName()
        : event.getTestDescriptor().getDisplayName();
  }

  private static String failure(Event event) {
    return event
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .map(thrown -> String.valueOf(thrown.getMessage()))
        .orElse("");
  }

  @Test
  void a_flag_file_of_the_teams_is_not_written_and_what_it_says_besides_routes_holds()
      throws IOException {
    Path team = Path.of("src", "test", "flags.yaml");
    configure(team.toAbsolutePath().toString());
    assertThatThrownBy(() -> TestFlags.of(team, ""))
        .hasMessageContaining("src/test/flags.yaml may be a file of yours")
        .hasMessageContaining("'flags: target/flags.yaml'");

    Path kept = folder.resolve("kept.yaml");
    String text =
        "flags: {texts: {context: {who: 'arg(0)'}, route: {new: 5%}, by: who, floor: legacy,"
            + " shadow: {timeout: 9s, sample: 1%}, compare: {ignore: [result.at]}},"
            + " others: {route: new}}\n";
    Files.writeString(kept, text);
    Path written = folder.resolve("target/flags.yaml");
    TestFlags flags = TestFlags.of(written, kept.toString());
    flags.route(Route.SHADOW, List.of("texts"));
    Flags now = Files.exists(written) ? parse(written) : Flags.none();
    assertThat(now.flag("texts"))
        .satisfies(
            flag -> {
              assertThat(flag.summary()).isEqualTo("shadow");
              assertThat(flag.context()).containsOnlyKeys("who");
              assertThat(flag.shadow().timeout()).hasSeconds(9);
              assertThat(flag.shadow().sample()).isEqualTo(1);
              assertThat(flag.compare()).isNotEqualTo(CompareRules.NONE);
            });
    assertThat(now.flag("others")).hasToString("others: new");
    assertThat(Files.readString(kept)).isEqualTo(text);

    Files.writeString(written, "flags: {texts: {route: new}} # by hand");
    TestFlags again = TestFlags.of(written, "");
    again.route(Route.LEGACY, List.of("texts"));
    assertThat(parse(written).flag("texts")).hasToString("texts: legacy");
    again.restore();
    assertThat(Files.readString(written)).endsWith("# by hand");
  }

  private static Flags parse(Path file) {
    try {
      return Flags.parse(file);
    } catch (ConfigException refused) {
      throw new AssertionError(refused);
    }
  }

  @Test
  void every_route_is_a_run_and_a_difference_fails_shadow_alone() throws IOException {
    Map<String, String> said = run();

    assertThat(said)
        .containsEntry("differs() LEGACY", "")
        .containsEntry("differs() NEW", "")
        .containsEntry("agrees() LEGACY", "")
        .containsEntry("agrees() SHADOW", "")
        .containsEntry("agrees() NEW", "")
        .containsEntry("fails_itself() NEW", "Nq");
    assertThat(ANSWERS).containsExactlyInAnyOrder("Lq", "Lq", "Nq", "La", "La", "La");
    assertThat(said.get("differs() SHADOW"))
        .startsWith(
            "1 of 1 calls that were compared on route SHADOW differ; counted since this JVM began:")
        .contains("upper · result · text", "given   \"q\"", "legacy  Lq", "new     Nq");
    assertThat(said.get("calls_nothing() SHADOW"))
        .isEqualTo(
            "texts: nothing was compared on route SHADOW;"
                + " does the method call a join point of texts?");
    assertThat(said.get("is_of_another_migration() NEW"))
        .isEqualTo("after 1 s there is no migration 'text'; did you mean 'texts'?");
    assertThat(said.get("cannot_be_had() VERIFY"))
        .contains("texts: nothing was compared on route VERIFY", "legacy");
    assertThat(said.get("has_no_route()"))
        .isEqualTo("has_no_route with @CompatTest names no route; write routes = Route.NEW");
    assertThat(said.get("is_never_run_without_its_file() NEW")).contains("FLAGS");
    assertThat(Files.readString(folder.resolve("flags.yaml")))
        .startsWith("# Written by @CompatTest")
        .endsWith("\nflags: {}\n");
  }
}
