package dev.compat.agent.harm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the two sides of a promise run, and what is known of their calls: legacy's and the
 * replacement's methods end here, whichever system has led to them.
 */
public final class Sides {

  /** A caller that does not wait is gone long before. */
  private static final long PATIENCE_SECONDS = 5;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  static final ThreadLocal<LegacyCall> LAST = new ThreadLocal<>();
  static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

  /** What legacy did in a call: how often it ran on this thread, and how it ended last. */
  static final class LegacyCall {
    int times;
    Object answer;
    Throwable thrown;
    boolean isGivenChanged;
    long bytes;
    long nanos;
  }

  private static volatile Promise current = Promise.ANSWERS_OTHERWISE;
  private static final AtomicInteger elsewhere = new AtomicInteger();
  private static final AtomicInteger depth = new AtomicInteger();
  private static final Set<Object> answered = ConcurrentHashMap.newKeySet();
  private static final Set<Object> awaited = ConcurrentHashMap.newKeySet();
  private static volatile CountDownLatch release = new CountDownLatch(1);
  private static volatile CountDownLatch reports = new CountDownLatch(1);
  private static volatile Arm way = given -> "nowhere";

  private Sides() {}

  static void set(Promise promise, Arm newWay) {
    current = promise;
    way = newWay;
    elsewhere.set(0);
    depth.set(0);
    release = new CountDownLatch(1);
    reports = new CountDownLatch(1);
  }

  /** Legacy's method. */
  public static Object legacy(String name, List<Object> given) throws IOException {
    LegacyCall call = LAST.get();
    if (call == null) {
      elsewhere.incrementAndGet();
      return Promise.valueOf(name).legacy(given);
    }
    call.times++;
    call.isGivenChanged |= given.size() != 2 || !given.get(0).equals("given");
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long began = System.nanoTime();
    try {
      call.answer = Promise.valueOf(name).legacy(given);
      return call.answer;
    } catch (Throwable thrown) {
      call.thrown = thrown;
      throw thrown;
    } finally {
      call.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      call.nanos += System.nanoTime() - began;
    }
  }

  /** The replacement's method. */
  public static Object replacement(String name, List<Object> given) throws IOException {
    LegacyCall callers = LAST.get();
    LAST.remove(); // on the caller's thread, too, what it calls of legacy is its own
    try {
      return Promise.valueOf(name).replacement(given);
    } finally {
      if (callers != null) {
        LAST.set(callers);
      }
    }
  }

  /** What a context reader calls. */
  public static String tenant() {
    return current.tenant();
  }

  /** What a comparison rule in code calls. */
  public static Object normalise(String name, String answer) {
    return Promise.valueOf(name).normalise(answer);
  }

  /** What a reporter calls, wherever a system lets one be plugged in. */
  public static void report() {
    reports.countDown();
    current.report();
  }

  /** Waits until somebody has reported something, since this promise is looked at. */
  static void awaitReport() throws InterruptedException {
    if (!reports.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing is reported");
    }
  }

  /** What a class calls that cannot be initialised. */
  public static Object fail() {
    throw new IllegalStateException("cannot be initialised");
  }

  /** Calls legacy as any caller would: fifty deep at the most, where nothing else ends it. */
  static Object callBack(List<Object> given) throws IOException {
    if (depth.incrementAndGet() > 50) {
      return "deep enough";
    }
    return way.answer(given);
  }

  /** Hangs for good, deaf to interrupts; until a caller has been seen to wait for it. */
  static void hang() {
    CountDownLatch end = release;
    boolean isOver = false;
    while (!isOver) {
      try {
        end.await();
        isOver = true;
      } catch (InterruptedException deaf) {
        Thread.onSpinWait();
      }
    }
  }

  /** Takes so long, and goes on until the caller of this very call has its answer. */
  static void take(long millis, List<Object> given) {
    try {
      Thread.sleep(millis);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!answered.contains(given.get(1))) {
        if (System.nanoTime() > end) {
          awaited.add(given.get(1));
          return;
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static void answered(int number) {
    answered.add(number);
  }

  /** Whether the caller of that call was still waiting when its replacement lost patience. */
  static boolean hasWaited(int number) {
    return awaited.contains(number);
  }

  static boolean isLegacyElsewhere() {
    return elsewhere.get() > 0;
  }

  static void release() {
    release.countDown();
  }
}
