package dev.compat.compare;

import org.jspecify.annotations.Nullable;

/** A value as it was when it was asked for, or why it cannot be held. */
public sealed interface Snapshot {

  /**
   * The value may be held: nobody but its holder can change it.
   *
   * @param value the value itself where it is immutable, else a copy
   */
  record Taken(@Nullable Object value) implements Snapshot {
    static final Taken NULL = new Taken(null);
  }

  /**
   * The value may change after the call, or is too large, and a faithful copy cannot be made.
   *
   * @param reason why, for people; names types, never values
   */
  record Refused(String reason) implements Snapshot {}
}
