package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import dev.compat.call.Permits.Receiver;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A legacy object that keeps something is an input and an output, and is never shared. */
class CopiedReceiverTest {

  private static final String EVERY = "{route: ROUTE, shadow: {overflow: wait, noise: 0}}";

  private final TrialGround ground = new TrialGround();
  private final Account account = new Account();

  @AfterEach
  void close() {
    ground.close();
  }

  /** A legacy class. */
  private static class Account {
    private int balance = 10;

    int add(int amount) {
      balance += amount;
      return balance;
    }
  }

  /** One whose state nobody can copy. */
  private static final class Locked extends Account {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    int add(int amount) {
      lock.lock();
      try {
        return super.add(amount);
      } finally {
        lock.unlock();
      }
    }
  }

  private interface Adding {
    @Nullable Object add(Account account, int amount);
  }

  private JoinPoint adding(Adding legacy, Adding replacement, Receiver state, boolean isSeen) {
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            "add",
            invoker(legacy),
            invoker(legacy),
            invoker(replacement),
            false,
            true,
            Account.class,
            false);
    return ground.joinPoint(
        arms, new Permits(Effect.NONE, Effect.NONE, state, isSeen, true, "field 'balance'"));
  }

  private static Invoker invoker(Adding arm) {
    return arguments -> arm.add((Account) arguments[0], (Integer) arguments[1]);
  }

  private static @Nullable Object adds(Account account, int amount) {
    account.add(amount);
    return null;
  }

  private static @Nullable Object addsOneTooMany(Account account, int amount) {
    account.add(amount + 1);
    return null;
  }

  @Test
  void a_void_method_is_shadowed_by_what_it_does_to_its_object() throws Throwable {
    ground.follow(EVERY.replace("ROUTE", "shadow"));
    JoinPoint joinPoint =
        adding(
            CopiedReceiverTest::adds, CopiedReceiverTest::addsOneTooMany, Receiver.STATEFUL, true);

    joinPoint.call(new Object[] {account, 5});

    assertThat(ground.places()).containsExactly("this.balance");
    assertThat(account.balance).isEqualTo(15);
  }

  @Test
  void the_replacement_gets_the_object_as_it_was_before_the_call() throws Throwable {
    ground.follow(EVERY.replace("ROUTE", "shadow"));
    JoinPoint joinPoint =
        adding(CopiedReceiverTest::adds, CopiedReceiverTest::adds, Receiver.STATEFUL, true);

    joinPoint.call(new Object[] {account, 5});
    joinPoint.call(new Object[] {account, 5});

    assertThat(ground.settled().coverage().matched()).isEqualTo(2);
    assertThat(account.balance).isEqualTo(20);
  }

  @Test
  void legacy_is_verified_on_a_copy_where_the_replacement_works_on_the_object() throws Throwable {
    ground.follow(EVERY.replace("ROUTE", "verify"));
    JoinPoint joinPoint =
        adding(
            CopiedReceiverTest::addsOneTooMany, CopiedReceiverTest::adds, Receiver.STATEFUL, true);

    joinPoint.call(new Object[] {account, 5});

    assertThat(ground.places()).containsExactly("this.balance");
    assertThat(account.balance).isEqualTo(15);
  }

  @Test
  void what_legacy_keeps_to_itself_is_no_output() throws Throwable {
    ground.follow(EVERY.replace("ROUTE", "verify"));
    JoinPoint joinPoint =
        adding(CopiedReceiverTest::adds, (same, amount) -> null, Receiver.INDEPENDENT, false);

    joinPoint.call(new Object[] {account, 5});

    assertThat(ground.settled().verified().mismatched()).isZero();
    assertThat(ground.settled().verified().matched()).isZero();
    assertThat(ground.settled().verified().incomparable()).isEqualTo(1);
    assertThat(account.balance).isEqualTo(10);
  }

  @Test
  void one_that_cannot_be_copied_makes_the_call_incomparable_and_is_named() throws Throwable {
    ground.follow(EVERY.replace("ROUTE", "shadow"));
    JoinPoint joinPoint =
        adding(CopiedReceiverTest::adds, CopiedReceiverTest::adds, Receiver.STATEFUL, true);

    for (int i = 0; i < 100; i++) {
      joinPoint.call(new Object[] {new Locked(), 5});
    }

    assertThat(ground.reasons())
        .singleElement()
        .asString()
        .startsWith("the legacy object ")
        .contains("Lock");
    assertThat(ground.settled().coverage().incomparable()).isEqualTo(100);
  }
}
