package dev.compat.flag;

import java.time.Duration;

/**
 * How a migration is shadowed.
 *
 * @param sample the share of shadowed calls that become trials, 0 to 1; default 1
 * @param timeout how long a trial's replacement may run before it is abandoned; default 2 s
 * @param threads workers that run replacements; default 1
 * @param queue trials that may wait for a worker; default 1,024
 * @param overflow what happens when the queue is full; default {@link Overflow#DROP}
 */
public record ShadowSettings(
    double sample, Duration timeout, int threads, int queue, Overflow overflow) {

  static final ShadowSettings DEFAULT =
      new ShadowSettings(1, Duration.ofSeconds(2), 1, 1024, Overflow.DROP);
}
