package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shadowed replacements that do everything a replacement must not, in an application that must not
 * notice: the zero-harm contract, with the agent as it is shipped.
 */
class ShadowContractIT {

  private static final int CALLS = 30;
  private static final String LEGACY =
      """
      package app;
      import java.util.*;
      public class Legacy {
        static final RuntimeException UNCHECKED = new IllegalStateException("legacy");
        static final java.io.IOException CHECKED = new java.io.IOException("legacy");
        public static String right(List<String> in) { return "legacy"; }
        public static String unchecked(List<String> in) { return "legacy"; }
        public static String checked(List<String> in) throws java.io.IOException { return "legacy"; }
        public static String error(List<String> in) { return "legacy"; }
        public static String overflow(List<String> in) { return "legacy"; }
        public static String nothing(List<String> in) { return "legacy"; }
        public static Object giant(List<String> in) { return "legacy"; }
        public static Object cyclic(List<String> in) { return "legacy"; }
        public static String changing(List<String> in) { return "legacy"; }
        public static String interrupting(List<String> in) { return "legacy"; }
        public static String slow(List<String> in) { return "legacy"; }
        public static String throwing(List<String> in) throws java.io.IOException { throw CHECKED; }
        public static String throwingUnchecked(List<String> in) { throw UNCHECKED; }
        public static String hanging(List<String> in) { return "legacy"; }
        public static String undeclared(List<String> in) { return "legacy"; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      import java.util.*;
      public class Main {
        interface Call { Object of(List<String> in) throws Exception; }
        public static void main(String[] args) throws Exception {
          Map<String, Call> calls = new LinkedHashMap<>();
          calls.put("right", Legacy::right);
          calls.put("unchecked", Legacy::unchecked);
          calls.put("checked", Legacy::checked);
          calls.put("error", Legacy::error);
          calls.put("overflow", Legacy::overflow);
          calls.put("nothing", Legacy::nothing);
          calls.put("giant", Legacy::giant);
          calls.put("cyclic", Legacy::cyclic);
          calls.put("changing", Legacy::changing);
          calls.put("interrupting", Legacy::interrupting);
          calls.put("slow", Legacy::slow);
          calls.put("throwing", in -> thrown(Legacy::throwing, Legacy.CHECKED));
          calls.put("throwingUnchecked", in -> thrown(Legacy::throwingUnchecked, Legacy.UNCHECKED));
          calls.put("hanging", Legacy::hanging);
          calls.put("undeclared", Legacy::undeclared);
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Set<Object> answers = new HashSet<>();
            for (int i = 0; i < Integer.parseInt(words[0]); i++) {
              for (Map.Entry<String, Call> call : calls.entrySet()) {
                if (words[1].equals("all") || words[1].equals(call.getKey())) {
                  List<String> given = new ArrayList<>(List.of("given"));
                  answers.add(call.getValue().of(given));
                  if (!given.equals(List.of("given"))) answers.add("given " + given);
                }
              }
            }
            if (Thread.interrupted()) answers.add("interrupted");
            System.out.println(answers);
          }
        }
        static String thrown(Call call, Throwable expected) throws Exception {
          try {
            return "returned " + call.of(List.of());
          } catch (Throwable thrown) {
            return thrown == expected ? "legacy" : "threw " + thrown;
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import java.util.*;
      @Replaces(value = app.Legacy.class, migration = "shadowed")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        String right(List<String> in) { return "legacy"; }
        String unchecked(List<String> in) { throw new IllegalArgumentException("new"); }
        String checked(List<String> in) throws java.io.IOException { throw new java.io.IOException("new"); }
        String error(List<String> in) { throw new OutOfMemoryError("new"); }
        String overflow(List<String> in) { return overflow(in) + ""; }
        String nothing(List<String> in) { return null; }
        Object giant(List<String> in) {
          List<Object> giant = new ArrayList<>();
          for (int i = 0; i < 100_000; i++) giant.add(new ArrayList<>(List.of(i)));
          return giant;
        }
        Object cyclic(List<String> in) {
          List<Object> cyclic = new ArrayList<>();
          cyclic.add(cyclic);
          return cyclic;
        }
        String changing(List<String> in) { in.clear(); return "legacy"; }
        String interrupting(List<String> in) {
          Thread.currentThread().interrupt();
          Thread.currentThread().setContextClassLoader(null);
          return "legacy";
        }
        String slow(List<String> in) {
          try {
            Thread.sleep(500);
          } catch (InterruptedException early) {
            return "interrupted";
          }
          return "legacy";
        }
        String throwing(List<String> in) { return "new"; }
        String throwingUnchecked(List<String> in) { return "new"; }
      }
      """;
  private static final String HANGING =
      """
      package plug;
      import dev.compat.*;
      import java.util.*;
      @Replaces(value = app.Legacy.class, migration = "hanging")
      @Effects(replacement = Effect.NONE)
      class Hanging {
        String hanging(List<String> in) {
          while (!Boolean.getBoolean("healed")) Thread.yield();
          return "legacy";
        }
      }
      """;
  private static final String UNDECLARED =
      """
      package plug;
      import dev.compat.*;
      import java.util.*;
      @Replaces(value = app.Legacy.class, migration = "undeclared")
      class Undeclared {
        String undeclared(List<String> in) { return "new"; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, MAIN);
    bench.configure(
        bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER, HANGING, UNDECLARED));
  }

  @Test
  void whatever_a_candidate_does_the_caller_gets_what_legacy_gave() throws IOException {
    bench.flags("shadowed: {route: legacy}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("1 all")).isEqualTo("[legacy]");
      bench.flags("shadowed: {route: shadow, shadow: {queue: 40}}");
      jvm.awaitArmed("shadowed");
      assertThat(jvm.ask(CALLS + " all")).isEqualTo("[legacy]");
      jvm.await("shadowed", status -> status.compared() > 0);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
    for (JoinPointSnapshot joinPoint : evidence("shadowed").values()) {
      Coverage all = joinPoint.coverage();
      assertThat(all.shadowed()).isEqualTo(CALLS);
      assertThat(all.pending() + all.dropped() + all.compared() + all.incomparable())
          .isEqualTo(all.shadowed());
      assertThat(joinPoint.legacy().answered()).isEqualTo(CALLS);
      assertThat(joinPoint.replacement().answered()).isZero();
    }
    assertThat(evidence("shadowed").values())
        .anyMatch(joinPoint -> joinPoint.coverage().dropped() > 0);
  }

  @Test
  void candidates_that_hang_suspend_shadowing_until_the_flag_changes() throws IOException {
    String hanging = "hanging: {route: shadow, shadow: {timeout: 100ms, overflow: wait%s}}";
    bench.flags("hanging: {route: legacy}");
    try (ForkedJvm jvm = bench.start(List.of("-Dhealed=false"), "app.Main", app)) {
      jvm.ask("1 hanging");
      bench.flags(hanging.formatted(""));
      jvm.awaitArmed("hanging");
      assertThat(jvm.ask("10 hanging")).isEqualTo("[legacy]");
      awaitReport(jvm, "hanging", joinPoint -> !joinPoint.suspended().isEmpty());
      assertThat(jvm.ask("10 hanging")).isEqualTo("[legacy]");

      JoinPointSnapshot suspended = evidence("hanging").values().iterator().next();
      assertThat(suspended.suspended())
          .allMatch(why -> why.contains("the replacement did not answer within PT0.1S, 3 times"));
      assertThat(suspended.coverage().compared()).isZero();

      bench.flags(hanging.formatted(", threads: 2"));
      awaitReport(jvm, "hanging", joinPoint -> joinPoint.suspended().isEmpty());
      assertThat(jvm.ask("1 hanging")).isEqualTo("[legacy]");
      assertThat(jvm.end()).isZero();
    }
    Coverage all = evidence("hanging").values().iterator().next().coverage();
    assertThat(all.shadowed()).isEqualTo(21);
    assertThat(all.incomparable()).isGreaterThanOrEqualTo(3);
    assertThat(all.pending() + all.dropped() + all.incomparable()).isEqualTo(all.shadowed());
  }

  @Test
  void a_replacement_that_may_have_effects_is_not_shadowed_and_that_is_said() throws IOException {
    bench.flags("undeclared: {route: legacy}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("1 undeclared");
      bench.flags("undeclared: {route: shadow}");
      jvm.awaitArmed("undeclared");
      assertThat(jvm.ask(CALLS + " undeclared")).isEqualTo("[legacy]");
      awaitReport(jvm, "undeclared", joinPoint -> !joinPoint.suspended().isEmpty());
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors())
          .contains("app.Legacy#undeclared(List)", "declare @Effects(replacement = NONE)");
    }
    JoinPointSnapshot joinPoint = evidence("undeclared").values().iterator().next();
    assertThat(joinPoint.coverage().shadowed()).isZero();
    assertThat(joinPoint.suspended()).allMatch(why -> why.contains("declare @Effects"));
  }

  private void awaitReport(
      ForkedJvm jvm, String migration, Function<JoinPointSnapshot, Boolean> expected)
      throws IOException {
    for (int i = 0; i < 400; i++) {
      // Asking for its status paces the loop; evidence is kept every few seconds.
      jvm.await(migration, status -> true);
      if (evidence(migration).values().stream().anyMatch(expected::apply)) {
        return;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    }
    throw new AssertionError("evidence: " + evidence(migration) + "; " + jvm.errors());
  }

  private Map<String, JoinPointSnapshot> evidence(String migration) throws IOException {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    return EvidenceLog.read(state.evidenceFiles()).merged().stream()
        .filter(joinPoint -> joinPoint.migration().equals(migration))
        .collect(Collectors.toMap(JoinPointSnapshot::joinPoint, joinPoint -> joinPoint));
  }
}
