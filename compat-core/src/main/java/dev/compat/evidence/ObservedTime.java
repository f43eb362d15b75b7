package dev.compat.evidence;

/**
 * How long observing has been on in this process. Told by the control thread, several times a
 * second; read by any.
 */
final class ObservedTime {

  private volatile long total;
  private long last;
  private boolean wasOn;

  /** Whether methods are observed from now on, at a reading of {@link System#nanoTime}. */
  synchronized void tell(boolean isOn, long now) {
    if (wasOn) {
      total += now - last;
    }
    wasOn = isOn;
    last = now;
  }

  long nanos() {
    return total;
  }
}
