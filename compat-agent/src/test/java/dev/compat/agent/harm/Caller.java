package dev.compat.agent.harm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.MDC;

/** Calls legacy from a thread of its own, and says what has become of it that should not have. */
final class Caller implements Runnable {

  /** Beyond what legacy itself allocates, on the caller's thread, for one call. */
  private static final long MOST_BYTES = 8 << 20;

  /** A call takes microseconds; the least of several takes so long on no machine. */
  private static final long MOST_NANOS = 50_000_000;

  private static final int SEVERAL = 5;

  private final Promise promise;
  private final Arm way;
  private final int first;
  private final Set<String> complaints;
  private long least = Long.MAX_VALUE;
  private final Object lock = new Object();
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  Caller(Promise promise, Arm way, int first, Set<String> complaints) {
    this.promise = promise;
    this.way = way;
    this.first = first;
    this.complaints = complaints;
  }

  /** What a call must leave as it is. */
  private record Traits(
      String name,
      int priority,
      ClassLoader contextLoader,
      Map<String, String> mdc,
      boolean isInterrupted,
      boolean isLocking,
      Object leftBehind) {}

  @Override
  public void run() {
    try {
      callAll();
    } catch (Throwable failure) {
      complaints.add("the suite failed: " + failure);
    }
  }

  private void callAll() {
    Thread.currentThread().setContextClassLoader(new ClassLoader(getClass().getClassLoader()) {});
    MDC.put("tenant", "acme");
    synchronized (lock) {
      int monitors = monitors();
      for (int i = 0; i < promise.calls(); i++) {
        if (promise.isInterrupted()) {
          Thread.currentThread().interrupt();
        }
        call(first + i);
      }
      check(monitors == monitors(), "it holds other locks");
      check(least < MOST_NANOS || promise.calls() < SEVERAL, "waits");
    }
  }

  /** One call that nobody looks at. */
  void once() {
    try {
      way.answer(new ArrayList<>(List.of("given", first)));
    } catch (IOException | RuntimeException | Error whatever) {
      complaints.add(whatever.toString());
    }
  }

  private void call(int number) {
    List<Object> given = new ArrayList<>(List.of("given", number));
    Traits before = traits();
    Sides.LegacyCall legacy = new Sides.LegacyCall();
    Sides.LAST.set(legacy);
    long began = System.nanoTime();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    Object answer = null;
    Throwable thrown = null;
    try {
      answer = way.answer(given);
    } catch (IOException | RuntimeException | Error whatever) {
      thrown = whatever;
    }
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes - legacy.bytes;
    least = Math.min(least, System.nanoTime() - began - legacy.nanos);
    Sides.answered(number);
    Sides.LAST.remove();
    judge(legacy, answer, thrown);
    check(isUnchanged(given, number), "its argument is changed");
    check(bytes < MOST_BYTES, "allocates for it");
    judge(before, traits());
  }

  private static boolean isUnchanged(List<Object> given, int number) {
    try {
      return given.equals(List.of("given", number));
    } catch (ConcurrentModificationException atThisMoment) {
      return false;
    }
  }

  private void judge(Sides.LegacyCall legacy, Object answer, Throwable thrown) {
    check(!legacy.isGivenChanged, "legacy gets a changed argument");
    check(legacy.times < 2, "legacy runs more than once");
    if (legacy.times == 0) {
      check(
          false, Sides.isLegacyElsewhere() ? "legacy runs on another thread" : "legacy never runs");
    }
    if (thrown != null) {
      check(thrown == legacy.thrown, "gets a thrown `" + thrown.getClass().getSimpleName() + "`");
    } else if (legacy.times > 0) {
      check(legacy.thrown == null && answer == legacy.answer, "gets another answer");
    }
  }

  private void judge(Traits before, Traits after) {
    check(before.isInterrupted == after.isInterrupted, "its interrupt flag is changed");
    check(before.contextLoader == after.contextLoader, "its context class loader is changed");
    check(before.mdc.equals(after.mdc), "its MDC is changed");
    check(before.isLocking == after.isLocking, "its lock is released");
    check(before.leftBehind == after.leftBehind, "its thread-locals are changed");
    check(
        before.name.equals(after.name) && before.priority == after.priority,
        "its thread is changed");
  }

  private void check(boolean isKept, String complaint) {
    if (!isKept) {
      complaints.add(complaint);
    }
  }

  private Traits traits() {
    Thread thread = Thread.currentThread();
    return new Traits(
        thread.getName(),
        thread.getPriority(),
        thread.getContextClassLoader(),
        Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()),
        thread.isInterrupted(),
        Thread.holdsLock(lock),
        Sides.LEFT_BEHIND.get());
  }

  private int monitors() {
    long[] own = {Thread.currentThread().getId()};
    return threads.getThreadInfo(own, true, false)[0].getLockedMonitors().length;
  }
}
