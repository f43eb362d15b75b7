package dev.compat.evidence;

/**
 * Keeps chosen trials so that they can be run again.
 *
 * <p>Called by workers, several at a time, off the callers' threads; what it throws is contained.
 */
public interface Recorder {

  /**
   * Keeps a trial, or not.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   */
  void record(String migration, String joinPoint, TrialResult trial);
}
