package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.evidence.Coverage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A small sample does not miss what is rare. */
class SoughtShapesTest {

  private static final String SELDOM = "{route: shadow, shadow: {sample: 0.1%, noise: 0}}";

  private final TrialGround ground = new TrialGround();

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void a_branch_that_one_call_of_a_thousand_takes_is_seen() throws Throwable {
    ground.follow(SELDOM);
    JoinPoint joinPoint =
        ground.joinPoint(
            given -> String.valueOf(given[0]),
            given -> given[0] == null ? "none" : String.valueOf(given[0]));

    for (int i = 0; i < 20_000; i++) {
      joinPoint.call(new Object[] {i % 1_000 == 999 ? null : "some"});
    }

    Coverage coverage = ground.settled().coverage();
    assertThat(coverage.mismatched()).isGreaterThanOrEqualTo(10);
    assertThat(coverage.notSampled()).isGreaterThan(19_000);
  }

  @Test
  void so_is_a_tenant_with_few_calls() throws Throwable {
    ground.follow("{context: {tenant: 'arg(0)'}, route: shadow, shadow: {sample: 0.1%, noise: 0}}");
    Set<Object> compared = ConcurrentHashMap.newKeySet();
    JoinPoint joinPoint =
        ground.joinPoint(
            given -> 1,
            given -> {
              compared.add(given[0]);
              return 1;
            });

    for (int i = 0; i < 10_000; i++) {
      joinPoint.call(new Object[] {i % 1_000 == 999 ? "tiny" : "acme"});
    }

    ground.settled();
    assertThat(compared).contains("tiny");
  }

  @Test
  void a_rare_call_that_could_not_be_compared_is_sought_again() throws Throwable {
    ground.follow("{route: shadow, shadow: {sample: 0.1%, queue: 1, noise: 0}}");
    JoinPoint joinPoint = ground.joinPoint(given -> 1, given -> 2);
    assertThat(ground.pool.reserve(false)).isTrue();
    for (int i = 0; i < 100; i++) {
      joinPoint.call(new Object[] {"some"});
    }
    assertThat(ground.snapshot().coverage().dropped()).isPositive();
    ground.pool.release();

    joinPoint.call(new Object[] {"some"});

    assertThat(ground.settled().coverage().mismatched()).isPositive();
  }

  @Test
  void looking_at_a_call_takes_no_lock_of_the_applications() throws Throwable {
    ground.follow(SELDOM);
    List<Object> list = Collections.synchronizedList(new ArrayList<>());
    JoinPoint joinPoint = ground.joinPoint(given -> 1, given -> 1);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              synchronized (list) {
                held.countDown();
                awaitUninterruptibly(end);
              }
            });
    holder.start();
    held.await();
    ground.pool.end(); // so that no call is copied: looking is all there is
    assertThat(joinPoint.call(new Object[] {list})).isEqualTo(1);
    end.countDown();
    holder.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void a_sample_of_nothing_is_nothing() throws Throwable {
    ground.follow("{route: shadow, shadow: {sample: 0%}}");
    JoinPoint joinPoint = ground.joinPoint(given -> 1, given -> 2);

    joinPoint.call(new Object[] {"some"});

    assertThat(ground.settled().coverage().notSampled()).isEqualTo(1);
  }

  @Test
  void calls_are_still_picked_at_random_as_often_as_the_flag_says() throws Throwable {
    ground.follow("{route: shadow, shadow: {sample: 50%, noise: 0, overflow: wait}}");
    AtomicInteger ran = new AtomicInteger();
    JoinPoint joinPoint = ground.joinPoint(given -> 1, given -> ran.incrementAndGet() > 0 ? 1 : 2);

    for (int i = 0; i < 4_000; i++) {
      joinPoint.call(new Object[] {"some"});
    }

    ground.settled();
    assertThat(ran.get()).isBetween(1_700, 2_320);
  }
}
