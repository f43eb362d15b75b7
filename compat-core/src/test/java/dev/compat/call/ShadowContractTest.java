package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Effect;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Arm;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the new arm does in a shadow call, the caller never knows. */
class ShadowContractTest {

  private static final int CALLS = 50;
  private static final AnswerTypes NOTHING_LISTED = AnswerTypes.of(List.of(), List.of());
  private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence recorded = evidence.joinPoint("m", "a.B#call(List)");
  private final ShadowPool pool = new ShadowPool("contract", ShadowContractTest::worker);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final Router router = new Router(surroundings, pool);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
    pool.configure(null);
  }

  static Stream<Arguments> candidates() {
    return Stream.of(
        candidate("answers as legacy does", arguments -> "legacy"),
        candidate("answers something else", arguments -> "new"),
        candidate("answers null", arguments -> null),
        candidate(
            "throws a checked exception",
            arguments -> {
              throw new IOException("new");
            }),
        candidate(
            "throws an unchecked exception",
            arguments -> {
              throw new IllegalStateException("new");
            }),
        candidate(
            "throws an error",
            arguments -> {
              throw new OutOfMemoryError("new");
            }),
        candidate("overflows the stack", arguments -> endless(0)),
        candidate("answers a giant graph", arguments -> giant()),
        candidate("answers a cyclic graph", arguments -> cyclic()),
        candidate("answers what compares by throwing", arguments -> new Hostile()),
        candidate(
            "changes what it was given",
            arguments -> {
              ((List<?>) arguments[0]).clear();
              return "legacy";
            }),
        candidate(
            "interrupts its thread",
            arguments -> {
              Thread.currentThread().interrupt();
              return "legacy";
            }),
        candidate(
            "changes its thread",
            arguments -> {
              Thread.currentThread().setContextClassLoader(null);
              LEFT_BEHIND.set(arguments);
              return "legacy";
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("candidates")
  void the_caller_gets_what_legacy_returned(String name, Invoker candidate) throws Throwable {
    follow("{route: shadow, shadow: {queue: 5, noise: 0}}");
    Thread caller = Thread.currentThread();
    List<Thread> legacyRanOn = new ArrayList<>();
    JoinPoint joinPoint =
        joinPoint(
            arguments -> {
              legacyRanOn.add(Thread.currentThread());
              return "legacy";
            },
            candidate);

    List<String> given = new ArrayList<>(List.of("given"));
    for (int i = 0; i < CALLS; i++) {
      assertThat(call(joinPoint, given)).isEqualTo("legacy");
    }
    assertThat(given).containsExactly("given");
    assertThat(legacyRanOn).hasSize(CALLS).containsOnly(caller);
    assertThat(caller.isInterrupted()).isFalse();
    assertThat(LEFT_BEHIND.get()).isNull();
    assertThat(surroundings.suppression()[0]).isZero();
    assertEveryCallIsAccountedFor();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("candidates")
  void the_caller_gets_the_very_exception_that_legacy_threw(String name, Invoker candidate)
      throws Throwable {
    follow("{route: shadow, shadow: {queue: 5, noise: 0}}");
    IOException ofLegacy = new IOException("legacy");
    JoinPoint joinPoint =
        joinPoint(
            arguments -> {
              throw ofLegacy;
            },
            candidate);

    for (int i = 0; i < CALLS; i++) {
      assertThat(catchThrowable(() -> call(joinPoint, List.of()))).isSameAs(ofLegacy);
    }
    assertEveryCallIsAccountedFor();
  }

  @ParameterizedTest
  @MethodSource("uncooperative")
  void legacy_may_return_what_cannot_be_kept_or_compares_by_throwing(Object answer)
      throws Throwable {
    follow("{route: shadow, shadow: {overflow: wait}}");
    Object result = call(joinPoint(arguments -> answer, arguments -> answer), List.of());

    assertThat(result == answer).isTrue();
    assertEveryCallIsAccountedFor();
    assertThat(coverage().mismatched()).isZero();
  }

  @ParameterizedTest
  @MethodSource("uncooperative")
  void arguments_that_cannot_be_kept_reach_legacy_as_they_are(Object argument) throws Throwable {
    follow("{route: shadow, shadow: {overflow: wait}}");
    JoinPoint joinPoint =
        joinPoint(arguments -> arguments[0] == argument ? "same" : "another", arguments -> "new");

    assertThat(call(joinPoint, argument)).isEqualTo("same");
    assertEveryCallIsAccountedFor();
    assertThat(coverage().matched()).isZero();
  }

  static Stream<Named<Object>> uncooperative() {
    return Stream.of(
        Named.of("hostile", new Hostile()),
        Named.of("a lock", new ReentrantLock()),
        Named.of("a stream", Stream.of(1)));
  }

  @Test
  void a_full_queue_drops_and_counts() throws Throwable {
    follow("{route: shadow, shadow: {queue: 3, timeout: 1h}}");
    JoinPoint joinPoint = joinPoint(arguments -> "legacy", arguments -> hang());

    for (int i = 0; i < CALLS; i++) {
      assertThat(call(joinPoint, List.of())).isEqualTo("legacy");
    }
    assertThat(coverage().dropped()).isEqualTo(CALLS - 3);
    assertThat(coverage().pending()).isEqualTo(3);
    end.countDown();
    assertEveryCallIsAccountedFor();
  }

  @Test
  void a_sample_is_a_sample() throws Throwable {
    follow("{route: shadow, shadow: {sample: 0%}}");
    call(joinPoint(arguments -> "legacy", arguments -> "new"), List.of());

    assertThat(coverage().notSampled()).isEqualTo(1);
    assertEveryCallIsAccountedFor();
  }

  @Test
  void candidates_that_hang_are_incomparable_and_after_three_shadowing_is_suspended()
      throws Throwable {
    follow("{route: shadow, shadow: {timeout: 1ms, overflow: wait}}");
    JoinPoint joinPoint = joinPoint(arguments -> "legacy", arguments -> hang());
    Thread ticker = ticking();
    // A caller that waits for a place in the queue cannot tick as well.
    while (pool.suspended() == null) {
      assertThat(call(joinPoint, List.of())).isEqualTo("legacy");
    }
    ticker.interrupt();
    ticker.join();
    long incomparable = coverage().incomparable();
    assertThat(incomparable).isGreaterThanOrEqualTo(3);
    long dropped = coverage().dropped();
    assertThat(call(joinPoint, List.of())).isEqualTo("legacy");
    assertThat(coverage().dropped()).isEqualTo(dropped + 1);
    assertEveryCallIsAccountedFor();

    follow("{route: shadow, shadow: {overflow: wait}}");
    call(joinPoint(arguments -> "legacy", arguments -> "new"), List.of());
    assertEveryCallIsAccountedFor();
    assertThat(coverage().mismatched()).isEqualTo(1);
  }

  @Test
  void an_answer_that_comes_too_late_is_not_counted_twice() throws Throwable {
    follow("{route: shadow, shadow: {timeout: 1ms}}");
    call(joinPoint(arguments -> "legacy", arguments -> hang()), List.of());
    while (coverage().pending() > 0) {
      pool.tick();
    }
    end.countDown();
    follow("{route: shadow, shadow: {overflow: wait}}");
    call(joinPoint(arguments -> "legacy", arguments -> "legacy"), List.of());
    assertEveryCallIsAccountedFor();
    assertThat(coverage().incomparable()).isEqualTo(1);
    assertThat(coverage().matched()).isEqualTo(1);
  }

  @Test
  void a_trial_during_which_the_flag_changed_is_incomparable() throws Throwable {
    follow("{route: shadow, shadow: {overflow: wait}}");
    surroundings.diverted = true;
    call(joinPoint(arguments -> "legacy", arguments -> "legacy"), List.of());

    assertThat(coverage().matched()).isZero();
    assertThat(evidence.snapshot().get(0).incomparable())
        .containsOnlyKeys("the flag changed during the call");
    assertEveryCallIsAccountedFor();
  }

  @Test
  void a_replacement_that_may_have_effects_is_not_run_beside_legacy() throws Throwable {
    follow("{route: shadow}");
    JoinPoint joinPoint =
        router.joinPoint(
            recorded,
            arms(arguments -> "legacy", arguments -> "new"),
            new Permits(Effect.POSSIBLE, Effect.NONE, Permits.Receiver.STATELESS, false, null),
            NOTHING_LISTED);

    assertThat(joinPoint.route(joinPoint.table())).isEqualTo(Route.LEGACY);
  }

  @Test
  void calls_of_a_candidate_start_no_trial_and_feed_no_evidence() throws Throwable {
    follow("{route: shadow}");
    surroundings.candidate(true);
    JoinPoint joinPoint = joinPoint(arguments -> "legacy", arguments -> "new");

    assertThat(joinPoint.route(joinPoint.table())).isEqualTo(Route.LEGACY);
    joinPoint.finished(Arm.LEGACY, null, joinPoint.start());
    assertThat(evidence.snapshot().get(0).legacy().answered()).isZero();
  }

  @Test
  void a_context_that_cannot_be_read_leaves_the_call_routed_and_nothing_suppressed()
      throws Throwable {
    String flag = "{context: {k: 'arg(0)'}, route: new, rules: [{when: {k: [x]}, route: legacy}]}";
    follow(flag);
    JoinPoint joinPoint = joinPoint(arguments -> "legacy", arguments -> "new");
    Table table = joinPoint.table();

    assertThat(joinPoint.looksAtArguments(table)).isTrue();
    assertThat(joinPoint.route(table, new Object[] {new Hostile()})).isEqualTo(Route.NEW);
    assertThat(surroundings.suppression()[0]).isZero();
  }

  /** As in production: another thread than any caller's looks after the pool. */
  private Thread ticking() {
    Thread ticker =
        worker(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                pool.tick();
                LockSupport.parkNanos(1_000_000);
              }
            });
    ticker.start();
    return ticker;
  }

  private Object call(JoinPoint joinPoint, Object argument) throws Throwable {
    return joinPoint.call(new Object[] {argument});
  }

  private JoinPoint joinPoint(Invoker legacy, Invoker replacement) {
    return router.joinPoint(recorded, arms(legacy, replacement), Permits.ALL, NOTHING_LISTED);
  }

  private static JoinPoint.Arms arms(Invoker legacy, Invoker replacement) {
    return new JoinPoint.Arms("call", legacy, legacy, replacement, true, false);
  }

  private void follow(String text) throws ConfigException {
    Flag flag =
        Objects.requireNonNull(Flags.parse("flags: {m: " + text + "}", "flags.yaml").flag("m"));
    ContextReaders readers =
        flag.context().isEmpty() ? null : ContextReaders.compile(flag.context(), name -> null);
    router.follow(flag, readers);
    pool.configure(flag.shadow());
    pool.prestart();
  }

  private void assertEveryCallIsAccountedFor() throws InterruptedException {
    for (int i = 0; coverage().pending() > 0; i++) {
      assertThat(i).as("patience").isLessThan(10_000);
      router.tick();
      pool.tick();
      Thread.sleep(1);
    }
    Coverage all = coverage();
    assertThat(all.shadowed())
        .isEqualTo(all.notSampled() + all.dropped() + all.compared() + all.incomparable());
    JoinPointSnapshot snapshot = evidence.snapshot().get(0);
    assertThat(snapshot.legacy().answered()).isEqualTo(all.shadowed());
    assertThat(snapshot.replacement().answered()).isZero();
  }

  private Coverage coverage() {
    return evidence.snapshot().get(0).coverage();
  }

  private Object hang() {
    while (true) {
      try {
        end.await();
        return "at last";
      } catch (InterruptedException deaf) {
        Thread.onSpinWait();
      }
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static Arguments candidate(String name, Invoker candidate) {
    return Arguments.of(name, candidate);
  }

  private static Object endless(int depth) {
    return depth < 0 ? depth : endless(depth + 1) + "";
  }

  private static Object giant() {
    Map<Object, Object> giant = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      giant.put(i, new ArrayList<>(List.of(i)));
    }
    return giant;
  }

  private static Object cyclic() {
    List<Object> cyclic = new ArrayList<>();
    cyclic.add(cyclic);
    return cyclic;
  }

  /** Does everything wrong that a value can. */
  static final class Hostile {
    final Thread cannotBeKept = new Thread();

    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("equals");
    }

    @Override
    public int hashCode() {
      throw new StackOverflowError("hashCode");
    }

    @Override
    public String toString() {
      throw new AssertionError("toString");
    }
  }
}
