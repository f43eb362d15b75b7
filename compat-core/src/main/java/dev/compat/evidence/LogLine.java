package dev.compat.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of an evidence file. Lines with one key are cumulative: the last of them says all. */
sealed interface LogLine permits EvidenceLine, ObservedLine {

  /** What tells lines that say different things apart. */
  Object key();

  /** When it was written. */
  Instant time();

  /** As the file has it. */
  String text();

  /** Whether it says what {@code other}, of the same key, says already. */
  boolean repeats(LogLine other);

  /**
   * The line that a text is.
   *
   * @throws RuntimeException when it is none: torn, damaged, or of another format
   */
  static LogLine parse(String text) {
    return Json.read(text, Kind.class).observed == null
        ? EvidenceLine.parse(text)
        : ObservedLine.parse(text);
  }

  /** What tells an observation from a line about a migration. */
  record Kind(@Nullable Object observed) {}
}
