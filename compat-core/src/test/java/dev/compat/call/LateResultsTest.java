package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results that complete after their calls have returned are compared when they have. */
@SuppressWarnings("FutureReturnValueIgnored") // they are what is compared
class LateResultsTest {

  private static final String EVERY = "{route: shadow, shadow: {overflow: wait, noise: 0}}";

  private final TrialGround ground = new TrialGround();
  private final CompletableFuture<String> legacys = new CompletableFuture<>();
  private final CompletableFuture<String> news = new CompletableFuture<>();

  @AfterEach
  void close() {
    ground.close();
  }

  private Object call() throws Throwable {
    return ground.joinPoint(given -> legacys, given -> news).call(new Object[] {"given"});
  }

  @Test
  void the_caller_gets_the_very_future_of_legacy() throws Throwable {
    ground.follow(EVERY);

    assertThat(call()).isSameAs(legacys);
    assertThat(legacys.getNumberOfDependents()).isZero();
    legacys.complete("a");
    news.complete("a");
    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
  }

  @Test
  void a_trial_that_waits_holds_up_no_other() throws Throwable {
    ground.follow(EVERY);
    call();
    ground
        .joinPoint(given -> CompletableFuture.completedFuture("a"), given -> "b")
        .call(new Object[] {"given"});

    ground.await(() -> ground.snapshot().coverage().mismatched() == 1);
    assertThat(ground.evidence.pending()).isEqualTo(1);

    legacys.complete("a");
    news.complete("b");
    assertThat(ground.settled().coverage().mismatched()).isEqualTo(2);
  }

  @Test
  void one_that_does_not_complete_in_time_is_named() throws Throwable {
    ground.follow("{route: shadow, shadow: {timeout: 10ms, noise: 0}}");
    legacys.complete("a");

    call();

    assertThat(ground.reasons())
        .containsExactly("the future of the replacement did not complete in time");
    assertThat(ground.pool.suspended()).isNull();
  }

  @Test
  void one_that_fails_differs_from_one_that_does_not() throws Throwable {
    ground.follow(EVERY);
    call();
    legacys.complete("a");
    news.completeExceptionally(new IllegalStateException("b"));

    assertThat(ground.settled().coverage().mismatched()).isEqualTo(1);
  }

  @Test
  void what_the_caller_does_to_a_value_that_was_there_is_not_seen() throws Throwable {
    ground.follow(EVERY);
    List<String> list = new java.util.ArrayList<>(List.of("a"));
    ground
        .joinPoint(
            given -> CompletableFuture.completedFuture(list),
            given -> CompletableFuture.completedFuture(List.of("a")))
        .call(new Object[] {"given"});
    list.add("b");

    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
  }

  @Test
  void any_future_will_do() throws Throwable {
    ground.follow(EVERY);
    FutureTask<String> task = new FutureTask<>(() -> "a");
    ground.joinPoint(given -> task, given -> news).call(new Object[] {"given"});
    news.complete("a");
    assertThat(ground.evidence.pending()).isEqualTo(1);

    task.run();
    assertThat(ground.settled().coverage().matched()).isEqualTo(1);
  }
}
