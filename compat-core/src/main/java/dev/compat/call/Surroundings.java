package dev.compat.call;

import org.jspecify.annotations.Nullable;

/** What the calling thread is in the middle of; kept by whoever intercepts calls. */
public interface Surroundings {

  /**
   * How deep the calling thread is in code of the toolkit's own, whose calls are not routed: at
   * index 0 of an array that stays the thread's.
   *
   * <p>An array, so that whoever counts it up puts the former value back by a plain write: a method
   * call could fail there for want of stack, and the thread would never be routed again.
   */
  int[] suppression();

  /**
   * What is kept for the calling thread: the same as the last time, or another if that is gone,
   * since it is to be held weakly.
   */
  Caller caller();

  /**
   * Whether the thread runs an arm beside a call: its calls start no trial and feed no evidence.
   */
  boolean candidate();

  /** Sets {@link #candidate()}. */
  void candidate(boolean candidate);

  /**
   * Why what the thread's last new arm of a shadow call answered must not be compared; null, the
   * default, if it may be.
   */
  default @Nullable String incomparable() {
    return null;
  }

  /** Whether the thread's last legacy arm may not have been legacy's alone: the flag changed. */
  boolean diverted();

  /** How many calls inside the thread's last legacy arm ran legacy because of it, uncompared. */
  int nested();
}
