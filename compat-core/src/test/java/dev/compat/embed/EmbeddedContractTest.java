package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Effect;
import dev.compat.state.MigrationStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the new arm does in a shadow call, a caller who embeds the library never knows. */
class EmbeddedContractTest {

  private static final int CALLS = 50;
  private static final int CALLERS = 64;
  private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private Opened open;

  @AfterEach
  void letGo() {
    end.countDown();
    if (open != null) {
      open.close();
    }
  }

  /** The application's own interface, and the shape of a lambda. */
  interface Pricing extends Call1<List<String>, Object, IOException> {
    @Override
    Object call(List<String> given) throws IOException;
  }

  /** How a join point of these two is declared. */
  enum Kind {
    LAMBDAS {
      @Override
      Call1<List<String>, Object, IOException> declare(
          Migration m, Pricing legacy, Pricing candidate) {
        return m.joinPoint("price").replacementEffects(Effect.NONE).of(legacy, candidate);
      }
    },
    PROXY {
      @Override
      Call1<List<String>, Object, IOException> declare(
          Migration m, Pricing legacy, Pricing candidate) {
        return m.proxy(Pricing.class).replacementEffects(Effect.NONE).of(legacy, candidate);
      }
    };

    abstract Call1<List<String>, Object, IOException> declare(
        Migration m, Pricing legacy, Pricing candidate);
  }

  static Stream<Arguments> candidates() {
    Map<String, Pricing> candidates = new HashMap<>();
    candidates.put("answers as legacy does", given -> "legacy");
    candidates.put("answers something else", given -> "new");
    candidates.put("answers null", given -> null);
    candidates.put(
        "throws a checked exception",
        given -> {
          throw new IOException("new");
        });
    candidates.put(
        "throws an unchecked exception",
        given -> {
          throw new IllegalStateException("new");
        });
    candidates.put(
        "throws an error",
        given -> {
          throw new OutOfMemoryError("new");
        });
    candidates.put("overflows the stack", given -> endless(0));
    candidates.put("answers a giant graph", given -> giant());
    candidates.put("answers what compares by throwing", given -> new Hostile());
    candidates.put(
        "changes what it was given",
        given -> {
          given.clear();
          return "legacy";
        });
    candidates.put(
        "interrupts its thread",
        given -> {
          Thread.currentThread().interrupt();
          return "legacy";
        });
    candidates.put(
        "changes its thread",
        given -> {
          Thread.currentThread().setContextClassLoader(null);
          LEFT_BEHIND.set(given);
          return "legacy";
        });
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                candidates.entrySet().stream()
                    .map(one -> Arguments.of(kind, one.getKey(), one.getValue())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("candidates")
  void the_caller_gets_what_legacy_did(Kind kind, String name, Pricing candidate) throws Exception {
    open = new Opened(folder, "m: {route: shadow, shadow: {queue: 5}}");
    Thread caller = Thread.currentThread();
    List<Thread> legacyRanOn = new ArrayList<>();
    IOException ofLegacy = new IOException("legacy");
    var price =
        kind.declare(
            open.migration("m"),
            given -> {
              legacyRanOn.add(Thread.currentThread());
              if (given.contains("bad")) {
                throw ofLegacy;
              }
              return "legacy";
            },
            candidate);
    open.follow();

    List<String> given = new ArrayList<>(List.of("given"));
    List<String> bad = new ArrayList<>(List.of("bad"));
    for (int i = 0; i < CALLS; i++) {
      assertThat(price.call(given)).isEqualTo("legacy");
      assertThat(catchThrowable(() -> price.call(bad))).isSameAs(ofLegacy);
    }
    assertThat(given).containsExactly("given");
    assertThat(bad).containsExactly("bad");
    assertThat(legacyRanOn).hasSize(2 * CALLS).containsOnly(caller);
    assertThat(caller.isInterrupted()).isFalse();
    assertThat(LEFT_BEHIND.get()).isNull();
    assertThat(Cells.numbers()[0]).isZero();
    open.close();
    MigrationStatus last = open.status("m");
    assertThat(last.legacyCalls()).isEqualTo(2 * CALLS);
    assertThat(last.newCalls()).isZero();
  }

  @Test
  void a_candidate_that_hangs_keeps_nobody_waiting() throws Exception {
    open = new Opened(folder, "m: {route: shadow, shadow: {queue: 3, timeout: 1h}}");
    var price = Kind.LAMBDAS.declare(open.migration("m"), given -> "legacy", given -> hang());
    open.follow();
    for (int i = 0; i < CALLS; i++) {
      assertThat(price.call(List.of())).isEqualTo("legacy");
    }
    Opened.await(() -> open.said("m", one -> one.dropped() == CALLS - 3));
  }

  @Test
  void many_callers_get_their_own_answers_while_the_flag_flips() throws Exception {
    open = new Opened(folder, "m: {route: shadow}");
    var price =
        Kind.LAMBDAS.declare(
            open.migration("m"), given -> "legacy " + given.get(0), given -> "new " + given.get(0));
    open.follow();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger calls = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String own = "" + i;
      Thread caller =
          new Thread(
              () -> {
                try {
                  while (end.getCount() > 0) {
                    assertThat(price.call(new ArrayList<>(List.of(own))))
                        .isIn("legacy " + own, "new " + own);
                    calls.incrementAndGet();
                    Thread.sleep(1);
                  }
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              });
      caller.setDaemon(true);
      caller.start();
      callers.add(caller);
    }
    for (String route : List.of("new", "shadow", "legacy", "shadow", "new", "legacy")) {
      open.flags("m: {route: " + route + "}");
      int before = calls.get();
      Opened.await(() -> calls.get() > before + CALLERS || !failures.isEmpty());
    }
    end.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
    assertThat(price.call(List.of("x"))).isEqualTo("legacy x");
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

  /** Does everything wrong that a value can. */
  private static final class Hostile {
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
