package dev.compat.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogTest {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    over.countDown();
    Log.flush();
  }

  @Test
  void lines_are_written_in_order_by_a_thread_that_ends() {
    List<Thread> writers = Collections.synchronizedList(new ArrayList<>());
    Log log = log(text -> writers.add(Thread.currentThread()));
    log.info("{} and {}", 1, 2);
    log.warn("three");
    Log.inTurn(() -> lines.add("between"));
    log.error("four", new IllegalStateException("why"));
    Log.flush();
    assertThat(lines).containsExactly("1 and 2 null", "three null", "between", "four why");
    assertThat(writers).doesNotContain(Thread.currentThread());
  }

  @Test
  void a_logger_that_throws_costs_its_own_line() {
    Log log =
        log(
            text -> {
              if (text.equals("bad")) {
                throw new IllegalStateException(text);
              }
            });
    log.warn("bad");
    log.warn("good");
    Log.flush();
    assertThat(lines).containsExactly("good null");
  }

  @Test
  void a_logger_that_hangs_keeps_nobody_and_what_is_lost_is_counted() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    Log log =
        log(
            text -> {
              hangs.countDown();
              await(over);
            });
    log.warn("first");
    hangs.await();
    for (int i = 0; i < 2_000; i++) {
      log.warn("another");
    }
    Log.flush();
    assertThat(lines).isEmpty();
    over.countDown();
    while (lines.isEmpty() || !lines.get(lines.size() - 1).equals("last null")) {
      Log.flush();
      log.warn("last");
    }
    // Of the process's log, other tests' threads may have had some of the 500 places.
    assertThat(lines.stream().filter("another null"::equals)).hasSizeBetween(400, 500);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A logger that does this with each line before it is kept. */
  private Log log(Consumer<String> appender) {
    return new Log(
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (self, method, arguments) -> {
                  String text = (String) arguments[0];
                  appender.accept(text);
                  Throwable thrown = (Throwable) arguments[1];
                  lines.add(text + " " + (thrown == null ? null : thrown.getMessage()));
                  return null;
                }));
  }
}
