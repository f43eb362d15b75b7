package dev.compat.agent.harm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.MDC;

/**
 * The application: makes the calls of one promise after the other by way of one system, and answers
 * each line of its input with what a caller noticed.
 */
public final class HarmApplication {

  static final String KEPT = "kept";
  private static final String WAITS = "waits";
  static final String NOT_THERE = "—";

  /** A call takes microseconds; who is not back by now waits for what never comes. */
  private static final long PATIENCE_SECONDS = 10;

  /** The number of the next call: of all promises, so that stragglers of one are not another's. */
  private static int next;

  private HarmApplication() {}

  public static void main(String[] contender) throws Exception {
    MDC.clear(); // so that SLF4J is there before many callers ask for it at once
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Contender system =
        Class.forName(contender[0])
            .asSubclass(Contender.class)
            .getDeclaredConstructor()
            .newInstance()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(
            line.startsWith("link ")
                ? link(system, line)
                : line.startsWith("answer ") ? answer(system, line) : perform(system, line));
      }
    }
    System.exit(0); // other libraries keep threads of their own
  }

  /** One call of everything there is, so that it is loaded and can be armed. */
  private static String link(Contender system, String line) throws Exception {
    for (String name : line.substring("link ".length()).split(" ")) {
      Promise promise = Promise.valueOf(name);
      if (system.has(promise)) {
        new Caller(promise, system.shadow(promise), 0, new TreeSet<>()).once();
      }
    }
    return "linked";
  }

  /** What a call is answered, after all has been said about a promise. */
  private static String answer(Contender system, String line) throws Exception {
    Promise promise = Promise.valueOf(line.substring("answer ".length()));
    return "" + system.shadow(promise).answer(new ArrayList<>(List.of("given", next++)));
  }

  private static String perform(Contender system, String name) throws Exception {
    Promise promise = Promise.valueOf(name);
    if (!system.has(promise)) {
      return NOT_THERE;
    }
    Arm way = system.shadow(promise);
    Sides.set(promise, way);
    system.provoke(promise);
    if (promise == Promise.CONTEXT_HANGS) {
      callUntilOneReturns(way);
    }
    Set<String> complaints = ConcurrentHashMap.newKeySet();
    List<Thread> callers = new ArrayList<>();
    int first = next;
    for (int i = 0; i < promise.callers(); i++) {
      Thread caller = new Thread(new Caller(promise, way, next, complaints), "caller-" + i);
      next += promise.calls();
      caller.setDaemon(true);
      caller.start();
      callers.add(caller);
    }
    await(callers, complaints);
    if (complaints.contains(WAITS)) {
      Sides.release();
      await(callers, complaints);
    }
    if (IntStream.range(first, next).anyMatch(Sides::hasWaited)) {
      complaints.add(WAITS);
    }
    return complaints.isEmpty() ? KEPT : String.join(", ", new TreeSet<>(complaints));
  }

  /**
   * The calls of a reader's first second hang with it: what is promised is about those after it.
   */
  private static void callUntilOneReturns(Arm way) throws InterruptedException {
    CountDownLatch returned = new CountDownLatch(1);
    for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
      Thread caller =
          new Thread(
              () -> {
                new Caller(Promise.CONTEXT_HANGS, way, 0, new TreeSet<>()).once();
                returned.countDown();
              });
      caller.setDaemon(true);
      caller.start();
      if (returned.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static void await(List<Thread> callers, Set<String> complaints)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Thread caller : callers) {
      caller.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      if (caller.isAlive()) {
        complaints.add(WAITS);
      }
    }
  }
}
