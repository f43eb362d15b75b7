package dev.compat.evidence;

/** One of the two sides of a call. */
public enum Arm {
  /** The class or method being replaced. */
  LEGACY,
  /** The replacement, by way of its adapter. */
  NEW
}
