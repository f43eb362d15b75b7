package dev.compat.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.workbench.Workbench;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Problem;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.state.MigrationStatus.Arming;
import java.compat.Boot;
import java.compat.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Woven methods called by several threads while their flag changes as fast as gates can be moved.
 *
 * <p>A caller notes how many changes were complete before its call, and how many had begun after
 * it: its answer must be one that a state of the flag in between allows. So where nothing changed
 * meanwhile only one answer is right, and a pass left behind by an earlier call would be seen.
 */
class LinkFlipsIT {

  private static final int FLIPS = 4_000;
  private static final int THREADS = 3;
  private static final String LEGACY =
      """
      package app;
      public class NAME {
        public static String fixed(String key, long more) { return "legacy " + key; }
        public String bound(String key) { return "legacy " + key; }
        private static volatile int spun;
        public static String outer(String key) {
          for (int i = 0; i < 2000; i++) spun = i;
          return "legacy " + inner(key);
        }
        public static String inner(String key) { return "legacy " + key; }
        public static String many(String key, String... more) { return "legacy " + key; }
      }
      """;
  private static final String CALLS =
      """
      package app;
      import java.util.function.UnaryOperator;
      public class NAME {
        public static UnaryOperator<String>[] all() {
          final LEGACY legacy = new LEGACY();
          @SuppressWarnings({"unchecked", "rawtypes"})
          UnaryOperator<String>[] all = new UnaryOperator[] {
            new UnaryOperator<String>() {
              public String apply(String key) { return LEGACY.fixed(key, 1); }
            },
            new UnaryOperator<String>() {
              public String apply(String key) { return legacy.bound(key); }
            },
            new UnaryOperator<String>() {
              public String apply(String key) { return LEGACY.many(key, key); }
            },
            new UnaryOperator<String>() {
              public String apply(String key) { return LEGACY.outer(key); }
            }
          };
          return all;
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
        String fixed(String key, long more) { return "new " + key; }
        String bound(String key) { return "new " + key; }
        String many(String key, String... more) { return "new " + key; }
        /** What a legacy arm answers whose inner call went to new: it must never be compared. */
        String outer(String key) { return "legacy new " + key; }
        String inner(String key) { return "new " + key; }
      }
      """;
  private static final List<String> STATES =
      List.of(
          "{route: legacy}",
          "{route: new, record: false}",
          "{route: shadow, shadow: {threads: 2}}",
          "{route: new, record: false}",
          "{route: new}",
          "{route: fallback}",
          "{route: shadow, shadow: {sample: 50%}}",
          "{route: verify, shadow: {threads: 2}}",
          "{route: new, record: false}",
          "{route: verify, shadow: {sample: 50%}}",
          "{route: legacy}",
          "{route: fallback}",
          "{context: {k: 'arg(0)'}, route: verify, rules: [{when: {k: [odd]}, route: legacy}]}",
          "{route: new, record: false}",
          "{context: {k: 'arg(0)'}, route: legacy, rules: [{when: {k: [odd]}, route: new}]}");

  @TempDir Path folder;
  private final Evidence evidence = new Evidence(true);
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Flag[] history = new Flag[FLIPS + 2];
  private final long failuresBefore = Boot.failures();
  private volatile int begun;
  private volatile int done;
  private volatile boolean ended;
  private LegacyLinker linker;
  private WovenLoader application;

  @BeforeEach
  void prepare() throws Exception {
    Workbench bench = new Workbench(folder);
    Map<String, byte[]> classes = new TreeMap<>();
    classes.putAll(OldClassFiles.compile(47, named(LEGACY, "Legacy47"), caller("47")));
    classes.putAll(Workbench.compile(List.of(), named(LEGACY, "Legacy61"), caller("61")));
    Path app = bench.pack("app.jar", classes, Map.of());
    Path plugin = bench.plugin("plugin.jar", List.of(app), List.of(), adapter("47"), adapter("61"));
    List<Problem> problems = new ArrayList<>();
    Plugin read = Plugin.read(new CompatConfig.Plugin(plugin, null, "compat.yaml:1"), problems);
    assertThat(problems).isEmpty();
    Armory armory =
        new Armory(List.of(Objects.requireNonNull(read)), evidence, (name, loader) -> null, null);
    linker = new LegacyLinker(new Workshop(armory, null, LinkFlipsIT::worker));
    assertThat(Boot.install(linker)).isTrue();
    application = new WovenLoader(classes, "flips");
  }

  @AfterEach
  void uninstall() {
    Boot.uninstall(linker);
  }

  @Test
  void every_answer_is_one_that_a_route_in_force_allows() throws Exception {
    List<UnaryOperator<String>> calls = calls();
    arm(flag("{route: new}"), calls);
    List<Flag> states = new ArrayList<>();
    for (String state : STATES) {
      states.add(flag(state));
    }
    history[0] = states.get(0);
    follow(history[0]);
    CountDownLatch running = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(hammer(calls, running));
    }
    running.await();
    for (int flip = 1; flip <= FLIPS && wrong.isEmpty(); flip++) {
      history[flip] = states.get((flip * 7 + flip / states.size()) % states.size());
      flip(flip);
    }
    history[FLIPS + 1] = flag("{route: new, record: false}");
    flip(FLIPS + 1);
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(wrong).isEmpty();
    assertThat(Boot.failures()).isEqualTo(failuresBefore);
    settle();
    Coverage coverage = coverage();
    assertThat(coverage.mismatched()).isPositive();
    assertThat(coverage.matched()).isZero();
    assertThat(coverage.pending()).isZero();
    assertThat(evidence.snapshot()).anyMatch(one -> one.coverage().mismatched() > 0);
    assertThat(evidence.snapshot()).anyMatch(one -> one.verified().mismatched() > 0);
  }

  @Test
  void a_class_that_comes_late_is_answered_by_legacy_until_it_is_armed() throws Exception {
    application.hide("app.Legacy61");
    Flag direct = flag("{route: new, record: false}");
    UnaryOperator<String> early = calls("47").get(0);
    arm(direct, List.of(early));

    application.hide("");
    UnaryOperator<String> late = calls("61").get(0);
    assertThat(late.apply("even")).isEqualTo("legacy even");
    assertThat(early.apply("even")).isEqualTo("new even");
    follow(direct);
    arm(direct, List.of(late));
    assertThat(late.apply("even")).isEqualTo("new even");
    assertThat(early.apply("even")).isEqualTo("new even");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{route: new, record: false}", "{route: new}"})
  void a_route_that_is_linked_while_the_agent_leaves_goes_to_legacy(String flag) throws Exception {
    arm(flag(flag), List.of(calls("47").get(0), calls("61").get(0)));
    Gate gate = linker.links().get(0).gate();
    Thread leaving = new Thread(linker::leave);
    synchronized (gate) { // so it has begun to leave and no gate is shut
      leaving.start();
      while (leaving.getState() != Thread.State.BLOCKED) {
        Thread.sleep(1);
      }
      assertThat(calls("47").get(1).apply("even")).isEqualTo("legacy even");
      assertThat(calls("61").get(1).apply("even")).isEqualTo("legacy even");
    }
    leaving.join();
    assertThat(calls()).extracting(call -> call.apply("even")).allMatch(is -> is.startsWith("leg"));
  }

  private void flip(int number) {
    begun = number;
    follow(history[number]);
    done = number;
  }

  private Thread hammer(List<UnaryOperator<String>> calls, CountDownLatch running) {
    Thread thread =
        new Thread(
            () -> {
              running.countDown();
              for (int i = 0; !ended && wrong.isEmpty(); i++) {
                check(calls.get(i % calls.size()), i % calls.size(), i % 3 == 0 ? "odd" : "even");
              }
              calls.forEach(call -> expectNew(call.apply("even")));
            });
    thread.start();
    return thread;
  }

  private void check(UnaryOperator<String> call, int index, String key) {
    int from = done;
    String answer;
    try {
      answer = call.apply(key);
    } catch (Throwable thrown) {
      answer = "threw " + thrown;
    }
    int to = begun;
    for (int state = from; state <= to; state++) {
      if (allows(history[state], key, answer, index % 4 == 3)) {
        return;
      }
    }
    wrong.add(answer + " between " + from + " " + history[from] + " and " + to + " " + history[to]);
  }

  private static boolean allows(Flag flag, String key, String answer, boolean isOuter) {
    boolean isNew =
        switch (flag.route(name -> key)) {
          case NEW, VERIFY, FALLBACK -> true;
          case LEGACY, SHADOW -> false;
        };
    if (isOuter) {
      // Without a trial each of the two calls is routed by itself.
      return answer.equals("legacy new " + key) || answer.equals("legacy legacy " + key);
    }
    return answer.equals((isNew ? "new " : "legacy ") + key);
  }

  private void expectNew(String answer) {
    if (!answer.endsWith("new even")) {
      wrong.add("a pass was left behind: " + answer);
    }
  }

  private void arm(Flag flag, List<UnaryOperator<String>> calls) throws Exception {
    for (UnaryOperator<String> call : calls) {
      assertThat(call.apply("even")).isNotEmpty();
    }
    for (int i = 0; i < 1_000 && !isArmed(); i++) {
      follow(flag);
      Thread.sleep(5);
    }
    assertThat(linker.standings().get("flips").arming()).isEqualTo(Arming.ARMED);
    for (UnaryOperator<String> call : calls) {
      assertThat(call.apply("even")).endsWith("new even");
    }
  }

  private boolean isArmed() {
    return linker.standings().get("flips").arming() == Arming.ARMED;
  }

  private void follow(Flag flag) {
    Function<String, Flag> flags = name -> flag;
    linker.follow(flags);
  }

  private void settle() throws Exception {
    Flag last = flag("{route: new}");
    for (int i = 0; i < 1_000 && coverage().pending() > 0; i++) {
      follow(last);
      Thread.sleep(5);
    }
  }

  private Coverage coverage() {
    long[] sums = new long[7];
    for (JoinPointSnapshot snapshot : evidence.snapshot()) {
      Coverage one = snapshot.trials();
      long[] more = {
        one.shadowed(),
        one.notSampled(),
        one.dropped(),
        one.matched(),
        one.mismatched(),
        one.incomparable(),
        one.nested()
      };
      for (int i = 0; i < more.length; i++) {
        sums[i] += more[i];
      }
    }
    return new Coverage(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
  }

  private List<UnaryOperator<String>> calls() throws ReflectiveOperationException {
    List<UnaryOperator<String>> all = new ArrayList<>(calls("47"));
    all.addAll(calls("61"));
    return all;
  }

  @SuppressWarnings("unchecked")
  private List<UnaryOperator<String>> calls(String version) throws ReflectiveOperationException {
    Class<?> type = Class.forName("app.Calls" + version, true, application);
    return List.of((UnaryOperator<String>[]) type.getMethod("all").invoke(null));
  }

  private static Flag flag(String text) throws ConfigException {
    Flags flags = Flags.parse("flags: {flips: " + text + "}", "flags.yaml");
    return Objects.requireNonNull(flags.flag("flips"));
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "compat-worker");
    thread.setDaemon(true);
    return thread;
  }

  private static String named(String source, String name) {
    return source.replace("NAME", name);
  }

  private static String caller(String version) {
    return CALLS.replace("NAME", "Calls" + version).replace("LEGACY", "Legacy" + version);
  }

  private static String adapter(String version) {
    return ADAPTER.replace("NAME", "Adapter" + version).replace("LEGACY", "Legacy" + version);
  }
}
