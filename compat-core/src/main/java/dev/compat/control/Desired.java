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
 * The flags in force: what is desired, lowered to what operators allow, and not below the floor.
 *
 * <p>Gives the same object for the same state of a flag, so that whoever follows it sees a change
 * only where there is one. Confined to the control thread.
 */
final class Desired {

  private final Map<String, Lowered> known = new HashMap<>();
  private final Map<String, Flag> lost = new HashMap<>();
  private final Floors floors;
  private Flags flags = Flags.none();
  private @Nullable Decisions decisions;
  private Instant now = Instant.EPOCH;

  private record Lowered(Flag desired, Route ceiling, Route floor, Flag inForce) {}

  Desired(Floors floors) {
    this.floors = floors;
  }

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
      return lost(migration);
    }
    Route ceiling = decisions == null ? Route.NEW : decisions.ceiling(migration, now);
    Route floor = floors.of(desired);
    Lowered last = known.get(migration);
    if (last == null || last.desired != desired || last.ceiling != ceiling || last.floor != floor) {
      Flag inForce = desired.withFloor(floor).atMost(ceiling);
      last = new Lowered(desired, ceiling, floor, inForce);
      known.put(migration, last);
    }
    return last.inForce;
  }

  /** No override goes below a floor, so none is asked. */
  private @Nullable Flag lost(String migration) {
    Flag now = floors.lost(migration);
    Flag last = lost.get(migration);
    if (now == null || (last != null && last.isSameAs(now))) {
      return now == null ? null : last;
    }
    lost.put(migration, now);
    return now;
  }
}
