package dev.compat.shadow;

/** One run of the new arm beside legacy. */
public interface Trial {

  /** Runs the new arm and compares. Must not throw; {@link ShadowPool} contains it if it does. */
  void run();

  /** Told instead of the verdict when the new arm did not answer in time. */
  void timedOut();
}
