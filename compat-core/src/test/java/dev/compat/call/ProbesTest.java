package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import dev.compat.evidence.Coverage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Now and then legacy runs once more, to see where it differs from itself. */
@SuppressWarnings("UnnecessaryStringBuilder") // a builder is what is passed
class ProbesTest {

  private static final String ALL = "{route: shadow, shadow: {overflow: wait, noise: 100%}}";

  private final TrialGround ground = new TrialGround();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    end.countDown();
    ground.close();
  }

  @Test
  void legacy_runs_once_more_beside_the_call_on_what_it_was_given_then() throws Throwable {
    ground.follow(ALL);
    Queue<String> given = new ConcurrentLinkedQueue<>();
    JoinPoint joinPoint =
        ground.joinPoint(
            arguments -> {
              StringBuilder text = (StringBuilder) arguments[0];
              given.add(text.toString());
              return text.append("!").toString();
            },
            arguments -> ((StringBuilder) arguments[0]).append("!").toString());

    joinPoint.call(new Object[] {new StringBuilder("a")});

    ground.await(() -> given.size() == 2);
    assertThat(given).containsExactly("a", "a");
    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
  }

  @Test
  void one_that_hangs_takes_no_verdict_with_it() throws Throwable {
    ground.follow("{route: shadow, shadow: {overflow: wait, noise: 100%, timeout: 10ms}}");
    JoinPoint joinPoint =
        ground.joinPoint(
            arguments -> {
              if (Thread.currentThread().getName().equals("worker")) {
                runs.incrementAndGet();
                end.await();
              }
              return 1;
            },
            arguments -> 1);

    joinPoint.call(new Object[] {"given"});
    ground.await(() -> runs.get() == 1);

    Coverage coverage = ground.settled().coverage();
    assertThat(coverage.matched()).isEqualTo(1);
    ground.await(
        () -> {
          try {
            joinPoint.call(new Object[] {"given"});
          } catch (Throwable impossible) {
            throw new AssertionError(impossible);
          }
          return ground.snapshot().coverage().matched() > 1;
        });
  }

  @Test
  void a_probe_has_as_much_time_as_the_trial_before_it() throws Throwable {
    ground.follow("{route: shadow, shadow: {overflow: wait, noise: 100%, timeout: 400ms}}");
    Invoker slow =
        arguments -> {
          Thread.sleep(150);
          return runs.incrementAndGet() > 0;
        };
    for (int i = 0; i < 4; i++) {
      ground.joinPoint(slow, slow).call(new Object[] {"given"});
    }

    assertThat(ground.settled().coverage().matched()).isEqualTo(4);
    ground.await(() -> runs.get() == 12);
    assertThat(ground.pool.suspended()).isNull();
  }

  @Test
  void none_runs_where_the_callers_own_thread_is_needed() throws Throwable {
    ground.follow("{route: shadow, shadow: {threads: caller, noise: 100%}}");
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    ground
        .joinPoint(arguments -> threads.add(Thread.currentThread()), arguments -> true)
        .call(new Object[] {"given"});

    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
    ground.close();
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void a_legacy_that_may_have_effects_is_never_run_twice() throws Throwable {
    ground.follow(ALL);
    Permits effects =
        new Permits(Effect.NONE, Effect.POSSIBLE, Permits.Receiver.STATELESS, false, null);
    Invoker legacy = arguments -> runs.incrementAndGet();
    JoinPoint joinPoint =
        ground.joinPoint(
            new JoinPoint.Arms("call", legacy, legacy, arguments -> 1, true, false), effects);

    joinPoint.call(new Object[] {"given"});

    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
    ground.close();
    assertThat(runs).hasValue(1);
  }
}
