package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The flag file changed again and again, as fast as the agent takes it, while several threads call.
 *
 * <p>Once a change is obeyed every thread gets the one answer that the new route allows on the very
 * next call, and meanwhile none but the two arms' answers. {@code LinkFlipsIT} does the same
 * thousands of times, without files in between.
 */
class FlipsIT {

  private static final int ROUNDS = 8;
  private static final String LEGACY =
      """
      package app;
      public class NAME {
        public static int add(int a, long b) { return a + (int) b; }
        public synchronized int locked(int a) { return a + 1; }
        private int hidden(int a) { return a + 1; }
        public int twice(int a) { return hidden(a); }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      import java.util.*;
      import java.util.concurrent.*;
      public class Main {
        private static final int THREADS = 3;
        private static final Legacy47 OLD = new Legacy47();
        private static final Legacy61 YOUNG = new Legacy61();
        private static volatile int epoch;
        private static volatile boolean ended;
        private static final Map<Integer, Set<String>> ANSWERS = new ConcurrentHashMap<>();
        private static volatile CountDownLatch seen = new CountDownLatch(0);
        public static void main(String[] args) throws Exception {
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(Main::hammer);
            thread.start();
            threads.add(thread);
          }
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("failures")) {
              System.out.println(Class.forName("java.compat.Boot").getMethod("failures").invoke(null));
            } else {
              System.out.println(next());
            }
          }
          ended = true;
          for (Thread thread : threads) thread.join();
        }
        /** What was answered till now, and what is answered to calls that begin after now. */
        static String next() throws Exception {
          Set<String> before = ANSWERS.get(epoch);
          seen = new CountDownLatch(THREADS);
          epoch++;
          seen.await();
          return before + " then " + new TreeSet<>(ANSWERS.get(epoch));
        }
        static void hammer() {
          int mine = -1;
          while (!ended) {
            int now = epoch;
            Set<String> answers =
                ANSWERS.computeIfAbsent(now, any -> new ConcurrentSkipListSet<>());
            answers.add(answer(Legacy47.add(1, 1)));
            answers.add(answer(Legacy61.add(1, 1)));
            answers.add(answer(OLD.locked(1)));
            answers.add(answer(YOUNG.locked(1)));
            answers.add(answer(OLD.twice(1)));
            answers.add(answer(YOUNG.twice(1)));
            if (now != mine) {
              mine = now;
              seen.countDown();
            }
          }
        }
        static String answer(int sum) {
          return sum == 2 ? "legacy" : sum == 102 ? "new" : "third " + sum;
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.LEGACY.class, migration = "flips")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class NAME {
        int add(int a, long b) { return 100 + a + (int) b; }
        int locked(int a) { return 101 + a; }
        int hidden(int a) { return 101 + a; }
      }
      """;

  /** Each state's flag, how the agent names its route, and the answer that it allows. */
  private static final String[][] STATES = {
    {"flips: {route: new, record: false}", "new", "new"},
    {"flips: {route: shadow}", "shadow", "legacy"},
    {"flips: {route: new}", "new", "new"},
    {"flips: {route: legacy}", "legacy", "legacy"},
    {
      "flips: {context: {a: 'mdc:a'}, route: new, rules: [{when: {a: [b]}, route: legacy}]}",
      "new; 1 rule",
      "new"
    },
    {"flips: {route: new, kill: true}", "legacy (kill)", "legacy"},
  };

  @TempDir Path folder;

  @Test
  void every_thread_obeys_every_change_on_its_next_call() {
    Workbench bench = new Workbench(folder);
    Map<String, byte[]> classes = new TreeMap<>(OldClassFiles.compile(47, named("Legacy47")));
    classes.putAll(Workbench.compile(List.of(), named("Legacy61")));
    Path legacy = bench.pack("legacy.jar", classes, Map.of());
    Path main = bench.jar("main.jar", List.of(legacy), MAIN);
    bench.configure(
        bench.plugin("plugin.jar", List.of(legacy), List.of(), adapter("47"), adapter("61")));
    bench.flags("flips: {route: legacy}");

    try (ForkedJvm jvm = bench.start("app.Main", main, legacy)) {
      assertThat(jvm.ask("next")).endsWith("then [legacy]");
      bench.flags("flips: {route: new}");
      jvm.awaitArmed("flips");
      for (int flip = 0; flip < ROUNDS * STATES.length; flip++) {
        String[] state = STATES[flip % STATES.length];
        bench.flags(state[0]);
        jvm.await("flips", status -> status.route().equals(state[1]));
        assertThat(jvm.ask("next")).doesNotContain("third").endsWith("then [" + state[2] + "]");
      }
      assertThat(jvm.ask("failures")).isEqualTo("0");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private static String named(String name) {
    return LEGACY.replace("NAME", name);
  }

  private static String adapter(String version) {
    return ADAPTER.replace("NAME", "Adapter" + version).replace("LEGACY", "Legacy" + version);
  }
}
