package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.ObservedSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy that is observed while nothing replaces it: what is recorded is what happened. */
class ObserveIT {

  private static final String LEGACY =
      """
      package app;
      import java.math.BigDecimal;
      public class Legacy {
        private final String name;
        public Legacy(String name) { this.name = name; }
        public static int add(int a, long b) { return a + (int) b; }
        public BigDecimal quote(String sku) { return new BigDecimal("1.50"); }
        public BigDecimal quote(String sku, int quantity) { return quote(sku).multiply(new BigDecimal(quantity)); }
        public static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }
        public void fail(int kind) {
          if (kind == 0) throw new IllegalStateException(name);
          if (kind == 1) throw new IllegalArgumentException(name);
        }
        public String never(String a) { return a; }
      }
      """;
  private static final String MDC =
      """
      package org.slf4j;
      public class MDC {
        public static String tenant;
        public static String get(String key) { return key.equals("tenantId") ? tenant : null; }
      }
      """;
  private static final String SLOW =
      """
      package app;
      public class Slow {
        public static volatile int millis;
        public static String name() throws Exception {
          Thread.sleep(millis);
          return "slow";
        }
      }
      """;
  private static final String CALLERS =
      """
      package app;
      public class Basket {
        public static void fill(Legacy legacy, int times) {
          for (int i = 0; i < times; i++) legacy.quote("sku-0001");
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "adding")
      class Adapter {
        int add(int a, long b) { return 100 + a + (int) b; }
      }
      """;
  private static final String HOST =
      """
      package host;
      import java.io.*;
      import java.lang.ref.WeakReference;
      import java.net.*;
      import java.util.*;
      public class Host {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(words[1]); i++) loaders.add(load(words[0]));
            int left = loaders.size();
            for (int i = 0; i < 100 && left > 0; i++) {
              System.gc();
              Thread.sleep(50);
              left = (int) loaders.stream().filter(one -> one.get() != null).count();
            }
            System.out.println("loaded " + loaders.size() + ", left " + left);
          }
        }
        static WeakReference<ClassLoader> load(String jar) throws Exception {
          URLClassLoader loader =
              new URLClassLoader(new URL[] {new File(jar).toURI().toURL()}, Host.class.getClassLoader());
          Class<?> legacy = loader.loadClass("app.Legacy");
          Object object = legacy.getConstructor(String.class).newInstance("n");
          for (int i = 0; i < 100; i++) {
            legacy.getMethod("quote", String.class).invoke(object, "sku");
          }
          loader.close();
          return new WeakReference<>(loader);
        }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy("n");
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int times = Integer.parseInt(words[1]);
            if (words[0].equals("tenant")) org.slf4j.MDC.tenant = times == 0 ? null : "t" + times;
            if (words[0].equals("slow")) Slow.millis = times;
            if (words[0].equals("fill")) Basket.fill(legacy, times);
            int sum = 0;
            for (int i = 0; i < times; i++) {
              if (words[0].equals("add")) sum += Legacy.add(i, 1L);
              if (words[0].equals("quote")) sum += legacy.quote("sku", i).intValue();
              if (words[0].equals("depth")) sum += Legacy.depth(Integer.parseInt(words[2]));
              if (words[0].equals("fail")) {
                try {
                  legacy.fail(i % 4);
                } catch (IllegalStateException e) {
                  sum += 1;
                } catch (IllegalArgumentException e) {
                  sum += 100;
                }
              }
            }
            System.out.println(sum);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void what_is_recorded_is_what_the_application_did(int classFileVersion) {
    bench.file(
        "compat.yaml",
        """
        state: state
        observe:
          - class: app.Legacy
            context: {tenant: "mdc:tenantId", sku: "arg(0)", lost: "static:app.Gone#name"}
        """);
    try (ForkedJvm jvm = bench.start("app.Main", application(classFileVersion))) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask("add 10000")).isEqualTo("50005000");
      assertThat(jvm.ask("tenant 7")).isEqualTo("0");
      assertThat(jvm.ask("quote 300")).isEqualTo("67200");
      assertThat(jvm.ask("tenant 0")).isEqualTo("0");
      int filled = fillUntilSampled(jvm);
      assertThat(jvm.ask("fail 1000")).isEqualTo("25250");
      assertThat(jvm.ask("depth 10 20")).isEqualTo("200");
      assertThat(jvm.ask("depth 10 100")).isEqualTo("1000");
      Map<String, ObservedSnapshot> observed =
          await(
              all ->
                  all.get("depth(int)").deeper() > 0
                      && all.get("quote(String)").calls() == 300 + filled);

      assertThat(observed.keySet())
          .containsExactly(
              "add(int, long)",
              "depth(int)",
              "fail(int)",
              "never(String)",
              "quote(String)",
              "quote(String, int)");
      assertThat(observed.get("never(String)").calls()).isZero();
      assertThat(observed.get("never(String)").millis()).isPositive();
      assertThat(observed.get("never(String)").sample().count()).isZero();
      assertThat(observed.get("add(int, long)").calls()).isEqualTo(10_000);
      assertThat(observed.get("add(int, long)").callers()).containsOnlyKeys("app.Main#main");

      ObservedSnapshot quote = observed.get("quote(String)");
      assertThat(quote.callers()).containsOnlyKeys("app.Legacy#quote", "app.Basket#fill");
      assertThat(quote.shapes().get("this")).containsOnlyKeys("app.Legacy");
      assertThat(quote.shapes().get("arg(0)"))
          .containsOnlyKeys("text of 2–3 characters", "text of 8–15 characters");
      assertThat(quote.shapes().get("result")).containsOnlyKeys("java.math.BigDecimal of scale 2");
      assertThat(quote.context().get("tenant").found()).isPositive();
      assertThat(quote.context().get("tenant").missing()).isPositive();
      assertThat(quote.context().get("sku").missing()).isZero();
      assertThat(quote.context().get("lost").found()).isZero();
      assertThat(quote.sample().count()).isPositive();
      assertThat(quote.latency().count()).isEqualTo(quote.sample().weight());
      assertThat(quote.latency().p50()).isPositive();

      ObservedSnapshot fail = observed.get("fail(int)");
      assertThat(fail.calls()).isEqualTo(1_000);
      assertThat(fail.exceptions())
          .isEqualTo(
              Map.of(
                  "java.lang.IllegalStateException",
                  250L,
                  "java.lang.IllegalArgumentException",
                  250L));

      ObservedSnapshot depth = observed.get("depth(int)");
      assertThat(depth.calls()).as("21 of each, then the outermost 32").isEqualTo(210 + 320);
      assertThat(depth.deeper()).as("of 101 of each").isEqualTo(10 * (101 - 32));
      assertThat(observed.values()).allMatch(one -> one.contained().isEmpty());
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines())
          .as("said once")
          .singleElement()
          .asString()
          .contains("compat.yaml:3: context value 'lost' of observed app.Legacy cannot be read")
          .endsWith("such calls count as calls without it");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void a_method_with_an_adapter_is_observed_while_legacy_answers_alone(int classFileVersion) {
    Path app = application(classFileVersion);
    Path plugin = bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER);
    bench.file(
        "compat.yaml",
        "plugins: [" + plugin + "]\nstate: state\nobserve: [app.Legacy#add, app.Legacy#depth]\n");
    bench.flags("adding: {route: legacy}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask("add 10")).isEqualTo("55");
      assertThat(jvm.ask("depth 10 3")).isEqualTo("30");

      bench.flags("adding: {route: new}");
      jvm.awaitArmed("adding");
      assertThat(jvm.ask("add 10")).as("by new").isEqualTo("1055");

      bench.flags(
          "adding: {context: {a: 'arg(0)'}, route: new, rules: [{when: {a: ['3']}, route: legacy}]}");
      jvm.await("adding", status -> status.route().contains("rule"));
      assertThat(jvm.ask("add 10")).as("3 by legacy").isEqualTo("955");

      bench.flags("adding: {route: legacy}");
      jvm.await("adding", status -> status.route().equals("legacy"));
      assertThat(jvm.ask("add 100")).isEqualTo("5050");

      Map<String, ObservedSnapshot> observed =
          await(
              all -> all.containsKey("add(int, long)") && all.get("add(int, long)").calls() >= 111);
      assertThat(observed.keySet()).containsExactly("add(int, long)", "depth(int)");
      assertThat(observed.get("add(int, long)").calls()).isEqualTo(10 + 1 + 100);
      assertThat(observed.get("depth(int)").calls()).isEqualTo(40);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  /** The context of both methods takes half a second to read: of neither is that the latency. */
  @Test
  void what_observing_takes_is_no_part_of_what_legacy_takes() {
    bench.file(
        "compat.yaml",
        """
        state: state
        observe: [{class: app.Legacy, context: {slow: "static:app.Slow#name"}}]
        """);
    try (ForkedJvm jvm = bench.start("app.Main", application(61))) {
      jvm.awaitObserving("app.Legacy");
      jvm.ask("slow 500");
      jvm.ask("quote 9");
      Map<String, ObservedSnapshot> observed =
          await(
              all ->
                  all.containsKey("quote(String, int)")
                      && all.get("quote(String, int)").latency().count() >= 9);
      ObservedSnapshot outer = observed.get("quote(String, int)");
      assertThat(outer.context().get("slow").found()).isPositive();
      assertThat(outer.latency().p50()).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void a_kill_file_ends_observing_until_it_is_gone() throws IOException {
    bench.file("compat.yaml", "state: state\nobserve: [app.Legacy]\n");
    try (ForkedJvm jvm = bench.start("app.Main", application(61))) {
      jvm.awaitObserving("app.Legacy");
      jvm.ask("add 10");
      Path off = bench.file("state/OFF", "");
      jvm.awaitObserving("app.Legacy", false);
      jvm.ask("add 500");
      Files.delete(off);
      jvm.awaitObserving("app.Legacy");
      jvm.ask("add 7");

      Map<String, ObservedSnapshot> observed =
          await(
              all -> all.containsKey("add(int, long)") && all.get("add(int, long)").calls() >= 17);
      assertThat(observed.get("add(int, long)").calls()).isEqualTo(17);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void an_application_that_was_observed_can_be_collected() {
    Path app = application(61);
    Path host = bench.jar("host.jar", List.of(), HOST);
    bench.file(
        "compat.yaml",
        """
        state: state
        observe: [{class: app.Legacy, context: {tenant: "mdc:tenantId", sku: "arg(0)"}}]
        """);
    try (ForkedJvm jvm = bench.start("host.Host", host)) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask(app + " 10")).isEqualTo("loaded 10, left 0");
      assertThat(jvm.awaitObservedCalls("app.Legacy")).isEqualTo(10 * 100);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void what_cannot_be_observed_is_said_and_the_rest_is_observed() {
    bench.file(
        "compat.yaml",
        """
        state: state
        observe:
          - app.Legacy#add
          - app.Legacy#depht
          - java.util.ArrayList
          - {class: app.Basket, context: {tenant: "mcd:tenantId"}}
        """);
    try (ForkedJvm jvm = bench.start("app.Main", application(61))) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask("add 10")).isEqualTo("55");
      assertThat(jvm.end()).isZero();
      assertThat(
              jvm.errors()
                  .lines()
                  .map(line -> line.substring(line.indexOf("compat.yaml")))
                  .map(line -> line.replaceAll(", arg\\(0\\).*", "")))
          .containsExactlyInAnyOrder(
              "compat.yaml:6: 'tenant' of observed app.Basket cannot be read from 'mcd:tenantId';"
                  + " use mdc:key",
              "compat.yaml:5: java.util.ArrayList is a class of the bootstrap loader, which is"
                  + " never woven; observe the methods that call it",
              "compat.yaml:4: app.Legacy#depht cannot be observed: the class declares no method"
                  + " depht; did you mean 'depth'?");
    }
  }

  /** Which calls are in the sample is for chance to say: until one of these is. */
  private int fillUntilSampled(ForkedJvm jvm) {
    int filled = 0;
    do {
      assertThat(jvm.ask("fill 10")).isEqualTo("0");
      filled += 10;
      assertThat(filled).as("calls without a sample").isLessThan(10_000);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    } while (!callersOf("quote(String)").contains("app.Basket#fill"));
    return filled;
  }

  private Set<String> callersOf(String method) {
    ObservedSnapshot observed = observed().get(method);
    return observed == null ? Set.of() : observed.callers().keySet();
  }

  /** What the evidence of all processes says, once it says what is waited for. */
  private Map<String, ObservedSnapshot> await(Predicate<Map<String, ObservedSnapshot>> expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    Map<String, ObservedSnapshot> last = observed();
    while (!expected.test(last)) {
      assertThat(System.nanoTime()).as("waited long enough for more than " + last).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      last = observed();
    }
    return last;
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(classFileVersion, LEGACY, MDC, SLOW, CALLERS, MAIN)
            : Workbench.compile(List.of(), LEGACY, MDC, SLOW, CALLERS, MAIN);
    return bench.pack("app.jar", classes, Map.of());
  }

  private Map<String, ObservedSnapshot> observed() {
    try {
      StateFolder state = StateFolder.at(folder.resolve("state"));
      Map<String, ObservedSnapshot> all = new TreeMap<>();
      EvidenceLog.read(state.evidenceFiles())
          .mergedObserved()
          .forEach(one -> all.put(one.method(), one));
      return all;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
