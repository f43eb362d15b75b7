package dev.compat.shadow;

/** One run of an arm beside the other. It settles once, and then gives its place back. */
public interface Trial {

  /** Runs the arm and compares. Must not throw; {@link ShadowPool} contains it if it does. */
  void run();

  /**
   * Settles it without a verdict, unless it is settled: it did not answer in time, or will not run.
   *
   * @param reason why, for people
   * @return false if it was settled already
   */
  boolean giveUp(String reason);

  /** What it runs, for people: legacy or the replacement. */
  String runs();
}
