package dev.compat.shadow;

/**
 * One run of an arm beside the other. It settles once, and then gives its place back.
 *
 * <p>A trial whose results complete later than their calls return runs in two parts: {@link #run}
 * says that it has to wait, and is called once more when {@link #isReady} says so.
 */
public interface Trial {

  /**
   * Runs the arm and compares, or goes on with that. Must not throw; {@link ShadowPool} contains it
   * if it does.
   *
   * @return false if it has to wait for what the arms have returned
   */
  boolean run();

  /** Whether what it waits for is there. Does not block. */
  boolean isReady();

  /**
   * Settles it without a verdict, unless it is settled: it did not answer in time, or will not run.
   *
   * @param reason why, for people
   * @return false if it was settled already
   */
  boolean giveUp(String reason);

  /** What it runs, or waits for, for people: legacy, the replacement, or the future of one. */
  String runs();
}
