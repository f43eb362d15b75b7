package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.Heartbeat;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leaving a running JVM, so that nothing of the agent's or a plugin's is left. */
class DetachIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public String quote(String sku) { Seen.position(); return "legacy " + sku; }
        public static long total(int[] amounts) {
          long sum = 0;
          for (int i = 0; i < amounts.length; i++) { sum += amounts[i]; }
          return sum;
        }
      }
      """;

  /** What the application can see of who is attached to it. */
  private static final String SEEN =
      """
      package app;
      import java.lang.ref.WeakReference;
      import java.util.*;
      import java.util.stream.*;
      public class Seen {
        private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();
        private static volatile int position;
        static final List<String> CLOSED = new ArrayList<>();

        /** Called by adapters. */
        public static synchronized void loaders(Class<?>... types) {
          for (Class<?> type : types) LOADERS.add(new WeakReference<>(type.getClassLoader()));
        }

        public static synchronized void closed(String what) { CLOSED.add(what); }

        private static final java.util.concurrent.CountDownLatch RELEASED =
            new java.util.concurrent.CountDownLatch(1);

        public static void hang() {
          boolean waiting = true;
          while (waiting) {
            try {
              RELEASED.await();
              waiting = false;
            } catch (InterruptedException again) { }
          }
        }

        static String release() {
          RELEASED.countDown();
          return "released";
        }

        static synchronized int seen() { return LOADERS.size(); }

        /** Where in its byte code the caller is. */
        public static void position() {
          position = StackWalker.getInstance().walk(all -> all.skip(1).findFirst().get())
              .getByteCodeIndex();
        }

        static int where() { return position; }

        static synchronized List<ClassLoader> alive() {
          return LOADERS.stream().map(WeakReference::get).filter(Objects::nonNull).distinct()
              .collect(Collectors.toList());
        }

        static String collect() throws Exception {
          for (int i = 0; i < 100 && !alive().isEmpty(); i++) {
            System.gc();
            Thread.sleep(50);
          }
          return alive().isEmpty() ? "none of " + (seen() > 0 ? "some" : "none") : "" + alive();
        }

        static String threads() throws Exception {
          for (int i = 0; i < 100 && !ours().isEmpty(); i++) Thread.sleep(50);
          return ours().toString();
        }

        static List<String> ours() {
          return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
              .filter(name -> name.startsWith("compat") || name.startsWith("plug")).sorted()
              .collect(Collectors.toList());
        }

        static String open(String jar) throws Exception {
          java.io.File[] handles = new java.io.File("/proc/self/fd").listFiles();
          int open = 0;
          for (java.io.File each : handles == null ? new java.io.File[0] : handles) {
            try {
              if (java.nio.file.Files.readSymbolicLink(each.toPath()).endsWith(jar)) open++;
            } catch (java.io.IOException gone) { }
          }
          return "" + open;
        }
      }
      """;

  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        static Thread blocked;
        static volatile String answer = "none yet";
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
              case "collect" -> System.out.println(Seen.collect());
              case "threads" -> System.out.println(Seen.threads());
              case "open" -> System.out.println(Seen.open(words[1]));
              case "where" -> { legacy.quote("x"); System.out.println(Seen.where()); }
              case "release" -> System.out.println(Seen.release());
              case "closed" -> System.out.println(Seen.CLOSED);
              case "block" -> {
                Thread caller = new Thread(() -> answer = legacy.quote("block"), "caller");
                caller.start();
                blocked = caller;
                System.out.println("blocked");
              }
              case "free" -> {
                synchronized (Main.class) { Main.class.notifyAll(); }
                blocked.join(60_000);
                System.out.println(answer);
              }
              default -> System.out.println(legacy.quote(line) + "|" + Legacy.total(new int[] {1, 2}));
            }
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(value = app.Legacy.class, migration = "pricing")
      @Effects(replacement = Effect.NONE)
      class Adapter {
        private final Prices prices;
        @Inject Adapter(Prices prices) {
          this.prices = prices;
          app.Seen.loaders(Adapter.class, CompatModule.class);
        }
        String quote(String sku) { return prices.quote(sku); }
        long total(int[] amounts) { return -1; }
      }
      """;
  private static final String PRICES =
      """
      package plug;
      import jakarta.inject.*;
      @Singleton
      public class Prices implements AutoCloseable {
        private final Stock stock;
        private final Thread refresher;
        private volatile boolean closed;
        @Inject Prices(Stock stock) {
          this.stock = stock;
          refresher = new Thread(this::refresh, "plug-refresher");
          refresher.setDaemon(true);
          refresher.start();
        }
        private void refresh() {
          try {
            while (!closed) Thread.sleep(10);
          } catch (InterruptedException end) { }
        }
        String quote(String sku) {
          if (closed) throw new IllegalStateException("closed");
          if (sku.equals("block")) {
            try {
              synchronized (app.Main.class) { app.Main.class.wait(); }
            } catch (InterruptedException e) { throw new IllegalStateException(e); }
            return Late.word() + sku;
          }
          return "VERSION " + sku;
        }
        public void close() throws Exception {
          closed = true;
          refresher.join();
          app.Seen.closed("prices");
        }
      }
      """;

  /** Needed by a call that was inside the replacement before anything was said of leaving. */
  private static final String LATE =
      """
      package plug;
      class Late { static String word() { return "late "; } }
      """;

  private static final String STOCK =
      """
      package plug;
      import jakarta.inject.*;
      @Singleton
      public class Stock implements AutoCloseable {
        public void close() {
          app.Seen.closed("stock");
          throw new IllegalStateException("could not close");
        }
      }
      """;

  /** Another agent, loaded after ours: it sees the class file that the JVM makes of our work. */
  private static final String CAPTURE =
      """
      package other;
      import java.lang.instrument.*;
      import java.nio.file.*;
      import java.security.ProtectionDomain;
      public class Capture implements ClassFileTransformer {
        private volatile byte[] seen;
        public static void agentmain(String file, Instrumentation instrumentation) throws Exception {
          Capture capture = new Capture();
          instrumentation.addTransformer(capture, true);
          for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals("app.Legacy")) instrumentation.retransformClasses(type);
          }
          instrumentation.removeTransformer(capture);
          Files.write(Path.of(file), capture.seen);
        }
        public byte[] transform(
            ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
          if ("app/Legacy".equals(name)) seen = bytes;
          return null;
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes = Workbench.compile(List.of(), LEGACY, SEEN, MAIN);
    if (classFileVersion < 52) {
      classes.putAll(
          OldClassFiles.compile(
              classFileVersion, LEGACY, "package app; class Seen { static void position() {} }"));
      classes.putAll(Workbench.compile(List.of(), SEEN));
    }
    return bench.pack("app.jar", classes, Map.of());
  }

  private void plugin(Path app, String version) {
    Path jar =
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            ADAPTER,
            PRICES.replace("VERSION", version),
            LATE,
            STOCK);
    bench.configure(jar);
  }

  @ParameterizedTest
  @CsvSource({"47, new", "61, new", "47, shadow", "61, shadow"})
  void nothing_is_left_and_another_version_may_come(int classFileVersion, String route) {
    Path app = application(classFileVersion);
    plugin(app, "one");
    bench.flags("pricing: {route: " + route + ", shadow: {overflow: wait}}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      String before = jvm.ask("where");
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      assertThat(jvm.ask("where")).isNotEqualTo(before);
      jvm.awaitArmed("pricing");
      boolean isNew = route.equals("new");
      assertThat(jvm.ask("a")).isEqualTo(isNew ? "one a|-1" : "legacy a|3");

      Command detach = bench.command("detach", jvm.pid());
      assertThat(detach.errors()).isEmpty();
      assertThat(detach.lines())
          .containsExactly(
              "process " + jvm.pid() + ": detached",
              "restored     app.Legacy in app",
              "left behind  plug.Stock could not be closed: java.lang.IllegalStateException: could"
                  + " not close");
      assertThat(detach.code()).isEqualTo(1);
      assertNothingIsLeft(jvm);
      assertThat(heartbeat(jvm).detached()).isTrue();
      assertThat(bench.command("status").lines()).anyMatch(line -> line.contains("detached"));
      assertThat(jvm.ask("where")).isEqualTo(before);
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");

      plugin(app, "two");
      bench.flags("pricing: {route: new}");
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("a")).isEqualTo("two a|-1");
      assertThat(bench.command("detach", jvm.pid()).lines())
          .contains("restored     app.Legacy in app");
      assertNothingIsLeft(jvm);
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");

      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines().filter(line -> !line.startsWith("WARNING:")))
          .allMatch(line -> line.contains("could not be closed") || !line.startsWith("compat:"));
    }
  }

  private Heartbeat heartbeat(ForkedJvm jvm) {
    return StateFolder.at(folder.resolve("state")).heartbeats().stream()
        .filter(one -> one.process().pid() == jvm.pid())
        .findFirst()
        .orElseThrow();
  }

  private static void assertNothingIsLeft(ForkedJvm jvm) {
    assertThat(jvm.ask("threads")).isEqualTo("[]");
    assertThat(jvm.ask("collect")).isEqualTo("none of some");
    assertThat(jvm.ask("open plugin.jar")).isEqualTo("0");
  }

  @Test
  void what_a_plugin_has_built_is_closed_in_reverse_order() {
    Path app = application(61);
    plugin(app, "one");
    bench.flags("pricing: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("a")).isEqualTo("one a|-1");
      Command detach = bench.command("detach", jvm.pid(), "--format", "json");
      assertThat(detach.lines()).contains("  \"outcome\" : \"DONE\",");
      assertThat(jvm.ask("closed")).isEqualTo("[prices, stock]");
      assertNothingIsLeft(jvm);
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");

      assertThat(bench.command("detach", jvm.pid()).lines())
          .containsExactly("process " + jvm.pid() + ": not attached");
    }
  }

  @Test
  void a_service_that_does_not_close_holds_up_nobody_and_the_agent_comes_back() {
    Path app = application(61);
    String hanging =
        STOCK.replace("throw new IllegalStateException(\"could not close\");", "app.Seen.hang();");
    bench.configure(
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            ADAPTER,
            PRICES.replace("VERSION", "one"),
            LATE,
            hanging));
    bench.flags("pricing: {route: new}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      Command detach = bench.command("detach", jvm.pid(), "--wait", "1s");
      assertThat(detach.lines())
          .singleElement()
          .asString()
          .startsWith(
              "process "
                  + jvm.pid()
                  + ": still detaching, though everything is at legacy; it is at ")
          .contains("app.Seen.hang");
      assertThat(detach.code()).isEqualTo(1);
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");
      assertThat(bench.command("attach", jvm.pid()).lines().get(0)).contains("attached already");

      jvm.ask("release");
      jvm.askUntil("threads", "[]"::equals);
      plugin(app, "two");
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("a")).isEqualTo("two a|-1");
      assertThat(bench.command("detach", jvm.pid()).lines())
          .contains("process " + jvm.pid() + ": detached");
      assertNothingIsLeft(jvm);
    }
  }

  @Test
  void what_legacy_must_not_answer_any_more_keeps_the_agent() {
    Path app = application(61);
    plugin(app, "one");
    bench.flags("pricing: {route: new, floor: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      Command refused = bench.command("detach", jvm.pid());
      assertThat(refused.lines())
          .containsExactly(
              "process "
                  + jvm.pid()
                  + ": not detached, nothing was changed: pricing has the floor new (FLAGS), since"
                      .replace("FLAGS", folder.resolve("flags.yaml") + ":2")
                  + " legacy's data is stale; if legacy may answer again, say 'floor: legacy' in"
                  + " its flag, and detach again");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(jvm.ask("a")).isEqualTo("one a|-1");

      bench.flags("pricing: {route: new}"); // the floor is remembered
      assertThat(bench.command("detach", jvm.pid()).lines().get(0))
          .contains("pricing has the floor new (" + folder.resolve("state/floors"));
      assertThat(jvm.ask("a")).isEqualTo("one a|-1");

      bench.flags("pricing: {route: new, floor: legacy}"); // taken back: read before it is refused
      assertThat(bench.command("detach", jvm.pid()).lines().get(0)).endsWith(": detached");
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void the_instructions_are_the_original_ones(int classFileVersion) throws Exception {
    Path app = application(classFileVersion);
    plugin(app, "one");
    bench.flags("pricing: {route: new}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      jvm.ask("a");
      Map<String, List<String>> before = instructions(jvm, false);
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      assertThat(restored(jvm)).isEqualTo(before);
    }
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("a");
      restored(jvm);
    }
  }

  /** What the JVM runs after a detach: what it ran before, without the prologues. */
  private Map<String, List<String>> restored(ForkedJvm jvm) throws Exception {
    Map<String, List<String>> woven = instructions(jvm, true);
    assertThat(bench.command("detach", jvm.pid()).lines())
        .contains("restored     app.Legacy in app");
    Map<String, List<String>> restored = instructions(jvm, false);
    assertThat(withoutFrames(woven)).isEqualTo(withoutFrames(restored));
    return restored;
  }

  /** A woven class file older than Java 6 has none: the JVM ignores them. */
  private static Map<String, List<String>> withoutFrames(Map<String, List<String>> methods) {
    Map<String, List<String>> without = new TreeMap<>();
    methods.forEach(
        (method, lines) ->
            without.put(
                method, lines.stream().filter(line -> !line.startsWith("[frame")).toList()));
    return without;
  }

  /** The methods' bodies, without the prologue if they have one; constructors never do. */
  private Map<String, List<String>> instructions(ForkedJvm jvm, boolean isGated) throws Exception {
    byte[] manifest =
        "Manifest-Version: 1.0\nAgent-Class: other.Capture\nCan-Retransform-Classes: true\n"
            .getBytes(UTF_8);
    Path capture =
        bench.pack(
            "capture.jar",
            Workbench.compile(List.of(), CAPTURE),
            Map.of("META-INF/MANIFEST.MF", manifest));
    Path file = folder.resolve("captured.class");
    VirtualMachine machine = VirtualMachine.attach("" + jvm.pid());
    machine.loadAgent(capture.toString(), file.toString());
    machine.detach();
    Map<String, List<String>> lines = new TreeMap<>();
    Instructions.of(Files.readAllBytes(file))
        .forEach(
            (method, body) -> {
              assertThat(body.isGated())
                  .as(method)
                  .isEqualTo(isGated && !method.startsWith("<init>"));
              lines.put(method, body.lines());
            });
    assertThat(lines).containsKeys("quote(Ljava/lang/String;)Ljava/lang/String;", "total([I)J");
    return lines;
  }

  @Test
  void a_call_inside_a_replacement_is_waited_for_and_ends_as_it_began() {
    Path app = application(61);
    plugin(app, "one");
    bench.flags("pricing: {route: new, record: false}");

    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      assertThat(bench.command("attach", jvm.pid()).code()).isZero();
      jvm.ask("link");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("block")).isEqualTo("blocked");

      Command early = bench.command("detach", jvm.pid(), "--wait", "500ms");
      assertThat(early.code()).isEqualTo(1);
      assertThat(early.lines().get(0))
          .isEqualTo(
              "process "
                  + jvm.pid()
                  + ": not yet detached, though everything is at legacy; detach again");
      assertThat(early.lines())
          .anyMatch(line -> line.startsWith("left behind  thread caller is still in "));
      assertThat(jvm.ask("a")).isEqualTo("legacy a|3");
      assertThat(jvm.ask("closed")).isEqualTo("[]");

      assertThat(jvm.ask("free")).isEqualTo("late block");
      assertThat(bench.command("detach", jvm.pid()).lines())
          .contains("process " + jvm.pid() + ": detached");
      assertThat(jvm.ask("closed")).isEqualTo("[prices, stock]");
      assertNothingIsLeft(jvm);
    }
  }
}
