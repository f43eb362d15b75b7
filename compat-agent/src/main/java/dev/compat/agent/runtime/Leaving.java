package dev.compat.agent.runtime;

import dev.compat.agent.log.AgentLog;
import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Acknowledgement.Outcome;
import dev.compat.background.DaemonThreads;
import dev.compat.background.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A departure on its way, on a thread of its own. What it has come to is read once the thread has
 * ended; until then where it is can be seen.
 */
final class Leaving implements Runnable {

  private static final Log log = Log.of(Leaving.class);
  private static final String NOT_YET =
      "not yet detached, though everything is at legacy; detach again";

  private final Departure departure;
  private final Thread thread = DaemonThreads.daemon("compat-detach", this);
  private volatile boolean hasLeft;
  private volatile @Nullable String failure;

  private Leaving(Departure departure) {
    this.departure = departure;
  }

  static Leaving start(Departure departure) {
    Leaving leaving = new Leaving(departure);
    leaving.thread.start();
    return leaving;
  }

  @Override
  public void run() {
    try {
      boolean isDone = departure.run();
      if (isDone) {
        log.info("detached");
        Log.inTurn(AgentLog::close);
      }
      hasLeft = isDone;
    } catch (Throwable thrown) {
      log.error("not detached", thrown);
      failure = thrown.toString();
    }
  }

  /** Whether the agent has left. */
  boolean hasLeft() {
    return hasLeft && isOver();
  }

  /** Whether it goes on no more, however it ended. */
  boolean isOver() {
    return !thread.isAlive();
  }

  /** Waits until it is over, or for so long. */
  Leaving await(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    return this;
  }

  /** What there is to say of it by now. */
  Acknowledgement acknowledge(Path config) {
    if (!isOver()) {
      return Acknowledgement.no("still detaching, though everything is at legacy" + where());
    }
    List<String> notes = new ArrayList<>(departure.notes());
    if (failure != null) {
      notes.add("it failed: " + failure);
    }
    return new Acknowledgement(
        hasLeft ? Outcome.DONE : Outcome.NO,
        hasLeft ? "detached" : NOT_YET,
        config.toString(),
        null,
        departure.restored(),
        List.of(),
        notes);
  }

  private String where() {
    return DaemonThreads.outsideJdk(thread.getStackTrace())
        .map(frame -> "; it is at " + frame)
        .orElse("");
  }
}
