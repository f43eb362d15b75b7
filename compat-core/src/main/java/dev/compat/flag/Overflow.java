package dev.compat.flag;

/** What a caller does whose trial finds the shadow queue full. */
public enum Overflow {
  /** Goes on at once; the trial is dropped and counted. */
  DROP,
  /** Waits for room: for tests and demonstrations, not for production. */
  WAIT
}
