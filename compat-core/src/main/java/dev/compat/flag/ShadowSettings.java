package dev.compat.flag;

import java.time.Duration;

/**
 * How a migration is shadowed.
 *
 * @param sample the share of calls that become trials at random, 0 to 1; default 1. Below 1, calls
 *     of shapes that are seldom compared become trials besides
 * @param timeout how long a trial's arm may run, and its result take to complete, before the trial
 *     is abandoned; default 2 s
 * @param threads workers that run trials; default 1
 * @param isOnCaller whether the caller's thread runs the other arm, after its own answer is known,
 *     and waits for it; default false
 * @param queue trials that may wait for a worker; default 1,024
 * @param overflow what happens when the queue is full; default {@link Overflow#DROP}
 * @param rate trials a second at the most; 0, the default, for no limit
 * @param cpu the share of the machine's processors that workers may use, 0 to 1; default 1
 * @param noise the share of trials in which legacy runs again, to see where it differs from itself,
 *     0 to 1; default 0.05
 */
public record ShadowSettings(
    double sample,
    Duration timeout,
    int threads,
    boolean isOnCaller,
    int queue,
    Overflow overflow,
    int rate,
    double cpu,
    double noise) {

  /** How a migration is shadowed whose flag does not say. */
  public static final ShadowSettings DEFAULT =
      new ShadowSettings(1, Duration.ofSeconds(2), 1, false, 1024, Overflow.DROP, 0, 1, 0.05);
}
