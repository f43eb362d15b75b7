package dev.compat.flag;

import dev.compat.config.ConfigException;

/** What came of looking at a flag source again. */
public sealed interface Reload {
  /** Nothing new since the last look, good or bad. */
  record Unchanged() implements Reload {}

  /** New flags are in force. */
  record Changed(Flags flags) implements Reload {}

  /** What is there now cannot be used; the flags read last stay in force. */
  record Refused(ConfigException reason) implements Reload {}
}
