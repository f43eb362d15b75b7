package dev.compat.state;

import java.time.Duration;

/**
 * A process as its heartbeat shows it.
 *
 * <p>Age is measured by the folder's own clock (when the heartbeat's file was written, against when
 * a file written now is), so that a host whose clock is wrong is neither overlooked nor kept alive;
 * its error shows as {@link #skew()}.
 *
 * @param heartbeat its last word
 * @param age the time since then
 * @param skew how far the process's clock is ahead of the folder's; negative when behind
 * @param signs what may be concluded
 */
public record Presence(Heartbeat heartbeat, Duration age, Duration skew, Signs signs) {

  /** What heartbeats say of whether a process runs. */
  public enum Signs {
    /** Heard of within {@link StateFolder#LEASE}. */
    LIVE,
    /**
     * Not heard of within the lease, but perhaps hung, paused, or unable to write: it may go on
     * with what it applied last. One whose number can be looked up from here is silent for as long
     * as it runs, any other until {@link StateFolder#SILENCE} is over.
     */
    SILENT,
    /** Ended in order, known to have died, or not heard of for so long that it counts as dead. */
    GONE
  }

  /** Returns the process's name, that of its folder. */
  public String name() {
    return heartbeat.process().name();
  }

  /** Returns whether it was heard of within {@link StateFolder#LEASE} and has not ended. */
  public boolean live() {
    return signs == Signs.LIVE;
  }

  /** Returns whether nothing is heard of it although it may run. */
  public boolean silent() {
    return signs == Signs.SILENT;
  }
}
