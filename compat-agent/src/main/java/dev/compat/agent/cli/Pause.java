package dev.compat.agent.cli;

import java.time.Duration;

/** Lets time pass. */
final class Pause {

  private Pause() {}

  /** Waits; returns whether nobody interrupted it. */
  static boolean of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
