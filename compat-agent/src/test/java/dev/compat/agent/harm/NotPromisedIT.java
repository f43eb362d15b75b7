package dev.compat.agent.harm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replacement can do to its process whoever calls it, and what limits that all the same. */
@Tag("zero-harm")
class NotPromisedIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static final Object LOCK = new Object();
        public static String exits(String given) { return "legacy"; }
        public static String exhausts(String given) { return "legacy"; }
        public static String locks(String given) { synchronized (LOCK) { return "legacy"; } }
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
            System.out.println(switch (line) {
              case "exits" -> Legacy.exits("given");
              case "exhausts" -> Legacy.exhausts("given");
              default -> Legacy.locks("given");
            });
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import java.util.*;
      @Replaces(value = app.Legacy.class, migration = "harmful")
      @Effects(replacement = Effect.NONE)
      class Adapter {
        String exits(String given) { System.exit(7); return "new"; }
        String exhausts(String given) {
          List<long[]> kept = new ArrayList<>();
          while (true) kept.add(new long[100_000]);
        }
        String locks(String given) {
          synchronized (app.Legacy.LOCK) {
            try {
              Thread.sleep(1_000_000);
            } catch (InterruptedException timedOut) {
              throw new IllegalStateException(timedOut);
            }
            return "new";
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
    app = bench.jar("app.jar", List.of(), LEGACY, MAIN);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("harmful: {route: legacy}");
  }

  private ForkedJvm shadowing(String timeout) {
    ForkedJvm jvm = bench.start(List.of("-Xmx64m"), "app.Main", app);
    assertThat(jvm.ask("locks")).isEqualTo("legacy");
    bench.flags("harmful: {route: shadow, shadow: {timeout: " + timeout + "}}");
    jvm.awaitArmed("harmful");
    return jvm;
  }

  @Test
  void a_replacement_that_ends_the_process_is_named_by_its_evidence() throws IOException {
    try (ForkedJvm jvm = shadowing("1m")) {
      assertThat(jvm.ask("exits")).isEqualTo("legacy");
      assertThat(jvm.rest()).isEmpty();
      assertThat(jvm.end()).isEqualTo(7);
    }
    assertThat(evidence("exits").coverage().shadowed()).isEqualTo(1);
    assertThat(evidence("exits").coverage().pending()).isEqualTo(1);
  }

  @Test
  void a_replacement_that_exhausts_the_heap_dies_of_it_and_gives_it_back() throws IOException {
    try (ForkedJvm jvm = shadowing("1m")) {
      assertThat(jvm.ask("exhausts")).isEqualTo("legacy");
      jvm.await("harmful", status -> status.mismatches() == 1);
      assertThat(jvm.ask("locks")).isEqualTo("legacy");
      assertThat(jvm.end()).isZero();
    }
    assertThat(evidence("exhausts").coverage().mismatched()).isEqualTo(1);
  }

  @Test
  void a_replacement_that_takes_a_lock_of_legacys_is_interrupted_and_after_three_no_more_run()
      throws IOException {
    try (ForkedJvm jvm = shadowing("300ms")) {
      for (int i = 0; i < 20; i++) {
        assertThat(jvm.ask("locks")).isEqualTo("legacy");
      }
      jvm.awaitLog("trials suspended");
      assertThat(jvm.ask("locks")).isEqualTo("legacy");
      assertThat(jvm.end()).isZero();
    }
    assertThat(evidence("locks").coverage().compared()).isZero();
  }

  private JoinPointSnapshot evidence(String method) throws IOException {
    return EvidenceLog.read(StateFolder.at(folder.resolve("state")).evidenceFiles())
        .merged()
        .stream()
        .filter(each -> each.joinPoint().contains("#" + method))
        .findFirst()
        .orElseThrow();
  }
}
