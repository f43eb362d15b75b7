package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three routes, on every kind of method, for class files of now and of the year 2002. */
class RoutesIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy implements Greeting {
        private final String name;
        public Legacy(String name) { this.name = name; }
        public static int add(int a, long b) { return a + (int) b; }
        public String greet(String other) { return "legacy " + name + other; }
        private double half(double value) { return value / 2; }
        public double viaPrivate(double value) { return half(value); }
        public final boolean not(boolean value) { return !value; }
        public synchronized void lock(StringBuilder out) { out.append("legacy"); }
        public static int fail(int value) throws java.io.IOException {
          throw new java.io.IOException("legacy " + value);
        }
        public static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }
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
          Legacy legacy = new Legacy("n");
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            StringBuilder out = new StringBuilder();
            legacy.lock(out);
            String failure;
            try {
              failure = "returned " + Legacy.fail(7);
            } catch (IOException e) {
              failure = e.getMessage();
            }
            System.out.println(Legacy.add(1, 2L) + "|" + legacy.greet("!") + "|" + legacy.viaPrivate(5)
                + "|" + legacy.not(true) + "|" + out + "|" + failure + "|" + Legacy.depth(3)
                + "|" + ((Greeting) legacy).hello("you"));
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "greeting")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        int add(int a, long b) { return 100 + a + (int) b; }
        String greet(String other) { return "new " + other; }
        double half(double value) { return value * 10; }
        boolean not(boolean value) { return value; }
        void lock(StringBuilder out) { out.append("new"); }
        int fail(int value) { return value; }
        int depth(int n) { return -n; }
      }
      """;
  private static final String DEFAULT_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Greeting.class, migration = "greeting")
      @Effects(replacement = Effect.NONE)
      class GreetingAdapter {
        String hello(String who) { return "new hello " + who; }
      }
      """;
  private static final String LEGACY_ANSWERS =
      "3|legacy n!|2.5|false|legacy|legacy 7|3|legacy hello you";
  private static final String NEW_ANSWERS = "103|new !|50.0|true|new|returned 7|-3|new hello you";

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 49, 50, 52, 61})
  void a_call_is_answered_by_whom_its_route_says(int classFileVersion) {
    Path app = application(classFileVersion);
    bench.configure(plugin(app, classFileVersion));
    bench.flags("greeting: {route: legacy}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo(expected(LEGACY_ANSWERS, classFileVersion));

      bench.flags("greeting: {route: new}");
      assertThat(jvm.ask("go")).isNotEmpty();
      jvm.awaitArmed("greeting");
      assertThat(jvm.ask("go")).isEqualTo(expected(NEW_ANSWERS, classFileVersion));

      bench.flags("greeting: {route: shadow, shadow: {overflow: wait}}");
      jvm.await("greeting", status -> status.route().equals("shadow"));
      assertThat(jvm.ask("go")).isEqualTo(expected(LEGACY_ANSWERS, classFileVersion));

      bench.flags("greeting: {route: new, record: false}");
      jvm.await("greeting", status -> status.route().equals("new"));
      assertThat(jvm.ask("go")).isEqualTo(expected(NEW_ANSWERS, classFileVersion));

      bench.flags("greeting: {route: legacy}");
      jvm.await("greeting", status -> status.route().equals("legacy"));
      assertThat(jvm.ask("go")).isEqualTo(expected(LEGACY_ANSWERS, classFileVersion));

      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void every_call_is_counted_for_the_arm_that_answered_it() {
    Path app = application(61);
    bench.configure(plugin(app, 61));
    bench.flags("greeting: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("greeting");
      for (int i = 0; i < 10; i++) {
        jvm.ask("go");
      }
      bench.flags("greeting: {route: shadow, shadow: {overflow: wait}}");
      jvm.await("greeting", status -> status.route().equals("shadow"));
      for (int i = 0; i < 10; i++) {
        jvm.ask("go");
      }
      jvm.end();

      MigrationStatus last = jvm.await("greeting", status -> true);
      assertThat(last.newCalls()).isEqualTo(10 * 8);
      // depth(3) calls itself three times inside its legacy arm: those are not trials
      assertThat(report()).contains("30 nested, legacy alone");
      assertThat(last.legacyCalls()).isEqualTo(10 * 8);
      assertThat(last.dropped()).isZero();
    }
  }

  private String report() {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      Path report = files.filter(file -> file.endsWith("report.txt")).findFirst().orElseThrow();
      return Files.readString(report);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(
                classFileVersion,
                LEGACY.replace(" implements Greeting", ""),
                main(classFileVersion))
            : Workbench.compile(List.of(), LEGACY, GREETING, main(classFileVersion));
    return bench.pack("app.jar", classes, Map.of());
  }

  private static String main(int classFileVersion) {
    return classFileVersion < 52
        ? MAIN.replace("((Greeting) legacy).hello(\"you\")", "\"\"")
        : MAIN;
  }

  private Path plugin(Path app, int classFileVersion) {
    return classFileVersion < 52
        ? bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER)
        : bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER, DEFAULT_ADAPTER);
  }

  private static String expected(String answers, int classFileVersion) {
    return classFileVersion < 52 ? answers.substring(0, answers.lastIndexOf('|') + 1) : answers;
  }
}
