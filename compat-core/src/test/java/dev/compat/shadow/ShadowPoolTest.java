package dev.compat.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Overflow;
import dev.compat.flag.ShadowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowPoolTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(1);

  private final List<Thread> workers = new ArrayList<>();
  private final ShadowPool pool = new ShadowPool("pool", this::worker);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
    pool.configure(null);
  }

  @Test
  void takes_nothing_and_has_no_thread_until_it_is_configured() {
    assertThat(pool.reserve(true)).isFalse();
    pool.prestart();
    pool.tick();
    assertThat(workers).isEmpty();
  }

  @Test
  void has_so_many_places_and_no_more() {
    pool.configure(settings(2, NEVER, Overflow.DROP));

    assertThat(pool.reserve(true)).isTrue();
    assertThat(pool.reserve(true)).isTrue();
    assertThat(pool.reserve(true)).isFalse();
    pool.release();
    assertThat(pool.reserve(true)).isTrue();
  }

  @Test
  void waits_for_a_place_where_it_is_told_to() throws InterruptedException {
    pool.configure(settings(1, NEVER, Overflow.WAIT));
    pool.reserve(true);
    AtomicBoolean got = new AtomicBoolean();
    Thread caller = new Thread(() -> got.set(pool.reserve(true)));
    caller.start();
    await(() -> caller.getState() == Thread.State.TIMED_WAITING);

    pool.release();
    caller.join();
    assertThat(got).isTrue();
  }

  @Test
  void nobody_waits_any_longer_when_nothing_is_shadowed_any_more() throws InterruptedException {
    pool.configure(settings(1, NEVER, Overflow.WAIT));
    pool.reserve(true);
    AtomicBoolean got = new AtomicBoolean(true);
    Thread caller = new Thread(() -> got.set(pool.reserve(true)));
    caller.start();

    pool.configure(null);
    caller.join();
    assertThat(got).isFalse();
  }

  @Test
  void runs_what_is_handed_in_off_the_callers_thread() {
    pool.configure(settings(10, NEVER, Overflow.DROP));
    Recorded trial = new Recorded(() -> {});
    submit(trial);
    pool.tick();

    await(() -> trial.ran.get() == 1);
    assertThat(trial.ranOn).isNotSameAs(Thread.currentThread());
  }

  @Test
  void a_trial_that_throws_is_given_up_and_the_next_one_runs_uninterrupted() {
    pool.configure(settings(10, NEVER, Overflow.DROP));
    Recorded bad =
        new Recorded(
            () -> {
              Thread.currentThread().interrupt();
              throw new AssertionError("on purpose");
            });
    AtomicBoolean interrupted = new AtomicBoolean(true);
    Recorded good = new Recorded(() -> interrupted.set(Thread.currentThread().isInterrupted()));
    submit(bad);
    submit(good);
    pool.tick();

    await(() -> good.ran.get() == 1);
    assertThat(bad.reasons).containsExactly("failed: java.lang.AssertionError");
    assertThat(interrupted).isFalse();
    assertThat(workers).hasSize(1);
  }

  @Test
  void a_trial_that_hangs_is_given_up_and_another_worker_takes_over() {
    pool.configure(settings(10, SOON, Overflow.DROP));
    Recorded hanging = new Recorded(this::hang);
    submit(hanging);
    await(() -> !hanging.reasons.isEmpty());
    assertThat(hanging.reasons).containsExactly("the arm did not answer in time");

    Recorded next = new Recorded(() -> {});
    submit(next);
    await(() -> next.ran.get() == 1 || !next.reasons.isEmpty());
    assertThat(workers).hasSizeGreaterThan(1);
    assertThat(pool.suspended()).isNull();
  }

  /** What an interrupted candidate throws is no answer of its own. */
  @Test
  void a_trial_is_interrupted_only_once_it_was_given_up() {
    pool.configure(settings(10, SOON, Overflow.DROP));
    AtomicReference<Recorded> sleeping = new AtomicReference<>();
    AtomicReference<Boolean> wasSettled = new AtomicReference<>();
    sleeping.set(
        new Recorded(
            () -> {
              try {
                end.await();
              } catch (InterruptedException ours) {
                wasSettled.set(sleeping.get().settled.get());
              }
            }));
    submit(sleeping.get());
    await(() -> wasSettled.get() != null);
    assertThat(wasSettled.get()).isTrue();

    wasSettled.set(null);
    sleeping.get().settled.set(false);
    pool.configure(settings(10, Duration.ofHours(1), Overflow.DROP));
    submit(sleeping.get());
    await(() -> sleeping.get().hasBegun(2));
    pool.end();
    await(() -> wasSettled.get() != null);
    assertThat(wasSettled.get()).as("at the end").isTrue();
  }

  @Test
  void after_three_that_hang_it_takes_no_more_until_it_is_configured_again() {
    pool.configure(settings(10, SOON, Overflow.DROP));
    List<Recorded> hanging = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      hanging.add(new Recorded(this::hang));
      submit(hanging.get(i));
    }
    await(() -> pool.suspended() != null);

    assertThat(pool.suspended())
        .contains("the arm did not answer", "3 times", "resume when the flag changes");
    assertThat(hanging).allMatch(trial -> trial.reasons.size() == 1);
    assertThat(hanging.get(4).reasons).containsExactly("trials were suspended before its turn");
    assertThat(pool.reserve(true)).isFalse();

    pool.configure(settings(10, NEVER, Overflow.DROP));
    assertThat(pool.suspended()).isNull();
    Recorded next = new Recorded(() -> {});
    submit(next);
    await(() -> next.ran.get() == 1);
  }

  @Test
  void workers_end_when_nothing_is_shadowed_any_more_but_not_before_the_queue_is_empty() {
    pool.configure(settings(10, NEVER, Overflow.DROP));
    pool.prestart();
    Recorded last = new Recorded(() -> {});
    assertThat(pool.reserve(true)).isTrue();
    pool.configure(null);
    await(() -> workers.stream().noneMatch(Thread::isAlive));

    pool.submit(last);
    await(() -> last.ran.get() == 1);
    await(() -> workers.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void one_that_waits_holds_its_place_and_no_thread() {
    pool.configure(settings(2, NEVER, Overflow.DROP));
    AtomicBoolean ready = new AtomicBoolean();
    Recorded waiting = new Recorded(() -> {}, ready::get);
    submit(waiting);
    await(() -> waiting.hasBegun(1));

    Recorded next = new Recorded(() -> {});
    submit(next);
    await(() -> next.ran.get() == 1);
    assertThat(pool.reserve(true)).isTrue();
    assertThat(pool.reserve(true)).isFalse();

    ready.set(true);
    await(() -> waiting.ran.get() == 1);
    assertThat(pool.reserve(true)).isTrue();
    assertThat(workers).hasSize(1);
  }

  @Test
  void one_that_waits_too_long_is_given_up_and_hangs_nobody() {
    pool.configure(settings(2, SOON, Overflow.DROP));
    Recorded waiting = new Recorded(() -> {}, () -> false);
    submit(waiting);

    await(() -> !waiting.reasons.isEmpty());
    assertThat(waiting.reasons).containsExactly("the arm did not complete in time");
    assertThat(pool.suspended()).isNull();
  }

  @Test
  void admits_so_many_a_second_whatever_the_queue_has_room_for() {
    Rate rate = new Rate();
    long start = System.nanoTime();
    int admitted = 0;
    for (long at = start; at < start + 2_000_000_000L; at += 1_000_000) {
      admitted += rate.admits(100, at) ? 1 : 0;
    }
    assertThat(admitted).isBetween(200, 211);
  }

  @Test
  void has_no_rate_unless_it_is_told_one() {
    Rate rate = new Rate();
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.admits(0)).isTrue();
    }
  }

  /** A tenth of the machine: the worker rests for most of the time. */
  @Test
  void keeps_a_worker_to_its_share_of_the_processors() {
    CpuShare share = new CpuShare();
    long rested = 0;
    long busy = 0;
    share.pause(0.1);
    for (int i = 0; i < 10 && rested == 0; i++) {
      long from = System.nanoTime();
      while (System.nanoTime() - from < 20_000_000) {
        busy++;
      }
      rested += share.pause(0.1 / Runtime.getRuntime().availableProcessors());
    }
    assertThat(busy).isPositive();
    assertThat(rested).isPositive();
  }

  private void submit(Recorded trial) {
    assertThat(pool.reserve(true)).isTrue();
    pool.submit(trial);
  }

  private void hang() {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException deaf) {
        ended = false;
      }
    }
  }

  /** As the control thread does, the pool is ticked while it is waited for. */
  private void await(BooleanSupplier condition) {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("patience").isLessThan(10_000);
      pool.tick();
      try {
        Thread.sleep(2);
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private Thread worker(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    workers.add(thread);
    return thread;
  }

  private static ShadowSettings settings(int queue, Duration timeout, Overflow overflow) {
    return new ShadowSettings(1, timeout, 1, false, queue, overflow, 0, 1, 0);
  }

  /** Gives its place back when it is settled, once. */
  private final class Recorded implements Trial {
    private final Runnable work;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();
    private final List<String> reasons = new ArrayList<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final BooleanSupplier ready;
    private volatile Thread ranOn;

    Recorded(Runnable work) {
      this(work, () -> true);
    }

    Recorded(Runnable work, BooleanSupplier ready) {
      this.work = work;
      this.ready = ready;
    }

    @Override
    public boolean run() {
      begun.incrementAndGet();
      ranOn = Thread.currentThread();
      work.run();
      if (isReady() && settled.compareAndSet(false, true)) {
        pool.release();
        ran.incrementAndGet();
      }
      return isReady();
    }

    @Override
    public boolean isReady() {
      return ready.getAsBoolean();
    }

    @Override
    public boolean giveUp(String reason) {
      boolean isMine = settled.compareAndSet(false, true);
      if (isMine) {
        pool.release();
        reasons.add(reason);
      }
      return isMine;
    }

    boolean hasBegun(int times) {
      return begun.get() == times;
    }

    @Override
    public String runs() {
      return "the arm";
    }
  }
}
