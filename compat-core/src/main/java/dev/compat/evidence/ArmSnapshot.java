package dev.compat.evidence;

/**
 * What one arm did.
 *
 * @param answered how many callers it answered
 * @param threw how many of these by throwing
 * @param latency how long it took, of the calls that were timed, whether it answered or not
 */
public record ArmSnapshot(long answered, long threw, Latency latency) {

  ArmSnapshot plus(ArmSnapshot other) {
    return new ArmSnapshot(
        answered + other.answered, threw + other.threw, latency.plus(other.latency));
  }
}
