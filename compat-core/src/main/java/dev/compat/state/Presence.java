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
 * @param live whether it counts: not ended, heard of within {@link StateFolder#LEASE}, and not
 *     known to have died
 */
public record Presence(Heartbeat heartbeat, Duration age, Duration skew, boolean live) {

  /** Returns the process's name, that of its folder. */
  public String name() {
    return heartbeat.process().name();
  }
}
