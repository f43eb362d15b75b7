package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Legacy methods called for the first time where locks are held: in static initialisers and in a
 * class loader. Nobody waits for arming there, and legacy answers until it is done.
 */
class StaticInitialiserIT {

  /** In its initialiser it calls itself, and waits for a thread that calls it too. */
  private static final String LEGACY =
      """
      package app;
      public class Legacy implements Runnable {
        static {
          Main.say("own " + answer(1));
          Main.runAndJoin(new Legacy());
        }
        public static String answer(int value) { return "legacy " + value; }
        public String again(int value) { return "legacy " + value; }
        public void run() {
          Main.say("own thread " + again(2));
          while (Main.isPatient(again(3))) { }
          Main.say("own thread " + again(4));
        }
      }
      """;

  private static final String QUIET =
      """
      package app;
      public class Quiet {
        public static String answer(int value) { return "legacy " + value; }
        public String again(int value) { return "legacy " + value; }
      }
      """;

  /** The same, of another class. */
  private static final String USER =
      """
      package app;
      public class User {
        static {
          Main.say("other " + Quiet.answer(1));
          Main.runAndJoin(new Runnable() {
            public void run() {
              Main.say("other thread " + Quiet.answer(2));
              while (Main.isPatient(new Quiet().again(3))) { }
              Main.say("other thread " + new Quiet().again(4));
            }
          });
        }
      }
      """;

  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          Class.forName(System.getProperty("first"));
          isTelling = false;
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(Legacy.answer(5) + "|" + new Legacy().again(6)
                + "|" + Quiet.answer(7) + "|" + new Quiet().again(8));
          }
        }
        private static volatile boolean isTelling = true;
        static void say(String text) { if (isTelling) { System.out.println(text); } }
        static boolean isPatient(String answer) {
          return Boolean.getBoolean("patient") && answer.startsWith("legacy");
        }
        /** Not bounded: the test that waits for what comes next is. */
        static void runAndJoin(Runnable work) {
          Thread thread = new Thread(work);
          thread.start();
          try { thread.join(); } catch (InterruptedException e) { throw new Error(e); }
        }
      }
      """;

  private static final String ADAPTERS =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.NAME.class, migration = "early")
      @Effects(replacement = Effect.NONE)
      class NAMEAdapter {
        String answer(int value) { return "new " + value; }
        String again(int value) { return "new " + value; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @CsvSource({"47, new", "47, shadow", "61, new", "61, shadow"})
  void a_static_initialiser_of_the_legacy_class_itself_is_not_held_up(int version, String route) {
    try (ForkedJvm jvm = start("app.Legacy", version, route)) {
      assertThat(jvm.next()).isEqualTo("own legacy 1");
      assertThat(jvm.next()).isIn("own thread legacy 2", "own thread " + route + " 2");
      assertThat(jvm.next()).isEqualTo("own thread %s 4", arm(route));
      assertRouted(jvm, route);
    }
  }

  @ParameterizedTest
  @CsvSource({"47, new", "47, shadow", "61, new", "61, shadow"})
  void a_static_initialiser_that_calls_a_legacy_class_is_not_held_up(int version, String route) {
    try (ForkedJvm jvm = start("app.User", version, route)) {
      assertThat(jvm.next()).isEqualTo("other legacy 1");
      assertThat(jvm.next()).isIn("other thread legacy 2", "other thread " + route + " 2");
      assertThat(jvm.next()).isEqualTo("other thread %s 4", arm(route));
      assertRouted(jvm, route);
    }
  }

  private ForkedJvm start(String first, int version, String route) {
    Path app = classes(version, MAIN, LEGACY, QUIET, USER);
    bench.configure(plugin(app, "Legacy", "Quiet"));
    bench.flags("early: {route: " + route + ", shadow: {overflow: wait}}");
    boolean patient = route.equals("new");
    return bench.start(List.of("-Dfirst=" + first, "-Dpatient=" + patient), "app.Main", app);
  }

  /** The class that nobody had called before is armed after its first call. */
  private static void assertRouted(ForkedJvm jvm, String route) {
    if (route.equals("new")) {
      jvm.askUntil("go", answer -> answer.equals("new 5|new 6|new 7|new 8"));
    } else {
      jvm.await("early", status -> hasMismatches(jvm, status));
    }
    assertThat(jvm.end()).isZero();
    assertThat(jvm.errors()).isEmpty();
  }

  private static boolean hasMismatches(ForkedJvm jvm, MigrationStatus status) {
    assertThat(jvm.ask("go")).isEqualTo("legacy 5|legacy 6|legacy 7|legacy 8");
    return status.mismatches() > 0;
  }

  private static String arm(String route) {
    return route.equals("new") ? "new" : "legacy";
  }

  private static final String LOADER =
      """
      package app;
      public class Loader extends ClassLoader {
        public static String said = "";
        public Loader(ClassLoader parent) { super(parent); }
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
          synchronized (getClassLoadingLock(name)) {
            said = Quiet.answer(name.length()) + " " + new Quiet().again(1);
            return super.loadClass(name, resolve);
          }
        }
      }
      """;
  private static final String LOADING_MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            new Loader(Main.class.getClassLoader()).loadClass("java.util.List");
            System.out.println(Loader.said);
          }
        }
      }
      """;

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void legacy_answers_in_a_class_loader_and_routes_obey_later(int version) {
    Path app = classes(version, QUIET, LOADER, LOADING_MAIN);
    bench.configure(plugin(app, "Quiet"));
    bench.flags("early: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("legacy 14 legacy 1");
      jvm.awaitArmed("early");
      assertThat(jvm.ask("go")).isEqualTo("new 14 new 1");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private static final String BRIEF_MAIN =
      """
      package app;
      public class Main {
        public static void main(String[] args) { System.out.println(Quiet.answer(1)); }
      }
      """;

  /** Arming has begun when it ends, and may not keep it. */
  @Test
  void a_main_that_ends_at_once_ends_the_process() {
    Path app = classes(61, QUIET, BRIEF_MAIN);
    bench.configure(plugin(app, "Quiet"));
    bench.flags("early: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.next()).isEqualTo("legacy 1");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private static final String WAITING_MAIN =
      """
      package app;
      public class Main {
        public static void main(String[] args) throws Exception {
          System.out.println(Quiet.answer(1));
          System.in.read();
          System.out.println(Quiet.answer(2));
        }
      }
      """;
  private static final String ENDLESS_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Quiet.class, migration = "early")
      class EndlessAdapter {
        EndlessAdapter() throws InterruptedException { new java.util.concurrent.Semaphore(0).acquire(); }
        String answer(int value) { return "new " + value; }
      }
      """;

  @Test
  void an_adapter_that_is_never_built_holds_up_neither_callers_nor_the_end() {
    Path app = classes(61, QUIET, WAITING_MAIN);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ENDLESS_ADAPTER));
    bench.flags("early: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.next()).isEqualTo("legacy 1");
      jvm.await("early", status -> status.arming() == MigrationStatus.Arming.ARMING);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.rest()).containsExactly("legacy 2");
      assertThat(jvm.errors()).isEmpty();
    }
  }

  /** All but the classes of the test's own are of the given version. */
  private Path classes(int version, String... sources) {
    Map<String, byte[]> classes = Workbench.compile(List.of(), sources);
    if (version < 52) {
      OldClassFiles.compile(version, sources).entrySet().stream()
          .filter(old -> old.getKey().matches("app/(Legacy|Quiet|User).*"))
          .forEach(old -> classes.put(old.getKey(), old.getValue()));
    }
    return bench.pack("app.jar", classes, Map.of());
  }

  private Path plugin(Path app, String... legacy) {
    String[] adapters =
        List.of(legacy).stream().map(name -> ADAPTERS.replace("NAME", name)).toArray(String[]::new);
    return bench.plugin("plugin.jar", List.of(app), List.of(), adapters);
  }
}
