package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.Heartbeat;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that declarations do not permit, and floors: with the agent as it is shipped. */
class RefusedRoutesIT {

  private static final String LEGACY =
      """
      package app;
      public class LegacyNAME {
        private int count;
        private static final int[] NONE = {0};
        public static String fixed(String key) { return "legacy"; }
        public String counting(String key) { count++; return "legacy"; }
      }
      """;
  private static final String STATELESS =
      """
      package app;
      public class LegacyStateless {
        private final String name;
        public LegacyStateless() { name = "legacy"; }
        public String counting(String key) { return name; }
        public static String fixed(String key) { return "legacy"; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            Class<?> type = Class.forName("app.Legacy" + line);
            Object legacy = type.getConstructor().newInstance();
            String all = "";
            for (String method : new String[] {"fixed", "counting"}) {
              for (String key : new String[] {"some", "other"}) {
                all += " " + type.getMethod(method, String.class).invoke(legacy, key);
              }
            }
            System.out.println(all.trim());
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.LegacyNAME.class, migration = "NAME"STATE)
      EFFECTS
      class AdapterNAME {
        String fixed(String key) { return "new"; }
        String counting(String key) { return "new"; }
      }
      """;
  private static final String FREE = "@Effects(replacement = Effect.NONE, legacy = Effect.NONE)";
  private static final String KEPT =
      " (field 'count' of app.LegacyNAME is assigned in counting(String))";
  private static final String SOME_NEW =
      "{context: {k: 'arg(0)'}, route: legacy, rules: [{when: {k: [some]}, route: new}]}";

  /** What a migration is declared and flagged as, and what comes of it. */
  private record Case(
      String name, String state, String effects, String flag, String answers, String why) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "Shadowed",
              "",
              "",
              "{route: shadow}",
              "legacy legacy legacy legacy",
              "app.LegacyShadowed#counting(String), app.LegacyShadowed#fixed(String) are not"
                  + " shadowed, since its replacement may have effects; if it has none, declare"
                  + " @Effects(replacement = NONE)"),
          new Case(
              "Verified",
              "",
              "@Effects(replacement = Effect.NONE)",
              "{route: verify}",
              "legacy legacy legacy legacy",
              "app.LegacyVerified#counting(String), app.LegacyVerified#fixed(String) are not"
                  + " verified, since legacy may have effects, and would have them beside the"
                  + " replacement's; if it has none, declare @Effects(legacy = NONE)"),
          new Case(
              "Unwritten",
              "",
              FREE,
              "{route: verify}",
              "new new legacy legacy",
              "app.LegacyUnwritten#counting(String) is not verified, since legacy would answer from"
                  + " state that the calls answered by the replacement left unwritten"
                  + KEPT
                  + "; take the legacy object by a @Receiver parameter"),
          new Case(
              "Mixed",
              "",
              FREE,
              SOME_NEW,
              "new legacy legacy legacy",
              "app.LegacyMixed#counting(String) is not given route new for some calls and legacy"
                  + " for others, since each side would answer from state that the other left"
                  + " unwritten"
                  + KEPT
                  + "; declare @Replaces(state = INDEPENDENT), or PER_RECEIVER, or give all calls"
                  + " one route"),
          new Case(
              "FallingBack",
              "",
              FREE,
              "{route: fallback}",
              "new new legacy legacy",
              "app.LegacyFallingBack#counting(String) is not given route fallback, since legacy"
                  + " would answer from state that the calls answered by the replacement left"
                  + " unwritten"
                  + KEPT
                  + "; declare @Replaces(state = INDEPENDENT) if neither side needs the other's"),
          new Case(
              "Floored",
              "",
              "",
              "{route: verify, floor: fallback}",
              "new new new new",
              "app.LegacyFloored#counting(String), app.LegacyFloored#fixed(String) are not verified,"
                  + " since legacy may have effects"));

  private static final List<Case> GRANTED =
      List.of(
          new Case("Constant", "", "", "{route: new}", "new new new new", ""),
          new Case(
              "Independent",
              ", state = LegacyState.INDEPENDENT",
              "",
              SOME_NEW,
              "new legacy new legacy",
              ""),
          new Case(
              "Copied",
              ", state = LegacyState.INDEPENDENT",
              FREE,
              "{route: verify}",
              "new new new new",
              ""),
          new Case("Stateless", "", FREE, "{route: verify}", "new new new new", ""));

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void what_is_not_permitted_stays_on_legacy_or_the_floor_and_says_what_to_declare(
      int classFileVersion) throws IOException {
    List<Case> all = new ArrayList<>(CASES);
    all.addAll(GRANTED);
    Path app = application(all, classFileVersion);
    bench.configure(plugin(all, app));
    bench.flags(flags(all, "{route: legacy}"));
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      all.forEach(each -> jvm.ask(each.name()));
      bench.flags(flags(all, null));
      all.forEach(each -> jvm.awaitArmed(each.name()));
      for (Case each : all) {
        assertThat(jvm.ask(each.name())).as(each.name()).isEqualTo(each.answers());
      }
      for (Case each : CASES) {
        jvm.awaitError(why(each));
        assertThat(jvm.errors().split(Pattern.quote(why(each)), -1)).as("told once").hasSize(2);
      }
      awaitProblems(jvm);
      assertThat(jvm.end()).isZero();
    }
    Map<String, String> suspended = suspended();
    for (Case each : CASES) {
      String remedy = why(each).substring(why(each).indexOf("since"));
      assertThat(suspended.get(each.name())).as(each.name()).contains(remedy);
    }
    GRANTED.forEach(each -> assertThat(suspended.get(each.name())).isEmpty());
  }

  @Test
  void a_floor_outlives_kill_switches_and_flags_that_are_lost() throws IOException {
    Case floored = new Case("Kept", "", "", "{route: new, floor: new}", "new new new new", "");
    Path app = application(List.of(floored), 61);
    bench.configure(plugin(List.of(floored), app));
    bench.flags("Kept: {route: new, floor: new}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("Kept");
      jvm.awaitArmed("Kept");
      assertThat(jvm.ask("Kept")).isEqualTo(floored.answers());
      bench.file("state/OFF", "");
      jvm.await("Kept", status -> status.route().contains("desired"));
      assertThat(jvm.ask("Kept")).isEqualTo(floored.answers());
      bench.flags("Kept: {route: legacy}");
      jvm.awaitError("gives no floor, but had the floor new");
      assertThat(jvm.ask("Kept")).isEqualTo(floored.answers());
      assertThat(jvm.end()).isZero();
    }
    Files.delete(folder.resolve("flags.yaml"));
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("Kept");
      jvm.awaitArmed("Kept");
      assertThat(jvm.ask("Kept")).isEqualTo(floored.answers());
      jvm.awaitError("migration 'Kept' has no flag that could be read, but had the floor new");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void a_migration_that_is_observed_answers_from_legacy_once_its_flag_is_gone() {
    Case seen = new Case("Seen", "", FREE, "{route: new}", "new new new new", "");
    Path app = application(List.of(seen), 61);
    Path plugin = plugin(List.of(seen), app);
    bench.file(
        "compat.yaml",
        "plugins:\n  - path: " + plugin + "\nstate: state\nobserve: [app.LegacySeen]\n");
    bench.flags("Seen: {route: new}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("Seen");
      jvm.awaitArmed("Seen");
      assertThat(jvm.ask("Seen")).isEqualTo(seen.answers());
      bench.file("flags.yaml", "flags: {}\n");
      jvm.await("Seen", status -> status.route().contains("no flag"));
      assertThat(jvm.ask("Seen")).isEqualTo("legacy legacy legacy legacy");
      bench.flags("Seen: {route: fallback}");
      jvm.await("Seen", status -> status.route().equals("fallback"));
      jvm.awaitArmed("Seen");
      assertThat(jvm.ask("Seen")).isEqualTo("new new legacy legacy");
      assertThat(jvm.end()).isZero();
    }
  }

  private static String why(Case each) {
    return each.why().replace("NAME", each.name());
  }

  private static String[] flags(List<Case> cases, String only) {
    return cases.stream()
        .map(each -> each.name() + ": " + (only == null ? each.flag() : only))
        .toArray(String[]::new);
  }

  private Path application(List<Case> cases, int classFileVersion) {
    List<String> sources = new ArrayList<>();
    for (Case each : cases) {
      String legacy = each.name().equals("Stateless") ? STATELESS : LEGACY;
      sources.add(legacy.replace("NAME", each.name()));
    }
    String[] legacy = sources.toArray(String[]::new);
    Map<String, byte[]> classes =
        new TreeMap<>(
            classFileVersion < 52
                ? OldClassFiles.compile(classFileVersion, legacy)
                : Workbench.compile(List.of(), legacy));
    classes.putAll(Workbench.compile(List.of(), MAIN));
    return bench.pack("app.jar", classes, Map.of());
  }

  private Path plugin(List<Case> cases, Path app) {
    String[] adapters =
        cases.stream()
            .map(
                each ->
                    ADAPTER
                        .replace("NAME", each.name())
                        .replace("STATE", each.state())
                        .replace("EFFECTS", each.effects()))
            .toArray(String[]::new);
    return bench.plugin("plugin.jar", List.of(app), List.of(), adapters);
  }

  /** Heartbeats follow the log within a second. */
  private void awaitProblems(ForkedJvm jvm) {
    for (int i = 0; i < 600 && problems().size() < CASES.size(); i++) {
      jvm.await("Shadowed", status -> true);
      try {
        Thread.sleep(100);
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    }
    assertThat(problems()).hasSize(CASES.size());
  }

  private List<String> problems() {
    return StateFolder.at(folder.resolve("state")).heartbeats().stream()
        .map(Heartbeat::problems)
        .flatMap(List::stream)
        .toList();
  }

  private Map<String, String> suspended() throws IOException {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    return EvidenceLog.read(state.evidenceFiles()).merged().stream()
        .collect(
            Collectors.groupingBy(
                JoinPointSnapshot::migration,
                Collectors.flatMapping(
                    one -> one.suspended().stream(), Collectors.joining(" / "))));
  }
}
