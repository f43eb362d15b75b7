package dev.compat.control;

import dev.compat.state.MigrationStatus.Arming;
import org.jspecify.annotations.Nullable;

/**
 * How a migration stands in this process. Immutable.
 *
 * @param arming how far it has come
 * @param reason why it failed, or null
 */
public record Standing(Arming arming, @Nullable String reason) {

  /** The two of them as one: how the worse stands. */
  public Standing worse(Standing other) {
    return arming.compareTo(other.arming) >= 0 ? this : other;
  }
}
