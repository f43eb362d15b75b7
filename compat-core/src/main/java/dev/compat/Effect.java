package dev.compat;

/** Whether an arm does anything besides answering. */
public enum Effect {
  /** Nothing that outlives the call: running it once more, or in vain, harms nobody. */
  NONE,
  /** It may write, send, lock or change what it was given. */
  POSSIBLE
}
