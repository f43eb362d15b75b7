package dev.compat.control;

import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.Decisions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags in force: what is desired, lowered to what operators allow.
 *
 * <p>Gives the same object for the same state of a flag, so that whoever follows it sees a change
 * only where there is one. Confined to the control thread.
 */
final class Desired {

  private final Map<String, Lowered> known = new HashMap<>();
  private Flags flags = Flags.none();
  private @Nullable Decisions decisions;
  private Instant now = Instant.EPOCH;

  private record Lowered(Flag desired, Route ceiling, Flag inForce) {}

  /** Takes over what holds from now on; null decisions allow everything. */
  void set(Flags newFlags, @Nullable Decisions newDecisions, Instant instant) {
    flags = newFlags;
    decisions = newDecisions;
    now = instant;
  }

  /** The flag in force for a migration; null if it has none. */
  @Nullable Flag of(String migration) {
    Flag desired = flags.flag(migration);
    if (desired == null) {
      return null;
    }
    Route ceiling = decisions == null ? Route.NEW : decisions.ceiling(migration, now);
    Lowered last = known.get(migration);
    if (last == null || last.desired != desired || last.ceiling != ceiling) {
      last = new Lowered(desired, ceiling, desired.atMost(ceiling));
      known.put(migration, last);
    }
    return last.inForce;
  }
}
