package dev.compat.samples.kit;

import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes do. */
public final class Await {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final long INTERVAL_MILLIS = 20;

  private Await() {}

  /** Something that is so or is not yet. */
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Waits until the condition holds.
   *
   * @throws IllegalStateException if it does not within two minutes
   */
  public static void until(String what, Condition condition)
      throws IOException, InterruptedException {
    if (!within(LONG, condition)) {
      throw new IllegalStateException(
          "waited " + LONG.toMinutes() + " minutes in vain for " + what);
    }
  }

  /** Waits until the condition holds, or that long, and returns whether it does. */
  public static boolean within(Duration limit, Condition condition)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        return false;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    return true;
  }
}
