package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus.Arming;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that call the original legacy methods, of every kind, on every route. */
class OriginalIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy implements Greeting {
        FIELD
        public static long add(int a, long b) { return a + b; }
        public String greet(String other) { COUNT return "legacy " + other; }
        private double half(double value) { return value / 2; }
        public double viaPrivate(double value) { return half(value); }
        protected boolean not(boolean value) { return !value; }
        int[] twice(int[] given, byte more) { return new int[] {given[0] * 2 + more}; }
        public synchronized int lock(int depth) {
          return !Thread.holdsLock(this) ? -1 : depth == 0 ? 0 : 100 + lock(depth - 1);
        }
        public static int fail(int value) throws java.io.IOException {
          throw new java.io.IOException("legacy " + value);
        }
        public void nothing(StringBuilder out) { out.append("legacy"); }
        public String notReplaced(String text) { return greet(text); }
      }
      """;
  private static final String GREETING =
      """
      package app;
      public interface Greeting {
        default String hello(String who) { return "legacy hello " + who; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            StringBuilder out = new StringBuilder();
            legacy.nothing(out);
            String failure;
            try {
              failure = "returned " + Legacy.fail(7);
            } catch (IOException e) {
              failure = e.getMessage();
            }
            System.out.println(Legacy.add(1, 2L) + "|" + legacy.greet("!") + "|" + legacy.viaPrivate(5)
                + "|" + legacy.not(true) + "|" + legacy.twice(new int[] {4}, (byte) 1)[0]
                + "|" + (legacy.lock(1) > 99) + "|" + failure + "|" + out
                + "|" + legacy.notReplaced("?") + "|" + ((Greeting) legacy).hello("you"));
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(value = app.Legacy.class, migration = "greeting")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        @Original
        interface Legacy {
          long add(int a, long b);
          String greet(app.Legacy legacy, String other);
          double half(Object legacy, double value);
          boolean not(app.Legacy legacy, boolean value);
          int[] twice(app.Legacy legacy, int[] given, byte more);
          int lock(app.Legacy legacy, int depth);
          int fail(int value) throws java.io.IOException;
          void nothing(app.Legacy legacy, StringBuilder out);
          String notReplaced(app.Legacy legacy, String text);
          default String unused() { return "unused"; }
        }
        private final Legacy legacy;
        private final app.Legacy other = new app.Legacy();
        @Inject Adapter(Legacy legacy) { this.legacy = legacy; }
        long add(int a, long b) { return 100 + legacy.add(a, b); }
        String greet(String other) { return "new " + legacy.greet(this.other, other); }
        double half(double value) { return 10 * legacy.half(other, value); }
        boolean not(boolean value) { return !legacy.not(other, value); }
        int[] twice(int[] given, byte more) { return new int[] {100 + legacy.twice(other, given, more)[0]}; }
        int lock(int depth) { return depth == 0 ? 1000 : 100 + legacy.lock(other, depth); }
        int fail(int value) throws java.io.IOException { return legacy.fail(value * 10); }
        void nothing(StringBuilder out) { out.append("new "); legacy.nothing(other, out); }
      }
      """;
  private static final String GREETING_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(name = "app.Greeting", migration = "greeting")
      @Effects(replacement = Effect.NONE)
      class GreetingAdapter {
        @Inject HelloOriginal legacy;
        String hello(String who) { return "new " + legacy.hello(new app.Legacy(), who); }
      }
      """;
  private static final String HELLO_ORIGINAL =
      """
      package plug;
      @dev.compat.Original(app.Greeting.class)
      interface HelloOriginal { String hello(app.Greeting legacy, String who); }
      """;
  private static final String LEGACY_ANSWERS =
      "3|legacy !|2.5|false|9|true|legacy 7|legacy|legacy ?|legacy hello you";
  private static final String NEW_ANSWERS =
      "103|new legacy !|25.0|true|109|true|legacy 70|new legacy|new legacy ?|new legacy hello you";

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  private void configure(Path plugin) {
    bench.file(
        "compat.yaml",
        "plugins:\n  - path: " + plugin + "\nstate: state\nvalues: all\nreport: 1s\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void an_adapter_calls_every_kind_of_legacy_method(int classFileVersion) {
    Path app = application(classFileVersion, "", "");
    configure(plugin(app, classFileVersion));
    bench.flags("greeting: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isNotEmpty();
      jvm.awaitArmed("greeting");
      assertThat(jvm.ask("go")).isEqualTo(expected(NEW_ANSWERS, classFileVersion));

      bench.flags("greeting: {route: new, record: false}");
      jvm.awaitLog("greeting: gate direct");
      for (int i = 0; i < 3; i++) {
        assertThat(jvm.ask("go")).isEqualTo(expected(NEW_ANSWERS, classFileVersion));
      }

      bench.flags("greeting: {route: shadow, shadow: {overflow: wait}}");
      jvm.await("greeting", status -> status.route().equals("shadow"));
      assertThat(jvm.ask("go")).isEqualTo(expected(LEGACY_ANSWERS, classFileVersion));
      String report = jvm.awaitReport("legacy  3\n", "new     103\n");
      assertThat(report.lines().filter(line -> line.contains("second thread")))
          .as("an interface does not tell what objects keep")
          .allMatch(line -> line.contains("hello"));
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void an_array_of_what_is_out_of_reach_goes_to_a_method_of_variable_arity_as_it_is() {
    String legacy =
        """
        package app;
        public class Parts {
          static class Part {}
          static int count(Part... parts) { return parts.length; }
          public static int size(int more) { return more; }
          static Part[] some() { return new Part[] {new Part(), new Part()}; }
          public static void main(String[] args) throws Exception {
            var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
            while (in.readLine() != null) System.out.println(size(1));
          }
        }
        """;
    String adapter =
        """
        package plug;
        import dev.compat.*;
        @Replaces(value = app.Parts.class, migration = "parts")
        class PartsAdapter {
          @Original
          interface Legacy {
            int count(Object parts);
            Object some();
          }
          private final Legacy legacy;
          @jakarta.inject.Inject PartsAdapter(Legacy legacy) { this.legacy = legacy; }
          int size(int more) { return 10 * legacy.count(legacy.some()) + more; }
        }
        """;
    Path app = bench.jar("app.jar", List.of(), legacy);
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), adapter));
    bench.flags("parts: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Parts", app)) {
      assertThat(jvm.ask("go")).isEqualTo("1");
      jvm.awaitArmed("parts");
      assertThat(jvm.ask("go")).isEqualTo("21");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void in_the_shadow_of_a_call_a_legacy_object_with_state_is_not_touched() {
    Path app = application(61, "private int calls;", "calls++;");
    configure(plugin(app, 61));
    bench.flags("greeting: {route: shadow, shadow: {overflow: wait}}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("greeting");
      assertThat(jvm.ask("go")).isEqualTo(LEGACY_ANSWERS);
      jvm.awaitReport(
          "the original was called from a second thread on a legacy object that may have state",
          "new     103\n");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void a_method_that_does_not_fit_is_told_with_both_signatures() {
    Path app = application(61, "", "");
    Path plugin =
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            ADAPTER
                .replace(
                    "double half(Object legacy, double value);",
                    "double half(Object legacy, float value);")
                .replace("legacy.half(other, value)", "legacy.half(other, (float) value)"));
    configure(plugin);
    bench.flags("greeting: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      String why = jvm.await("greeting", status -> status.arming() == Arming.FAILED).reason();
      assertThat(why)
          .contains("original plug.Adapter$Legacy from ")
          .contains("half(java.lang.Object,float)")
          .contains("by that name it has double half(double)");
      assertThat(jvm.ask("go")).isEqualTo(LEGACY_ANSWERS);
    }
  }

  private Path application(int classFileVersion, String field, String count) {
    String legacy = LEGACY.replace("FIELD", field).replace("COUNT", count);
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(
                classFileVersion,
                legacy.replace(" implements Greeting", ""),
                MAIN.replace("((Greeting) legacy).hello(\"you\")", "\"\""))
            : Workbench.compile(List.of(), legacy, GREETING, MAIN);
    return bench.pack("app.jar", classes, Map.of());
  }

  private Path plugin(Path app, int classFileVersion) {
    return classFileVersion < 52
        ? bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER)
        : bench.plugin(
            "plugin.jar", List.of(app), List.of(), ADAPTER, GREETING_ADAPTER, HELLO_ORIGINAL);
  }

  private static String expected(String answers, int classFileVersion) {
    return classFileVersion < 52 ? answers.substring(0, answers.lastIndexOf('|') + 1) : answers;
  }
}
