package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Effect;
import dev.compat.NotHandled;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.MismatchGroup;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever legacy does beside a call on route VERIFY, the caller gets what the replacement gave.
 */
class VerifyContractTest {

  private static final int CALLS = 50;
  private static final String EVERY = "{route: verify, shadow: {overflow: wait, noise: 0}}";

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence recorded = evidence.joinPoint("m", "a.B#call(List)");
  private final ShadowPool pool = new ShadowPool("contract", VerifyContractTest::worker);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final Router router = new Router(surroundings, pool);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
    pool.configure(null);
  }

  static Stream<Arguments> legacies() {
    return Stream.of(
        legacy("answers the same", given -> "new"),
        legacy("answers something else", given -> "legacy"),
        legacy("answers nothing", given -> null),
        legacy("throws a checked exception", throwing(new IOException())),
        legacy("throws an unchecked exception", throwing(new IllegalStateException())),
        legacy("throws an error", throwing(new OutOfMemoryError())),
        legacy("overflows the stack", given -> endless(0)),
        legacy(
            "changes what it was given",
            given -> {
              ((List<?>) given[0]).clear();
              return "new";
            }),
        legacy(
            "interrupts its thread",
            given -> {
              Thread.currentThread().interrupt();
              Thread.currentThread().setContextClassLoader(null);
              return "new";
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("legacies")
  void the_caller_gets_what_the_replacement_returned(String name, Invoker legacy) throws Throwable {
    follow("{route: verify, shadow: {queue: 5}}");
    Thread caller = Thread.currentThread();
    Queue<Thread> newRanOn = new ConcurrentLinkedQueue<>();
    Queue<Thread> legacyRanOn = new ConcurrentLinkedQueue<>();
    JoinPoint joinPoint = joinPoint(noting(legacyRanOn, legacy), noting(newRanOn, given -> "new"));

    List<String> given = new ArrayList<>(List.of("given"));
    for (int i = 0; i < CALLS; i++) {
      assertThat(joinPoint.call(new Object[] {given})).isEqualTo("new");
    }
    assertThat(given).containsExactly("given");
    assertThat(newRanOn).hasSize(CALLS).containsOnly(caller);
    assertThat(caller.isInterrupted()).isFalse();
    assertThat(surroundings.suppression()[0]).isZero();
    assertEveryCallIsAccountedFor();
    assertThat(legacyRanOn).isNotEmpty().doesNotContain(caller);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("legacies")
  void the_caller_gets_the_very_throwable_that_the_replacement_threw(String name, Invoker legacy)
      throws Throwable {
    follow("{route: verify, shadow: {queue: 5}}");
    for (Throwable ofNew :
        List.of(new IOException("new"), new AssertionError(), new NotHandled(""))) {
      JoinPoint joinPoint = joinPoint(legacy, throwing(ofNew));
      for (int i = 0; i < CALLS; i++) {
        assertThat(catchThrowable(() -> joinPoint.call(new Object[] {List.of()}))).isSameAs(ofNew);
      }
    }
    assertEveryCallIsAccountedFor();
    assertThat(snapshot().replacement().threw()).isEqualTo(3L * CALLS);
    assertThat(snapshot().fallbacks()).isEmpty();
  }

  @Test
  void a_mismatch_says_which_side_is_which() throws Throwable {
    follow(EVERY);
    joinPoint(given -> "of legacy", given -> "of new").call(new Object[] {"given"});
    joinPoint(throwing(new IOException()), given -> 1).call(new Object[] {"given"});

    assertEveryCallIsAccountedFor();
    assertThat(snapshot().groups())
        .extracting(group -> group.example().legacy() + " / " + group.example().replacement())
        .containsExactlyInAnyOrder("of legacy / of new", "threw java.io.IOException / returned 1");
    assertThat(snapshot().groups())
        .extracting(MismatchGroup::legacyType)
        .contains("java.io.IOException");
  }

  @Test
  void what_one_side_does_to_an_argument_is_a_difference() throws Throwable {
    follow(EVERY);
    List<String> given = new ArrayList<>(List.of("given"));
    joinPoint(clearing(), given1 -> "same").call(new Object[] {given});
    assertEveryCallIsAccountedFor();
    joinPoint(given1 -> "same", clearing()).call(new Object[] {given});
    assertEveryCallIsAccountedFor();

    assertThat(snapshot().groups()).extracting(MismatchGroup::path).containsExactly("arg(0)");
    assertThat(snapshot().verified().mismatched()).isEqualTo(2);
  }

  @Test
  void a_legacy_that_hangs_is_given_up_and_named() throws Throwable {
    follow("{route: verify, shadow: {timeout: 1ms}}");
    assertThat(joinPoint(given -> hang(), given -> "new").call(new Object[] {"given"}))
        .isEqualTo("new");

    assertEveryCallIsAccountedFor();
    assertThat(snapshot().incomparable()).containsOnlyKeys("legacy did not answer in time");
  }

  @Test
  void a_full_queue_drops_and_counts() throws Throwable {
    follow("{route: verify, shadow: {queue: 3, timeout: 1h}}");
    JoinPoint joinPoint = joinPoint(given -> hang(), given -> "new");

    for (int i = 0; i < CALLS; i++) {
      assertThat(joinPoint.call(new Object[] {"given"})).isEqualTo("new");
    }
    assertThat(snapshot().verified().dropped()).isEqualTo(CALLS - 3);
    end.countDown();
    assertEveryCallIsAccountedFor();
  }

  @Test
  void a_call_that_is_not_sampled_is_the_replacements_alone_and_counted() throws Throwable {
    follow("{route: verify, shadow: {sample: 0%}}");
    JoinPoint joinPoint = joinPoint(given -> "legacy", given -> "new");

    assertThat(joinPoint.route(joinPoint.table())).isEqualTo(Route.NEW);
    assertThat(joinPoint.call(new Object[] {"given"})).isEqualTo("new");
    assertThat(snapshot().verified()).isEqualTo(new Coverage(2, 2, 0, 0, 0, 0, 0));
    assertThat(snapshot().replacement().answered()).isEqualTo(1);
  }

  @Test
  void legacy_beside_a_call_feeds_no_evidence_and_starts_no_trial() throws Throwable {
    follow(EVERY);
    JoinPoint inner = joinPoint(given -> "legacy", given -> "new");
    Queue<Route> routes = new ConcurrentLinkedQueue<>();
    JoinPoint outer =
        joinPoint(
            given -> {
              routes.add(inner.route(inner.table()));
              return inner.call(new Object[] {"inner"});
            },
            given -> "new");

    outer.call(new Object[] {"outer"});
    assertEveryCallIsAccountedFor();
    assertThat(routes).containsExactly(Route.NEW);
    assertThat(snapshot().replacement().answered()).isEqualTo(1);
    assertThat(snapshot().verified()).isEqualTo(new Coverage(1, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void a_trial_during_which_the_flag_changed_is_incomparable() throws Throwable {
    follow(EVERY);
    surroundings.diverted = true;
    joinPoint(given -> "new", given -> "new").call(new Object[] {"given"});

    assertEveryCallIsAccountedFor();
    assertThat(snapshot().incomparable()).containsOnlyKeys("the flag changed during the call");
  }

  @Test
  void an_object_of_a_subclass_is_not_used_on_a_second_thread() throws Throwable {
    follow(EVERY);
    Queue<Thread> legacyRanOn = new ConcurrentLinkedQueue<>();
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            "call",
            given -> "legacy",
            noting(legacyRanOn, given -> "new"),
            given -> "new",
            false,
            false,
            Object.class,
            false);
    JoinPoint joinPoint = router.joinPoint(recorded, arms, Permits.ALL, nothingListed());

    assertThat(joinPoint.call(new Object[] {new ArrayList<>()})).isEqualTo("new");
    assertThat(joinPoint.call(new Object[] {new Object()})).isEqualTo("new");
    assertEveryCallIsAccountedFor();
    assertThat(legacyRanOn).hasSize(1);
    assertThat(snapshot().incomparable().keySet()).singleElement().asString().contains("subclass");
  }

  @Test
  void who_holds_legacys_lock_does_not_wait_for_trials_that_need_it() throws Throwable {
    Object lock = new Object();
    Invoker locked =
        given -> {
          synchronized (lock) {
            return "new";
          }
        };
    JoinPoint.Arms arms =
        new JoinPoint.Arms("call", locked, locked, given -> "new", true, false, null, true);
    JoinPoint joinPoint = router.joinPoint(recorded, arms, Permits.ALL, nothingListed());
    follow("{route: verify, shadow: {queue: 1, overflow: wait}}");

    synchronized (lock) {
      for (int i = 0; i < CALLS; i++) {
        assertThat(joinPoint.call(new Object[] {"given"})).isEqualTo("new");
      }
    }
    assertEveryCallIsAccountedFor();
    assertThat(snapshot().verified().dropped()).isPositive();
  }

  @Test
  void a_legacy_that_may_have_effects_is_not_run_beside() throws Throwable {
    follow("{route: verify}");
    Permits effects =
        new Permits(Effect.NONE, Effect.POSSIBLE, Permits.Receiver.STATELESS, false, null);
    JoinPoint joinPoint =
        router.joinPoint(
            recorded, arms(given -> "legacy", given -> "new"), effects, nothingListed());

    assertThat(joinPoint.route(joinPoint.table())).isEqualTo(Route.LEGACY);
    assertThat(joinPoint.call(new Object[] {"given"})).isEqualTo("legacy");
  }

  private void assertEveryCallIsAccountedFor() throws InterruptedException {
    for (int i = 0; evidence.pending() > 0; i++) {
      assertThat(i).as("patience").isLessThan(10_000);
      router.tick();
      pool.tick();
      Thread.sleep(1);
    }
    Coverage all = snapshot().verified();
    assertThat(all.shadowed())
        .isEqualTo(all.notSampled() + all.dropped() + all.compared() + all.incomparable());
    assertThat(snapshot().replacement().answered()).isEqualTo(all.shadowed());
    assertThat(snapshot().legacy().answered()).isZero();
    assertThat(snapshot().coverage().shadowed()).isZero();
  }

  private JoinPoint joinPoint(Invoker legacy, Invoker replacement) {
    return router.joinPoint(recorded, arms(legacy, replacement), Permits.ALL, nothingListed());
  }

  private static JoinPoint.Arms arms(Invoker legacy, Invoker replacement) {
    return new JoinPoint.Arms("call", legacy, legacy, replacement, true, false);
  }

  private static AnswerTypes nothingListed() {
    return AnswerTypes.of(List.of(), List.of());
  }

  private void follow(String text) throws ConfigException {
    Flag flag =
        Objects.requireNonNull(Flags.parse("flags: {m: " + text + "}", "flags.yaml").flag("m"));
    router.follow(flag, null);
    pool.configure(flag.shadow());
    pool.prestart();
  }

  private JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
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

  private static Invoker noting(Queue<Thread> threads, Invoker invoker) {
    return given -> {
      threads.add(Thread.currentThread());
      return invoker.call(given);
    };
  }

  private static Invoker clearing() {
    return given -> {
      ((List<?>) given[0]).clear();
      return "same";
    };
  }

  private static Invoker throwing(Throwable thrown) {
    return given -> {
      throw thrown;
    };
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static Arguments legacy(String name, Invoker legacy) {
    return Arguments.of(name, legacy);
  }

  private static Object endless(int depth) {
    return depth < 0 ? depth : endless(depth + 1) + "";
  }
}
