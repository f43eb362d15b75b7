package dev.compat.shadow;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Keeps one thread to a share of the machine's processors. Used by that thread alone. */
final class CpuShare {

  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(5);

  private long since = System.nanoTime();
  private long used = -1;

  /** How many nanoseconds the calling thread has to rest now; 0 for none. */
  long pause(double share) {
    long now = System.nanoTime();
    if (now - since < LOOK_EVERY) {
      return 0;
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (!threads.isCurrentThreadCpuTimeSupported()) {
      return 0;
    }
    long cpu = threads.getCurrentThreadCpuTime();
    long pause = used < 0 ? 0 : pause(share, cpu - used, now - since);
    used = cpu;
    since = now + pause;
    return pause;
  }

  private static long pause(double share, long busy, long elapsed) {
    double allowed = share * Runtime.getRuntime().availableProcessors();
    long needed = (long) (busy / Math.max(allowed, 0.001));
    return Math.max(needed - elapsed, 0);
  }
}
