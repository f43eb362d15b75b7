package dev.compat.samples.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was expected of a run, and where it deviates from it. Safe for use by several threads. */
public final class Facts {

  private final List<String> deviations = new ArrayList<>(); // guarded by this
  private int checked; // guarded by this

  /** Notes a deviation if the two are not equal. */
  public synchronized void expect(String what, @Nullable Object expected, @Nullable Object found) {
    checked++;
    if (!Objects.equals(expected, found)) {
      deviations.add(what + ": " + expected + " expected, " + found + " found");
    }
  }

  /** Notes a deviation if it is not so. */
  public void expect(String what, boolean found) {
    expect(what, true, found);
  }

  /** How many facts were checked. */
  public synchronized int checked() {
    return checked;
  }

  /** What was not as expected, one message each. */
  public synchronized List<String> deviations() {
    return List.copyOf(deviations);
  }
}
