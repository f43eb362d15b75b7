package dev.compat.evidence;

/** Names failures by class and origin, never by message: a message may quote values. */
public final class Failures {

  private Failures() {}

  /** Its class, and where it was thrown. */
  public static String describe(Throwable failure) {
    String type = failure.getClass().getName();
    try {
      StackTraceElement[] trace = failure.getStackTrace();
      return trace.length == 0 ? type : type + " at " + trace[0];
    } catch (Throwable again) {
      return type;
    }
  }
}
