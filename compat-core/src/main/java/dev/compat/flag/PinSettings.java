package dev.compat.flag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stays on one side while a flag changes.
 *
 * @param key the context key whose value is one unit of work, such as a request's id; {@code null}
 *     where it is the legacy object that calls are made on
 * @param most how many units are kept at a time; those beyond are not pinned, and counted; default
 *     10,000
 * @param idle how long a unit is kept after its last call, in whole seconds; default 10 min
 */
public record PinSettings(@Nullable String key, int most, Duration idle) {

  static final int MOST = 10_000;
  static final Duration IDLE = Duration.ofMinutes(10);

  /** How a flag asks for the legacy object: no context key may be called so. */
  static final String RECEIVER = "receiver";

  /** Whether a unit of work is what is called on one legacy object. */
  public boolean ofReceiver() {
    return key == null;
  }

  /** In words: {@code requestId}, or {@code receiver}. */
  @Override
  public String toString() {
    return key == null ? RECEIVER : key;
  }
}
