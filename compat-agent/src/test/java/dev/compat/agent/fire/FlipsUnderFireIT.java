package dev.compat.agent.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.config.ConfigException;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten thousand flips of one flag, through all routes and by every way there is, while threads do
 * nothing but call.
 *
 * <p>A flip begins before its file is touched and is done when it is obeyed: one in ten is left to
 * the control thread, whose heartbeat says so; for the others the application calls what that
 * thread runs, so that ten thousand do not take ten thousand times its pause. A caller notes which
 * flip was done before its calls, and which had begun after them: each answer must be one that a
 * state in between allows. After each flip every caller has to come round once more, so there is a
 * time in which only the new state may answer.
 */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FlipsUnderFireIT {

  private static final int FLIPS = 10_000;
  private static final int FIRST_LOOK = 2_000;
  private static final int KEYS = 8;
  private static final int ROUNDS = 9;
  private static final int TRIES = 100;
  private static final int RETRIES = 5;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  private static final String LEGACY =
      """
      package app;
      public class NAME {
        static final int[] ZEROS = new int[8];
        public static int add(String key, long more) { return 1 + ZEROS[(int) more & 7]; }
        public int bound(String key, int more) { return 1 + ZEROS[more & 7]; }
        public synchronized int locked(String key) { return 1 + ZEROS[key.length() & 7]; }
        private int hidden(String key) { return 1 + ZEROS[key.length() & 7]; }
        public int twice(String key) { return hidden(key); }
        public static int partly(String key) { return 1 + ZEROS[key.length() & 7]; }
      }
      """;

  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.LEGACY.class, migration = "flips")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class NAME {
        private final int[] zeros = new int[8];
        int add(String key, long more) { return 1000 + zeros[(int) more & 7]; }
        int bound(String key, int more) { return 1000 + zeros[more & 7]; }
        int locked(String key) { return 1000 + zeros[key.length() & 7]; }
        int hidden(String key) { return 1000 + zeros[key.length() & 7]; }
        int partly(String key) {
          if (app.Main.isOdd(key)) throw new NotHandled("odd");
          return 1000;
        }
      }
      """;

  /**
   * Each answers {@code n} calls: how many were legacy's, new's times 1000, declined times 10^6.
   */
  private static final String CALLS =
      """
      package app;
      public class NAME {
        private static final LEGACY ONE = new LEGACY();
        static int add(String key, int n) {
          int sum = 0;
          for (int i = 0; i < n; i++) sum += LEGACY.add(key, i);
          return sum;
        }
        static int bound(String key, int n) {
          int sum = 0;
          for (int i = 0; i < n; i++) sum += ONE.bound(key, i);
          return sum;
        }
        static int locked(String key, int n) {
          LEGACY one = new LEGACY();
          int sum = 0;
          for (int i = 0; i < n; i++) sum += one.locked(key);
          return sum;
        }
        static int twice(String key, int n) {
          int sum = 0;
          for (int i = 0; i < n; i++) sum += ONE.twice(key);
          return sum;
        }
        static int partly(String key, int n) {
          int sum = 0;
          for (int i = 0; i < n; i++) {
            try {
              sum += LEGACY.partly(key);
            } catch (RuntimeException declined) {
              if (!declined.getClass().getName().equals("dev.compat.NotHandled")) throw declined;
              sum += 1_000_000;
            }
          }
          return sum;
        }
      }
      """;

  private static final String MAIN =
      """
      package app;
      import java.io.*;
      import java.lang.management.*;
      import java.lang.reflect.*;
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import javax.management.*;
      public class Main {
        interface Calls { int call(String key, int n); }
        private static final Calls[] CALLS = {
          Calls47::add, Calls47::bound, Calls47::locked, Calls47::twice, Calls47::partly,
          Calls61::add, Calls61::bound, Calls61::locked, Calls61::twice, Calls61::partly
        };
        private static final int PARTLY = 4;
        private static final String[] KEYS = {"k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"};
        private static final int THREADS = 2;
        private static final int N = 20;
        private static final int LEGACY = 1, NEW = 2, DECLINED = 4;
        /** By flip, the route of each key by its first letter; ? is legacy or new, as it happens. */
        private static final String[] HISTORY = new String[100_000];
        private static final Set<String> WRONG = ConcurrentHashMap.newKeySet();
        private static final List<Thread> HAMMERS = new ArrayList<>();
        private static volatile int begun;
        private static volatile int done;
        private static volatile boolean ended;
        private static volatile CountDownLatch round = new CountDownLatch(0);

        public static void main(String[] args) throws Exception {
          HISTORY[0] = "????????"; // it is being armed
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            System.out.println(
                switch (words[0]) {
                  case "hammer" -> hammers();
                  case "flip" -> flip(Integer.parseInt(words[1]));
                  case "begin" -> begin(words[1]);
                  case "done" -> done();
                  case "usage" -> usage();
                  case "stop" -> stop();
                  case "measure" -> measure(words[1]);
                  case "level" -> level(words[1]);
                  case "explain" -> diagnose("compilerDirectivesAdd", words[1]).replaceAll("\\\\s+", " ");
                  default -> WRONG + " " + Class.forName("java.compat.Boot").getMethod("failures").invoke(null);
                });
          }
          stop();
        }

        public static boolean isOdd(String key) { return (key.charAt(1) & 1) == 1; }

        static String hammers() {
          ended = false;
          for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread thread = new Thread(() -> hammer(first), "hammer-" + i);
            thread.start();
            HAMMERS.add(thread);
          }
          return "hammering";
        }

        /** Flips so many times by itself: a flag, now and then the kill file, and it away again. */
        static String flip(int times) throws Exception {
          List<String> states = Files.readAllLines(Path.of("states.txt"));
          Path off = Path.of("state/OFF");
          for (int i = 0; i < times; i++) {
            String state = states.get((begun * 7 + begun / states.size()) % states.size());
            if (i % 9 == 5) {
              begin("LLLLLLLL");
              Files.createFile(off);
            } else if (i % 9 == 6) {
              begin("back");
              Files.delete(off);
            } else {
              begin(state.substring(0, KEYS.length));
              write(state.substring(KEYS.length));
            }
            obey();
            if (!done().equals("done")) return "somebody hangs";
          }
          return "flipped";
        }

        private static void write(String flag) throws Exception {
          Path half = Path.of("flags.half");
          Files.writeString(half, "flags:\\n  flips: " + flag + " # by itself, " + begun + "\\n");
          Files.move(half, Path.of("flags.yaml"), StandardCopyOption.ATOMIC_MOVE);
        }

        static String begin(String routes) {
          HISTORY[begun + 1] = routes.equals("back") ? HISTORY[begun - 1] : routes;
          begun++;
          return "begun";
        }

        static String done() throws Exception {
          done = begun;
          CountDownLatch next = new CountDownLatch(THREADS);
          round = next;
          return next.await(80, TimeUnit.SECONDS) ? "done" : "somebody hangs";
        }

        /** The control thread's work, by this thread and at once: the files are read and obeyed. */
        static String obey() throws Exception {
          Object agent = field(Class.forName("dev.compat.agent.CompatAgent"), "running", null);
          Object control = field(agent.getClass(), "control", agent);
          Method tick = control.getClass().getDeclaredMethod("tick");
          tick.setAccessible(true);
          tick.invoke(control);
          return "obeyed";
        }

        private static Object field(Class<?> type, String name, Object of) throws Exception {
          Field field = type.getDeclaredField(name);
          field.setAccessible(true);
          return field.get(of);
        }

        static String stop() throws Exception {
          ended = true;
          for (Thread thread : HAMMERS) thread.join();
          return "stopped";
        }

        static void hammer(int first) {
          CountDownLatch last = null;
          for (int i = first; !ended; i++) {
            CountDownLatch now = round;
            for (int method = 0; method < CALLS.length; method++) check(method, i % KEYS.length);
            if (now != last) {
              last = now;
              now.countDown();
            }
          }
        }

        static void check(int method, int key) {
          int from = done;
          int sum;
          try {
            sum = CALLS[method].call(KEYS[key], N);
          } catch (Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            if (WRONG.size() < 20) WRONG.add(trace.toString());
            return;
          }
          int to = begun;
          int allowed = 0;
          for (int state = from; state <= to; state++) {
            allowed |= allowed(HISTORY[state].charAt(key), method % 5 == PARTLY && isOdd(KEYS[key]));
          }
          int legacy = sum % 1_000;
          int fresh = sum / 1_000 % 1_000;
          int declined = sum / 1_000_000;
          int got = (legacy > 0 ? LEGACY : 0) | (fresh > 0 ? NEW : 0) | (declined > 0 ? DECLINED : 0);
          if (legacy + fresh + declined != N || (got & ~allowed) != 0) {
            String what = "method " + method + ", key " + key + ": " + sum + " between " + from + " "
                + HISTORY[from] + " and " + to + " " + HISTORY[to];
            if (WRONG.size() < 20) WRONG.add(what);
          }
        }

        static int allowed(char route, boolean isDeclined) {
          return switch (route) {
            case 'L', 'S' -> LEGACY;
            case 'F' -> isDeclined ? LEGACY : NEW;
            case 'N', 'V' -> isDeclined ? DECLINED : NEW;
            default -> LEGACY | (isDeclined ? DECLINED : NEW);
          };
        }

        /** What there is of what a flip might leave behind, after a collection. */
        static String usage() throws Exception {
          for (int i = 0; i < 3; i++) System.gc(); // code goes two collections after its last use
          String histogram = diagnose("gcClassHistogram");
          Map<String, Long> counts = new TreeMap<>();
          for (String line : histogram.split("\\n")) {
            String[] words = line.trim().split("\\\\s+");
            if (words.length < 4 || !words[1].matches("[0-9]+")) continue;
            long count = Long.parseLong(words[1]);
            String type = words[3];
            if (type.matches("java.compat.RouteSite|java.lang.invoke.MutableCallSite|java.lang.Class"
                + "|dev.compat.call.JoinPoint|java.lang.invoke.LambdaForm")) {
              counts.put(type.substring(type.lastIndexOf('.') + 1), count);
            }
            if (type.startsWith("java.lang.invoke.")) counts.merge("invoke", count, Long::sum);
            if (type.startsWith("dev.compat.")) counts.merge("agent", count, Long::sum);
          }
          for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            long used = pool.getUsage().getUsed() >> 10;
            if (pool.getName().equals("Metaspace")) counts.put("metaspaceKb", used);
            if (pool.getName().contains("Code")) counts.merge("codeKb", used, Long::sum);
          }
          return counts.toString().replaceAll("[{} ]", "");
        }

        /** The level at which a caller's loop is compiled at present. */
        static String level(String calls) throws Exception {
          int highest = 0;
          for (String line : diagnose("compilerCodelist").split("\\n")) {
            String[] words = line.trim().split(" +");
            if (words.length > 3 && words[2].equals("0") && words[3].startsWith("app." + calls + "(")) {
              highest = Math.max(highest, Integer.parseInt(words[1]));
            }
          }
          return "" + highest;
        }

        private static String diagnose(String command, String... arguments) throws Exception {
          ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
          MBeanServer server = ManagementFactory.getPlatformMBeanServer();
          boolean isPlain = command.equals("compilerCodelist");
          return (String) server.invoke(commands, command,
              isPlain ? new Object[0] : new Object[] {arguments},
              isPlain ? new String[0] : new String[] {String[].class.getName()});
        }

        /** Nanoseconds and allocated bytes a call, and the sum of a call's answers. */
        static String measure(String what) throws Exception {
          Calls calls = switch (what) {
            case "Calls47.add" -> Calls47::add;
            case "Calls61.add" -> Calls61::add;
            case "Calls47.bound" -> Calls47::bound;
            default -> Calls61::bound;
          };
          var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
          int rounds = 2_000;
          long best = Long.MAX_VALUE;
          long bytes = Long.MAX_VALUE;
          long sum = 0;
          for (int i = 0; i < 50; i++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (int j = 0; j < rounds; j++) sum = calls.call("k0", N);
            best = Math.min(best, System.nanoTime() - start);
            bytes = Math.min(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
          }
          return best / (double) (N * rounds) + " " + bytes / (double) (N * rounds) + " " + sum / N;
        }
      }
      """;

  private static final List<String> STATES =
      List.of(
          "{route: legacy}",
          "{route: new, record: false}",
          "{route: shadow, shadow: {threads: 1}}",
          "{route: new, record: false}",
          "{route: fallback}",
          "{context: {k: 'arg(0)'}, by: k, route: {new: 30, shadow: 20, verify: 15, fallback: 15}}",
          "{route: new}",
          "{route: verify, shadow: {sample: 10%, threads: 2}}",
          "{route: new, record: false}",
          "{context: {k: 'arg(0)'}, route: legacy, rules: [{when: {k: [k1, k2]}, route: new}]}",
          "{route: shadow, shadow: {sample: 10%}}",
          "{by: call, route: {new: 50}}",
          "{route: new, kill: true}");

  private static final String OFF = "LLLLLLLL";

  @TempDir static Path folder;
  private static Workbench bench;
  private static Path main;
  private static Path legacy;
  private static StateFolder state;
  private static ForkedJvm flipped;
  private static long revision;
  private static int written;
  private static int inlinedBefore;
  private static Map<String, Long> early;
  private static Map<String, Long> late;

  @BeforeAll
  static void flip_ten_thousand_times() throws Exception {
    bench = new Workbench(folder);
    state = StateFolder.at(folder.resolve("state"));
    Map<String, byte[]> classes = new TreeMap<>();
    classes.putAll(OldClassFiles.compile(47, LEGACY.replace("NAME", "Legacy47")));
    classes.putAll(Workbench.compile(List.of(), LEGACY.replace("NAME", "Legacy61")));
    legacy = bench.pack("legacy.jar", classes, Map.of());
    main = bench.jar("main.jar", List.of(legacy), MAIN, calls("47"), calls("61"));
    bench.configure(
        bench.plugin("plugin.jar", List.of(legacy, main), List.of(), adapter("47"), adapter("61")));
    bench.file(
        "states.txt",
        STATES.stream().map(flag -> routes(flag) + flag).collect(Collectors.joining("\n")));
    write("{route: new}");
    flipped = start("flipped.log");
    flipped.ask("hammer");
    flipped.awaitArmed("flips");
    for (int flips = 0; flips < FLIPS; flips += 20) {
      if (flips == FIRST_LOOK) {
        early = usage();
      }
      assertThat(flipped.ask("flip 18")).isEqualTo("flipped");
      flipThereAndBack(flips / 20);
    }
    late = usage();
    flipped.ask("stop");
    Path directives =
        bench.file(
            "directives.json",
            """
            [{"match": ["app/Calls*.add", "app/Calls*.bound"], "c2": {"PrintInlining": true}}]
            """);
    assertThat(flipped.ask("explain " + directives)).contains("1 compiler directives added");
  }

  @AfterAll
  static void end() {
    if (flipped != null) {
      flipped.close();
    }
  }

  @Test
  void every_answer_is_one_that_a_route_in_force_allows() {
    assertThat(flipped.ask("wrong")).isEqualTo("[] 0");
    assertThat(flipped.errors()).isEmpty();
    Heartbeat last = heartbeat(flipped);
    assertThat(last.problems()).isEmpty();
    // The arms never agree, so a match would be legacy compared with itself.
    MigrationStatus flips = last.migrations().get(0);
    assertThat(flips.compared()).isPositive().isEqualTo(flips.mismatches());
  }

  @Test
  void nothing_grows_with_the_number_of_flips() {
    System.out.println("after " + FIRST_LOOK + ": " + early + "; after " + FLIPS + ": " + late);
    for (String exactly : List.of("JoinPoint", "MutableCallSite", "RouteSite")) {
      assertThat(late.get(exactly)).as(exactly).isPositive().isEqualTo(early.get(exactly));
    }
    // One left behind by each flip, or by each tenth, would be 8,000 or 800.
    assertGrowsLess("Class", 100);
    assertGrowsLess("LambdaForm", 100);
    assertGrowsLess("invoke", 800);
    assertGrowsLess("agent", 800);
    assertGrowsLess("metaspaceKb", 2_048);
    assertGrowsLess("codeKb", 16_384);
  }

  private static void assertGrowsLess(String what, long bound) {
    assertThat(late.get(what)).as(what).isPositive().isLessThan(early.get(what) + bound);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{route: legacy} | {route: new, record: false} | 1 | app.Legacy",
        "{route: new, record: false} | {route: legacy} | 1000 | plug.Adapter",
        "{route: new} | {route: legacy} | 1000 |",
        "{context: {k: 'arg(0)'}, route: new, rules: [{when: {k: [k0]}, route: legacy}]}"
            + " | {route: legacy} | 1 |"
      },
      quoteCharacter = '"')
  void what_was_flipped_is_compiled_as_in_a_fresh_process(
      String flag, String other, int answer, String inlined) throws Exception {
    write("{route: new}");
    try (ForkedJvm fresh = start("fresh.log")) {
      fresh.ask("hammer");
      fresh.awaitArmed("flips");
      fresh.ask("stop");
      set(other, fresh);
      set(flag, fresh);
      compare(flag, other, fresh, answer, inlined, "that is fresh");
      fresh.ask("hammer");
      assertThat(fresh.ask("flip 26")).isEqualTo("flipped");
      fresh.ask("stop");
      set(other, fresh);
      set(flag, fresh);
      compare(flag, other, fresh, answer, inlined, "that was flipped 26 times");
    }
  }

  /** Both in turn, and the medians: printed, since no clock decides whether a test passes. */
  private static void compare(
      String flag, String other, ForkedJvm fresh, int answer, String inlined, String what)
      throws Exception {
    List<String> figures = new ArrayList<>();
    for (String method : List.of("47.add", "61.add", "47.bound", "61.bound")) {
      List<Measured> before = new ArrayList<>();
      List<Measured> after = new ArrayList<>();
      for (int i = 0; i < TRIES && before.size() < ROUNDS; i++) {
        compile(fresh, method);
        compile(flipped, method);
        Measured one = Measured.of(fresh.ask("measure Calls" + method));
        Measured same = Measured.of(flipped.ask("measure Calls" + method));
        if (isCompiled(fresh, method) && isCompiled(flipped, method)) {
          before.add(one);
          after.add(same);
        }
      }
      assertThat(before).as("both compiled all the while").hasSize(ROUNDS);
      assertThat(before).allMatch(one -> one.answer == answer && one.bytes == 0);
      assertThat(after).allMatch(one -> one.answer == answer && one.bytes == 0);
      double ratio = median(after) / median(before);
      figures.add("%s %.2f, %.2f × %.2f".formatted(method, median(before), median(after), ratio));
      if (inlined != null) {
        String arm = inlined + method.replace(".", "::");
        for (int i = 0; i < RETRIES && !inlining(arm).contains("inline (hot)"); i++) {
          set(other, fresh); // what C2 had compiled before needed no compiling since
          set(flag, fresh);
          compile(flipped, method);
        }
        assertThat(inlining(arm)).contains("inline (hot)");
      }
    }
    System.out.println(flag + ": ns in a process " + what + ", and after 10,000 flips: " + figures);
  }

  private record Measured(double nanos, double bytes, int answer) {
    static Measured of(String line) {
      String[] words = line.split(" ");
      return new Measured(
          Double.parseDouble(words[0]), Double.parseDouble(words[1]), Integer.parseInt(words[2]));
    }
  }

  private static double median(List<Measured> measured) {
    double[] sorted = measured.stream().mapToDouble(Measured::nanos).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Calls until C2 has compiled the caller's loop: it does not where it has given a method up. */
  private static void compile(ForkedJvm jvm, String method) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!isCompiled(jvm, method)) {
      assertThat(System.nanoTime()).as("C2 has given up Calls" + method).isLessThan(end);
      jvm.ask("measure Calls" + method);
    }
  }

  private static boolean isCompiled(ForkedJvm jvm, String method) {
    return jvm.ask("level Calls" + method).equals("4");
  }

  /** What C2 has said of inlining a method in the flipped process since the flag was set. */
  private static String inlining(String method) throws IOException {
    return log()
        .substring(inlinedBefore)
        .lines()
        .filter(line -> line.contains(method + " "))
        .map(String::strip)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("flipped.log"));
  }

  private static void set(String flag, ForkedJvm fresh) throws Exception {
    inlinedBefore = log().length();
    write(flag);
    await(fresh);
    await(flipped);
  }

  /** As operators flip: the kill file, a decision, or another flag, and back. */
  private static void flipThereAndBack(int number) throws Exception {
    switch (number % 3) {
      case 0 -> {
        flip(OFF, () -> Files.createFile(folder.resolve("state/OFF")));
        flip("back", () -> Files.delete(folder.resolve("state/OFF")));
      }
      case 1 -> {
        flip(OFF, () -> decide(Map.of("flips", override())));
        flip("back", () -> decide(Map.of()));
      }
      default -> {
        for (int i = number; i < number + 2; i++) {
          String flag = STATES.get(i % STATES.size());
          flip(routes(flag), () -> write(flag));
        }
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void flip(String routes, Work work) throws Exception {
    flipped.ask("begin " + routes);
    work.run();
    await(flipped);
    assertThat(flipped.ask("done")).isEqualTo("done");
  }

  private static RouteOverride override() {
    return RouteOverride.of(Route.LEGACY, "test", "fire", Instant.now());
  }

  private static void decide(Map<String, RouteOverride> overrides) {
    revision = state.change(before -> overrides, "test", "fire").number();
  }

  /** Writes the flag, in a file that is like none before. */
  private static void write(String flag) {
    bench.flags("flips: " + flag + " # " + ++written);
  }

  /** The route of each key by its first letter; ? is legacy or new, as it happens. */
  private static String routes(String text) {
    Flag flag = Objects.requireNonNull(parse(text).flag("flips"));
    return IntStream.range(0, KEYS)
        .mapToObj(
            key -> flag.splitsByCall() ? "?" : flag.route(name -> "k" + key).name().substring(0, 1))
        .collect(Collectors.joining());
  }

  private static Flags parse(String flag) {
    try {
      return Flags.parse("flags: {flips: " + flag + "}", "flags.yaml");
    } catch (ConfigException bad) {
      throw new IllegalArgumentException(bad);
    }
  }

  /** Until the process has said that it obeys the last order. */
  private static void await(ForkedJvm jvm) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Heartbeat last = heartbeat(jvm);
    String fingerprint = Flags.parse(folder.resolve("flags.yaml")).fingerprint();
    boolean kills = state.killed();
    while (!fingerprint.equals(last.flags())
        || kills != last.killed()
        || revision != last.revision()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not obeyed, last heartbeat: " + last + "; " + jvm.errors());
      }
      Thread.sleep(1);
      last = heartbeat(jvm);
    }
  }

  private static Heartbeat heartbeat(ForkedJvm jvm) {
    return state.heartbeats().stream()
        .filter(one -> one.process().pid() == jvm.pid())
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> usage() throws Exception {
    flip(OFF, () -> write("{route: legacy}"));
    return Arrays.stream(flipped.ask("usage").split(","))
        .map(one -> one.split("="))
        .collect(
            Collectors.toMap(
                one -> one[0], one -> Long.valueOf(one[1]), (a, b) -> a, TreeMap::new));
  }

  private static ForkedJvm start(String log) {
    return bench.start(
        List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+LogVMOutput",
            "-XX:-DisplayVMOutput",
            "-XX:LogFile=" + folder.resolve(log),
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,app.Calls*::*"),
        "app.Main",
        main,
        legacy);
  }

  private static String calls(String version) {
    return CALLS.replace("NAME", "Calls" + version).replace("LEGACY", "Legacy" + version);
  }

  private static String adapter(String version) {
    return ADAPTER.replace("NAME", "Adapter" + version).replace("LEGACY", "Legacy" + version);
  }
}
