package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.Heartbeat;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Routed calls at the edge of the stack, where any call of the toolkit's may fail.
 *
 * <p>The application dives to within {@code k} frames of the depth where its stack overflows and
 * makes a routed call there, for every {@code k} from none to more than such a call can need.
 * Whatever becomes of that call, the next one must find its thread as if it had never been made.
 */
class StackOverflowIT {

  private static final int METHODS = 60;
  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static int work(int n) { return 1000 + n; }
        public int wide(long a, double b, String c, long d) { return 1000 + (int) a; }
        public static int recurse(int n) { return n == 0 ? 0 : 1 + recurse(n - 1); }
        METHODS
      }
      """
          .replace("METHODS", methods("public static int %s(int n) { return 1000 + n; }"));
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        private static final Legacy LEGACY = new Legacy();
        public static void main(String[] args) throws Exception {
          Thread edge = new Thread(null, new Runnable() {
            public void run() {
              try {
                obey();
              } catch (Exception e) {
                e.printStackTrace();
              }
            }
          }, "edge", 512 * 1024);
          edge.start();
          edge.join();
        }
        static void obey() throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("ask")) {
              System.out.println(ask(Integer.parseInt(words[1])));
            } else if (words[0].equals("sweep")) {
              sweep(words);
            } else if (words[0].equals("first")) {
              System.out.println(first());
            } else if (words[0].equals("recurse")) {
              System.out.println(recurse());
            } else {
              System.out.println(each(5));
            }
          }
        }
        static String ask(int n) {
          return Legacy.work(n) + " " + LEGACY.wide(n, 1, "c", 2);
        }
        /** The most frames of dives that fit, to be asked again as the JIT makes them smaller. */
        static int edge() {
          int fits = 0;
          int most = 64 * 1024;
          while (most - fits > 1) {
            int middle = (fits + most) / 2;
            try {
              dive(middle, 0, 5);
              fits = middle;
            } catch (StackOverflowError e) {
              most = middle;
            }
          }
          return fits;
        }
        static int dive(int left, int n, int odd) {
          if (left > 0) {
            return (left & 31) == odd ? wideDive(left - 1, n, odd, 1, 2, 3) : dive(left - 1, n, odd);
          }
          return n == 0 ? 0 : n > 0 ? Legacy.work(n) : LEGACY.wide(-n, 1, "c", 2);
        }
        static int wideDive(int left, int n, int odd, long a, long b, long c) {
          return dive(left, n, odd) + (int) (a + b + c) - 6;
        }
        /** sweep <rounds> <expected now> <expected then>: of the dives, and of what follows each. */
        static void sweep(String[] words) {
          int overflows = 0, answers = 0;
          StringBuilder wrong = new StringBuilder();
          for (int round = 0; round < Integer.parseInt(words[1]); round++) {
            int edge = edge();
            for (int k = -3; k < 150 && wrong.length() < 200; k++) {
              int n = (k & 1) == 0 ? 7 : -7;
              try {
                int answer = dive(edge - k, n, round & 31);
                answers++;
                if (!words[2].contains("" + answer)) wrong.append(" now:" + answer);
              } catch (StackOverflowError e) {
                overflows++;
              }
              String next = ask(8);
              if (!next.equals(words[3] + " " + words[3])) wrong.append(" then:" + next);
            }
          }
          System.out.println((wrong.length() == 0 ? "right" : wrong) + " " + overflows + " " + answers);
        }
        static String recurse() {
          int depth = 500;
          while (true) {
            try {
              Legacy.recurse(depth);
              depth += 1 + depth / 50;
            } catch (StackOverflowError e) {
              return "overflow " + Legacy.recurse(3) + " " + depth;
            }
          }
        }
        /** Calls each method for the first time, from as deep as it takes to fail; then less deep. */
        static String first() {
          int overflows = 0;
          int deep = 16 * 1024;
          for (int m = 0; m < METHODS; m++) {
            boolean linked = false;
            while (!linked) {
              try {
                firstAt(deep, m);
                linked = true;
              } catch (StackOverflowError e) {
                overflows++;
                deep -= deep / 200;
              }
            }
            deep += deep / 10;
          }
          return overflows > METHODS ? "overflowed" : "only " + overflows;
        }
        static int firstAt(int left, int m) {
          return left > 0 ? 1 + firstAt(left - 1, m) : call(m, 5);
        }
        static String each(int n) {
          String all = "";
          for (int m = 0; m < METHODS; m++) {
            String answer = "" + call(m, n);
            if (all.indexOf(answer) < 0) all += " " + answer;
          }
          return all.trim();
        }
        static int call(int m, int n) {
          switch (m) {
            CASES
            default: throw new IllegalArgumentException();
          }
        }
      }
      """
          .replace(
              "CASES",
              IntStream.range(0, METHODS)
                  .mapToObj(m -> "case " + m + ": return Legacy.m" + m + "(n);")
                  .collect(Collectors.joining("\n")))
          .replace("METHODS", "" + METHODS);
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "edge")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        int work(int n) { return 2000 + n; }
        int wide(long a, double b, String c, long d) { return 2000 + (int) a; }
        int recurse(int n) { return -n; }
        METHODS
      }
      """
          .replace("METHODS", methods("int %s(int n) { return 2000 + n; }"));
  private static final String BY_RULE =
      "edge: {context: {n: 'arg(0)'}, route: new, rules: [{when: {n: ['7']}, route: legacy}]}";
  private static final String SHADOW = "edge: {route: shadow, shadow: {overflow: wait}}";

  @TempDir Path folder;

  private static String methods(String source) {
    return IntStream.range(0, METHODS)
        .mapToObj(m -> source.formatted("m" + m))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "-Xint, 61, 2",
    "-XX:TieredStopAtLevel=1, 61, 6",
    "-XX:+TieredCompilation, 61, 6",
    "-XX:+TieredCompilation, 47, 6"
  })
  void a_thread_is_as_before_after_an_overflow_around_a_routed_call(
      String mode, int classFileVersion, int rounds) throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = application(bench, classFileVersion);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("edge: {route: legacy}");

    try (ForkedJvm jvm = bench.start(List.of(mode), "app.Main", app)) {
      assertThat(jvm.ask("ask 8")).isEqualTo("1008 1008");

      bench.flags("edge: {route: new}");
      jvm.awaitArmed("edge");
      assertThat(jvm.ask("sweep " + rounds + " 2007 2008")).startsWith("right");

      bench.flags(SHADOW);
      jvm.await("edge", status -> status.route().equals("shadow"));
      assertThat(jvm.ask("sweep " + rounds + " 1007 1008")).startsWith("right");
      assertThat(jvm.ask("recurse")).startsWith("overflow 3");

      bench.flags("edge: {route: fallback}");
      jvm.await("edge", status -> status.route().equals("fallback"));
      assertThat(jvm.ask("sweep " + rounds + " 2007,1007 2008")).startsWith("right");

      bench.flags("edge: {route: verify, shadow: {overflow: wait}}");
      jvm.await("edge", status -> status.route().equals("verify"));
      assertThat(jvm.ask("sweep " + rounds + " 2007 2008")).startsWith("right");

      bench.flags("edge: {route: new, record: false}");
      jvm.await("edge", status -> status.route().equals("new"));
      assertThat(jvm.ask("sweep " + rounds + " 2007 2008")).startsWith("right");

      bench.flags(BY_RULE);
      jvm.await("edge", status -> status.route().contains("rule"));
      assertThat(jvm.ask("sweep " + rounds + " 1007 2008")).startsWith("right");

      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines()).allMatch(StackOverflowIT::isOfTheJvm);
    }
    StateFolder state = StateFolder.at(folder.resolve("state"));
    assertThat(state.heartbeats()).as("its last word").allMatch(Heartbeat::ended);
    Coverage coverage = coverage();
    assertThat(coverage.shadowed()).isPositive();
    // Where not even a note could be left of a call, it stays pending: seldom, and never a match.
    assertThat(coverage.pending())
        .as("%s; %s", coverage, said())
        .isLessThanOrEqualTo(coverage.shadowed() / 500);
    assertThat(coverage.dropped()).isZero();
    assertThat(coverage.matched()).isZero();
  }

  /** Calls are counted every one, so one that finds its thread in another's state is missing. */
  @ParameterizedTest
  @CsvSource({"-Xint, 61, 2", "-XX:+TieredCompilation, 61, 6", "-XX:+TieredCompilation, 47, 6"})
  void a_thread_is_as_before_after_an_overflow_around_an_observed_call(
      String mode, int classFileVersion, int rounds) {
    Workbench bench = new Workbench(folder);
    Path app = application(bench, classFileVersion);
    bench.file("compat.yaml", "state: state\nobserve: [app.Legacy]\n");

    try (ForkedJvm jvm = bench.start(List.of(mode), "app.Main", app)) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask("sweep " + rounds + " 1007 1008")).startsWith("right");
      assertThat(jvm.ask("recurse")).startsWith("overflow 3");
      long before = jvm.awaitObservedCalls("app.Legacy");
      for (int i = 0; i < 500; i++) {
        assertThat(jvm.ask("ask 8")).isEqualTo("1008 1008");
      }
      assertThat(jvm.awaitObservedCalls("app.Legacy")).isEqualTo(before + 2 * 500);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines()).allMatch(StackOverflowIT::isOfTheJvm);
    }
  }

  /** The JVM links such a site again at the next call, so nothing has to be remembered. */
  @ParameterizedTest
  @CsvSource({"-Xint, 61", "-XX:+TieredCompilation, 61", "-XX:+TieredCompilation, 47"})
  void an_overflow_while_a_call_site_is_linked_costs_that_call_alone(
      String mode, int classFileVersion) {
    Workbench bench = new Workbench(folder);
    Path app = application(bench, classFileVersion);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("edge: {route: legacy}");

    try (ForkedJvm jvm = bench.start(List.of(mode), "app.Main", app)) {
      assertThat(jvm.ask("first")).as("gates").isEqualTo("overflowed");
      assertThat(jvm.ask("each")).isEqualTo("1005");

      bench.flags("edge: {route: new}");
      jvm.awaitArmed("edge");
      assertThat(jvm.ask("first")).as("routes").isEqualTo("overflowed");
      assertThat(jvm.ask("each")).isEqualTo("2005");

      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines()).allMatch(StackOverflowIT::isOfTheJvm);
    }
  }

  @Test
  void woven_and_off_the_stack_ends_at_about_the_same_depth() {
    Workbench bench = new Workbench(folder);
    Path app = application(bench, 61);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("edge: {route: legacy}");
    List<String> options = List.of("-Xint");

    try (ForkedJvm woven = bench.start(options, "app.Main", app);
        ForkedJvm plain = bench.startWithout(options, "app.Main", app)) {
      double ours = depth(woven.ask("recurse"));
      assertThat(ours).isGreaterThan(0.9 * depth(plain.ask("recurse")));
    }
  }

  /** With any agent, the JVM cannot call a transformer for a class that is loaded at the edge. */
  private static boolean isOfTheJvm(String line) {
    return line.contains("message transform method call failed");
  }

  private static double depth(String answer) {
    assertThat(answer).startsWith("overflow 3 ");
    return Double.parseDouble(answer.substring(answer.lastIndexOf(' ')));
  }

  private Path application(Workbench bench, int classFileVersion) {
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(classFileVersion, LEGACY, MAIN)
            : Workbench.compile(List.of(), LEGACY, MAIN);
    return bench.pack("app.jar", classes, Map.of());
  }

  /** What the agent has logged of trials. */
  private String said() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      StringBuilder all = new StringBuilder();
      for (Path log : files.filter(file -> file.endsWith("agent.log")).toList()) {
        Files.readString(log).lines().filter(line -> line.contains("trial")).forEach(all::append);
      }
      return all.toString();
    }
  }

  private Coverage coverage() {
    try {
      StateFolder state = StateFolder.at(folder.resolve("state"));
      return EvidenceLog.read(state.evidenceFiles()).merged().stream()
          .map(JoinPointSnapshot::trials)
          .reduce(StackOverflowIT::sum)
          .orElseThrow();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Coverage sum(Coverage one, Coverage other) {
    return new Coverage(
        one.shadowed() + other.shadowed(),
        one.notSampled() + other.notSampled(),
        one.dropped() + other.dropped(),
        one.matched() + other.matched(),
        one.mismatched() + other.mismatched(),
        one.incomparable() + other.incomparable(),
        one.nested() + other.nested());
  }
}
