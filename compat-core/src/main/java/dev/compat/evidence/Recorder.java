package dev.compat.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Keeps chosen trials so that they can be run again.
 *
 * <p>Called by workers, several at a time, off the callers' threads; what it throws is contained.
 */
public interface Recorder {

  /** Keeps nothing. */
  Recorder NONE = (migration, joinPoint, version, trial) -> {};

  /**
   * Keeps a trial, or not.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   * @param version of the application; empty where it is not known
   */
  void record(String migration, String joinPoint, String version, TrialResult trial);

  /**
   * The trial in a form from which it can be run again, for the example of a mismatch; null where
   * it has none, or one that is too long.
   */
  default @Nullable String call(TrialResult trial) {
    return null;
  }
}
