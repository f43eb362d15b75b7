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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Join points that call each other, from either side: with the agent as it is shipped. */
class NestingIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String batch(String mode) { return "L(" + Items.item(mode) + Other.other(mode) + ")"; }
        public static String mutual(String mode) { return "legacy"; }
      }
      """;
  private static final String ITEMS =
      """
      package app;
      public class Items {
        public static String item(String mode) { return "l"; }
      }
      """;
  private static final String OTHER =
      """
      package app;
      public class Other {
        public static String other(String mode) { return "o"; }
        public static String back(String mode) { return "legacy"; }
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
            System.out.println(line.equals("mutual") ? Legacy.mutual(line) : Legacy.batch(line) + Other.other(line) + Other.back(line).length());
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "outer")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        String batch(String mode) {
          if (mode.equals("declines")) throw new NotHandled("batches");
          if (mode.equals("fails")) throw new IllegalStateException();
          return "N(" + app.Items.item(mode) + app.Other.other(mode) + ")";
        }
        String mutual(String mode) { return app.Other.back(mode) + "!"; }
      }
      """;
  private static final String ITEMS_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Items.class, migration = "outer")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class ItemsAdapter {
        String item(String mode) { return "n"; }
      }
      """;
  private static final String OTHER_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Other.class, migration = "inner")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class OtherAdapter {
        String other(String mode) { return "p"; }
        String back(String mode) { return mode.equals("mutual") ? app.Items.item(mode) + "?" : "four"; }
      }
      """;
  private static final String EVERY = "shadow: {overflow: wait}}";

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, ITEMS, OTHER, MAIN);
    bench.configure(
        bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER, ITEMS_ADAPTER, OTHER_ADAPTER));
  }

  @Test
  void calls_inside_either_side_go_where_they_belong() throws IOException {
    bench.flags("outer: {route: legacy}", "inner: {route: legacy}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("answers")).isEqualTo("L(lo)o6");

      flags(jvm, "{route: fallback}", "{route: new}");
      assertThat(jvm.ask("answers")).isEqualTo("N(np)p4");
      assertThat(jvm.ask("declines")).as("calls inside are routed").isEqualTo("L(np)p4");
      assertThat(jvm.ask("fails")).as("calls inside are legacy's").isEqualTo("L(lp)p4");
      assertThat(jvm.ask("mutual")).as("adapters call each other").isEqualTo("n?!");

      flags(jvm, "{route: verify, " + EVERY, "{route: verify, " + EVERY);
      assertThat(jvm.ask("answers")).isEqualTo("N(np)p4");
      Map<String, JoinPointSnapshot> verified =
          settled(jvm, Map.of("batch", 1L, "item", 1L, "other", 2L));
      assertThat(verified.get("batch").verified()).isEqualTo(new Coverage(1, 0, 0, 0, 1, 0, 1));
      assertThat(verified.get("batch").groups().get(0).example().legacy())
          .as("legacy as a whole, but for what another migration answers")
          .isEqualTo("L(lp)");
      assertThat(verified.get("item").verified())
          .as("called by new on the caller, and not counted in legacy on the worker")
          .isEqualTo(new Coverage(1, 0, 0, 0, 1, 0, 0));
      assertThat(verified.get("other").verified())
          .as("called by new and by the caller; the worker's call starts no trial")
          .isEqualTo(new Coverage(2, 0, 0, 0, 2, 0, 0));
      assertThat(verified.get("other").replacement().answered()).isEqualTo(3 * 2 + 2);
      assertThat(jvm.end()).isZero();
    }
  }

  private void flags(ForkedJvm jvm, String outer, String inner) {
    bench.flags("outer: " + outer, "inner: " + inner);
    for (String each : List.of("outer=" + outer, "inner=" + inner)) {
      String name = each.substring(0, 5);
      String route = each.replaceAll(".*route: (\\w+).*", "$1");
      jvm.await(name, status -> status.route().equals(route));
      jvm.awaitArmed(name);
    }
  }

  /** The evidence by method, once so many calls of each of them are compared on VERIFY. */
  private Map<String, JoinPointSnapshot> settled(ForkedJvm jvm, Map<String, Long> compared)
      throws IOException {
    Map<String, JoinPointSnapshot> seen = new TreeMap<>();
    for (int i = 0; i < 1_200; i++) {
      jvm.await("outer", status -> true);
      StateFolder state = StateFolder.at(folder.resolve("state"));
      for (JoinPointSnapshot each : EvidenceLog.read(state.evidenceFiles()).merged()) {
        seen.put(each.joinPoint().replaceAll(".*#(\\w+).*", "$1"), each);
      }
      if (compared.entrySet().stream().allMatch(each -> isCompared(seen, each))) {
        return seen;
      }
      pause();
    }
    throw new AssertionError("evidence: " + seen + "; " + jvm.errors());
  }

  private static boolean isCompared(
      Map<String, JoinPointSnapshot> seen, Map.Entry<String, Long> expected) {
    JoinPointSnapshot one = seen.get(expected.getKey());
    return one != null
        && one.trials().pending() == 0
        && one.verified().compared() >= expected.getValue();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
