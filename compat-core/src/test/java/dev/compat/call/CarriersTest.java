package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the caller is in the midst of is there for the other arm, or it is not compared. */
class CarriersTest {

  private static final String EVERY = "{route: shadow, shadow: {overflow: wait, noise: 0}}";

  private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

  private final TrialGround ground = new TrialGround();
  private final AtomicReference<@Nullable String> left = new AtomicReference<>("nothing yet");

  @AfterEach
  void close() {
    USER.remove();
    ground.close();
  }

  /** As a security context is carried. */
  private static final class Users implements Propagator {
    @Override
    public @Nullable Carried capture() {
      String user = USER.get();
      return user == null
          ? null
          : () -> {
            USER.set(user);
            return USER::remove;
          };
    }
  }

  private void carry(Propagator propagator) {
    ground.router.carry(Carriers.of(name -> null, List.of(propagator)));
  }

  private void callAs(String user) throws Throwable {
    USER.set(user);
    ground.joinPoint(given -> USER.get(), given -> USER.get()).call(new Object[] {"given"});
  }

  @Test
  void a_propagator_carries_the_user_over_and_takes_it_back() throws Throwable {
    ground.follow(EVERY);
    carry(new Users());
    callAs("ann");
    USER.remove();
    ground
        .joinPoint(
            given -> null,
            given -> {
              left.set(USER.get());
              return null;
            })
        .call(new Object[] {"given"});

    assertThat(ground.settled().coverage().matched()).isEqualTo(2);
    assertThat(left.get()).isNull();
  }

  @Test
  void without_one_the_other_arm_sees_nobody() throws Throwable {
    ground.follow(EVERY);
    callAs("ann");

    assertThat(ground.places()).containsExactly("result");
  }

  @Test
  void an_open_transaction_makes_the_call_incomparable() throws Throwable {
    ground.follow(EVERY);
    carry(
        () ->
            new Propagator.Carried() {
              @Override
              public Propagator.Scope restore() {
                return () -> {};
              }

              @Override
              public String incomparable() {
                return "a transaction is open";
              }
            });
    callAs("ann");

    assertThat(ground.reasons()).containsExactly("a transaction is open");
  }

  @Test
  void one_that_fails_reaches_nobody() throws Throwable {
    ground.follow(EVERY);
    carry(
        () ->
            () -> {
              throw new IllegalStateException("on purpose");
            });
    callAs("ann");

    assertThat(ground.reasons())
        .singleElement()
        .asString()
        .contains("could not carry over", "java.lang.IllegalStateException");
  }

  @Test
  void one_that_fails_on_the_callers_thread_reaches_nobody_either() throws Throwable {
    ground.follow(EVERY);
    carry(
        () -> {
          throw new AssertionError("on purpose");
        });
    callAs("ann");

    assertThat(ground.settled().coverage().compared()).isZero();
    assertThat(ground.settled().legacy().answered()).isEqualTo(1);
  }

  @Test
  void the_diagnostic_context_is_carried_over_once_its_class_is_loaded() throws Throwable {
    LoggingContext.put("tenant", "acme");
    ground.follow(EVERY);
    ground.router.carry(Carriers.of(CarriersTest::loaded, List.of()));
    Invoker tenant = given -> LoggingContext.getCopyOfContextMap().get("tenant");
    ground.joinPoint(tenant, tenant).call(new Object[] {"given"});
    ground.settled();
    LoggingContext.clear();
    ground.joinPoint(given -> null, tenant).call(new Object[] {"given"});

    assertThat(ground.settled().coverage().matched()).isEqualTo(2);
  }

  private static @Nullable Class<?> loaded(String name) {
    return name.equals("org.slf4j.MDC") ? LoggingContext.class : null;
  }

  /** As an MDC is: a map for each thread. */
  public static final class LoggingContext {

    private static final ThreadLocal<Map<String, String>> MAP =
        ThreadLocal.withInitial(HashMap::new);

    private LoggingContext() {}

    public static void put(String key, String value) {
      MAP.get().put(key, value);
    }

    public static void clear() {
      MAP.remove();
    }

    public static Map<String, String> getCopyOfContextMap() {
      return new HashMap<>(MAP.get());
    }
  }

  @Test
  void where_it_is_declared_the_callers_own_thread_runs_the_other_arm() throws Throwable {
    ground.follow("{route: shadow, shadow: {threads: caller, overflow: wait, noise: 0}}");
    AtomicReference<@Nullable Thread> ranOn = new AtomicReference<>();
    USER.set("ann");
    Thread.currentThread().interrupt();
    Object answer =
        ground
            .joinPoint(
                given -> "legacy of " + USER.get(),
                given -> {
                  ranOn.set(Thread.currentThread());
                  Thread.interrupted();
                  throw new StackOverflowError("on purpose");
                })
            .call(new Object[] {"given"});

    assertThat(answer).isEqualTo("legacy of ann");
    assertThat(ranOn.get()).isSameAs(Thread.currentThread());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ground.places()).containsExactly("thrown");
  }
}
