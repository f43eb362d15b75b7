package dev.compat.control;

import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.StateException;
import dev.compat.state.StateFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The floors of migrations, also of those whose flags are gone: what a flag says, else what was
 * seen before, by this process or by one that shares its state folder.
 *
 * <p>Taking the floor out of a flag, or the flag out of its file, does not lower it; {@code floor:
 * legacy} does. A state folder that cannot be read, or is gone, takes none back either. Confined to
 * the control thread.
 */
final class Floors {

  private final @Nullable StateFolder state;
  private final Map<String, Route> remembered = new TreeMap<>();

  /** Those that the state folder does not have as they are, since it could not be written. */
  private final Set<String> unwritten = new HashSet<>();

  private boolean isUnsettled;
  private List<String> problems = List.of();

  Floors(@Nullable StateFolder state) {
    this.state = state;
  }

  /**
   * Learns from flags that were read, and from what is remembered. To be told whenever flags were
   * read, or could not be.
   *
   * @param isRead whether any flags were read yet
   * @param migrations those that there are; a floor of another one is nobody's any more
   */
  void learn(Flags flags, boolean isRead, Set<String> migrations) {
    List<String> found = new ArrayList<>();
    isUnsettled = false;
    recall(isRead, found);
    for (Flag flag : flags.all()) {
      Route declared = flag.declaredFloor();
      if (declared != null) {
        remember(flag, declared, found);
      }
    }
    flags.all().forEach(flag -> compare(flag, found));
    for (String migration : migrations) {
      Route floor = remembered.get(migration);
      if (floor != null && flags.flag(migration) == null) {
        found.add(orphaned(migration, floor, isRead));
      }
    }
    problems = List.copyOf(found);
  }

  private void recall(boolean isRead, List<String> found) {
    if (state == null) {
      if (!isRead) {
        found.add(
            "no flags were read, and without a state folder floors are not known: everything is"
                + " legacy's; name one with 'state' in compat.yaml");
      }
      return;
    }
    try {
      Map<String, Route> there = state.floors();
      if (!state.remembersFloors()) {
        unwritten.addAll(remembered.keySet()); // gone with their folder, and not taken back
      }
      remembered.keySet().retainAll(unwritten);
      there.forEach(remembered::putIfAbsent);
      unwritten.removeIf(name -> remembered.get(name) == there.get(name));
    } catch (StateException unknown) {
      found.add(String.valueOf(unknown.getMessage()));
      isUnsettled = true;
    }
  }

  private void remember(Flag flag, Route declared, List<String> found) {
    Route before = remembered.put(flag.name(), declared);
    if (declared == Route.LEGACY) {
      remembered.remove(flag.name());
    }
    if (state == null) {
      if (declared != Route.LEGACY) {
        found.add(
            flag.where()
                + ": flag '"
                + flag.name()
                + "' has a floor, but there is no state folder to remember it: a process that"
                + " starts without flags goes to legacy; name one with 'state' in compat.yaml");
      }
    } else if (declared != (before == null ? Route.LEGACY : before)
        || unwritten.contains(flag.name())) {
      try {
        state.floor(flag.name(), declared);
        unwritten.remove(flag.name());
      } catch (StateException failure) {
        unwritten.add(flag.name());
        isUnsettled = true;
        found.add(String.valueOf(failure.getMessage()));
      }
    }
  }

  private void compare(Flag flag, List<String> found) {
    Route floor = of(flag);
    if (flag.declaredFloor() == null && floor != Route.LEGACY) {
      found.add(
          flag.where()
              + ": flag '"
              + flag.name()
              + "' gives no floor, but had the floor "
              + lower(floor)
              + memory(flag.name())
              + ", which it keeps; add 'floor: "
              + lower(floor)
              + "', or 'floor: legacy' if legacy may answer again");
    }
    if (flag.withFloor(floor).asksBelowFloor()) {
      found.add(
          flag.where()
              + ": flag '"
              + flag.name()
              + "' gives some calls a route below its floor; they get "
              + lower(floor)
              + " all the same; give at least that, or 'floor: legacy' if legacy may answer again");
    }
  }

  private String orphaned(String migration, Route floor, boolean isRead) {
    return "migration '"
        + migration
        + (isRead ? "' has no flag any more" : "' has no flag that could be read")
        + ", but had the floor "
        + lower(floor)
        + memory(migration)
        + ": all its calls go there; "
        + (isRead ? "give it a flag again" : "correct the flags")
        + ", with 'floor: legacy' if legacy may answer again";
  }

  private String memory(String migration) {
    return state == null ? "" : " (" + state.floorFile(migration) + ")";
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the memory could not be read or written, so that it is to be tried again. */
  boolean isUnsettled() {
    return isUnsettled;
  }

  /** The floor of a flag. */
  Route of(Flag flag) {
    return flag.declaredFloor() != null
        ? flag.floor()
        : flag.floor().atLeast(remembered.getOrDefault(flag.name(), Route.LEGACY));
  }

  /** What stands in for the flag of a migration that has none; null if it never had a floor. */
  @Nullable Flag lost(String migration) {
    Route floor = remembered.get(migration);
    return floor == null || floor == Route.LEGACY
        ? null
        : Flag.lost(migration, floor, "its floor" + memory(migration));
  }

  /**
   * Why the migration of {@code flag} must not go back to legacy as it does when nothing intercepts
   * its calls any more; null if it may.
   *
   * @param flag as it is in force
   */
  @Nullable String keeps(Flag flag) {
    if (!flag.floor().answersNew()) {
      return null;
    }
    String name = flag.name();
    boolean isRemembered = flag.declaredFloor() == null && remembered.containsKey(name);
    return flag.isRetired()
        ? name + " is retired (" + flag.where() + "); if legacy may answer again, give it a route"
        : name
            + " has the floor "
            + lower(flag.floor())
            + (isRemembered ? memory(name) : " (" + flag.where() + ")")
            + ", since legacy's data is stale; if legacy may answer again, say 'floor: legacy' in"
            + " its flag";
  }

  /** What is wrong, a line each. */
  List<String> problems() {
    return problems;
  }
}
