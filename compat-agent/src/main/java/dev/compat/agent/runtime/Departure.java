package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.control.Control;
import dev.compat.evidence.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the agent leaves: first all gates shut, so that nothing but legacy answers whatever happens
 * afterwards; last what plugins have built is closed, once no call is inside it any more. Confined
 * to its thread; may be run again where it did not come to its end.
 */
final class Departure {

  private static final long STEP_MILLIS = 50;

  /** A call may be on its way into a replacement and not be seen there yet. */
  private static final int QUIET_LOOKS = 3;

  private final @Nullable Weaving weaving;
  private final Control control;
  private final Evidence evidence;
  private final long deadline;
  private final List<String> notes = new ArrayList<>();
  private List<Acknowledgement.Affected> restored = List.of();

  /**
   * A departure.
   *
   * @param weaving null where nothing is woven
   * @param patience how long calls that are under way may take to end
   */
  Departure(@Nullable Weaving weaving, Control control, Evidence evidence, Duration patience) {
    this.weaving = weaving;
    this.control = control;
    this.evidence = evidence;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /** Leaves, and says whether nothing is left. */
  boolean run() throws InterruptedException {
    if (weaving == null) {
      return hasControlEnded();
    }
    weaving.linker().leave();
    Weaving.Restored legacy = weaving.restore();
    restored = legacy.classes();
    notes.addAll(legacy.failures());
    drain();
    boolean isControlled = !hasControlEnded();
    List<String> busy = awaitQuiet(weaving);
    notes.addAll(busy);
    if (isControlled || !busy.isEmpty()) {
      return false;
    }
    notes.addAll(weaving.linker().close());
    return true;
  }

  private boolean hasControlEnded() {
    control.close();
    if (!control.hasEnded()) {
      notes.add("the control thread has not ended; see whether the disk of the state folder hangs");
    }
    return control.hasEnded();
  }

  /** The legacy classes that run their own instructions again. */
  List<Acknowledgement.Affected> restored() {
    return restored;
  }

  /** What was left behind, and why. */
  List<String> notes() {
    return notes;
  }

  /** Trials that are under way still count, as long as the control thread keeps workers going. */
  private void drain() throws InterruptedException {
    while (evidence.pending() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(STEP_MILLIS);
    }
  }

  private List<String> awaitQuiet(Weaving woven) throws InterruptedException {
    List<String> busy = woven.linker().end();
    int quiet = 0;
    while (quiet < QUIET_LOOKS && (busy.isEmpty() || System.nanoTime() < deadline)) {
      Thread.sleep(STEP_MILLIS);
      busy = woven.linker().end();
      quiet = busy.isEmpty() ? quiet + 1 : 0;
    }
    return busy;
  }
}
