package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the agent every class is within reach, and no constructor runs on the caller's thread. */
class SnapshotsIT {

  private static final String BASKET =
      """
      package app;
      import java.util.*;
      public record Basket(List<String> names) {
        public static int made;
        public Basket { made++; }
      }
      """;
  private static final String NAMES =
      """
      package app;
      public class Names extends java.util.ArrayList<String> {
        public int asked;
        @Override public String get(int i) { asked++; return super.get(i); }
      }
      """;
  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String first(Basket basket) { return basket.names().get(0); }
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
            Names names = new Names();
            names.add(line);
            int before = Basket.made;
            String first = Legacy.first(new Basket(names));
            System.out.println(first + " " + (Basket.made - before) + " " + names.asked);
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "baskets")
      @Effects(replacement = Effect.NONE)
      class Adapter {
        String first(app.Basket basket) { return basket.names().get(0); }
      }
      """;

  @TempDir Path folder;

  @Test
  void a_record_and_a_list_of_the_applications_own_are_copied_without_their_code()
      throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = bench.jar("app.jar", List.of(), BASKET, NAMES, LEGACY, MAIN);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("baskets: {route: legacy}");
    try (ForkedJvm jvm = bench.start(List.of(), "app.Main", app)) {
      assertThat(jvm.ask("a")).isEqualTo("a 1 1");
      bench.flags("baskets: {route: shadow}");
      jvm.awaitArmed("baskets");
      assertThat(jvm.ask("b")).isEqualTo("b 1 1");
      assertThat(jvm.end()).isZero();
    }
    JoinPointSnapshot seen =
        EvidenceLog.read(StateFolder.at(folder.resolve("state")).evidenceFiles()).merged().get(0);
    assertThat(seen.incomparable()).isEmpty();
    assertThat(seen.coverage().matched()).isEqualTo(1);
  }
}
