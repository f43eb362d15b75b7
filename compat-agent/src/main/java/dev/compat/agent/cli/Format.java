package dev.compat.agent.cli;

/** How an answer is written. */
enum Format {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON
}
