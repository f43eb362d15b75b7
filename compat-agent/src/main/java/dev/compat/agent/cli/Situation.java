package dev.compat.agent.cli;

import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Nearest;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.Decisions;
import dev.compat.state.MigrationStatus;
import dev.compat.state.Revision;
import dev.compat.state.RollCall;
import dev.compat.state.StateException;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is desired, what was decided and what the processes say, read once.
 *
 * @param folder the state folder; {@code null} where there is none
 * @param flags the flags of the file; none when there is no file or it is not valid
 * @param floors those that are remembered
 * @param flagFile what to call the file; {@code null} when there is none
 * @param unread why the flags are not known; {@code null} when they are
 */
record Situation(
    @Nullable StateFolder folder,
    Decisions decisions,
    RollCall rollCall,
    Flags flags,
    Map<String, Route> floors,
    @Nullable String flagFile,
    @Nullable String unread) {

  /** The time within which every process that runs is heard of: two heartbeats. */
  private static final Duration HEARTBEATS = Duration.ofSeconds(2);

  private static final Decisions UNDECIDED = new Decisions(Revision.NONE, false, List.of());

  /** The state folder, for a command that does not run without. */
  StateFolder state() {
    return Objects.requireNonNull(folder);
  }

  /** Reads it, and refuses where there is no state folder. */
  static Situation read(Place place) {
    CompatConfig config = place.config();
    return read(config, place.state(config));
  }

  /** Reads it, also where there is no state folder: nothing was decided then. */
  static Situation ofFlags(Place place) {
    CompatConfig config = place.config();
    boolean isStateless = config != null && config.state() == null && place.stateFolder() == null;
    return read(config, isStateless ? null : place.state(config));
  }

  private static Situation read(@Nullable CompatConfig config, @Nullable StateFolder state) {
    if (config == null) {
      String unread = "flags are not known without a configuration; give --config FILE";
      return read(state, Flags.none(), null, unread);
    }
    String file = config.flags().toString();
    if (config.needsNoFlags() && Files.notExists(config.flags())) {
      return read(state, Flags.none(), null, null);
    }
    try {
      return read(state, Flags.parse(config.flags()), file, null);
    } catch (ConfigException e) {
      return read(state, Flags.none(), file, e.getMessage());
    }
  }

  /**
   * Reads it for a decision, and again where nobody was ever heard of: a folder that was deleted
   * looks like a new one until the processes have written their next heartbeats.
   */
  static Situation beforeDeciding(Place place) {
    Situation now = read(place);
    return now.rollCall.isEmpty() && Pause.of(HEARTBEATS) ? read(place) : now;
  }

  private static Situation read(
      @Nullable StateFolder state, Flags flags, @Nullable String file, @Nullable String unread) {
    if (state == null) {
      RollCall nobody = new RollCall(List.of(), List.of());
      return new Situation(null, UNDECIDED, nobody, flags, Map.of(), file, unread);
    }
    RollCall rollCall = state.rollCall(); // first: what they have applied is there to be read
    return new Situation(state, state.decisions(), rollCall, flags, floors(state), file, unread);
  }

  /** Those that cannot be read are not known here; the processes say what is wrong. */
  private static Map<String, Route> floors(StateFolder state) {
    try {
      return state.floors();
    } catch (StateException unknown) {
      return Map.of();
    }
  }

  boolean flagsKnown() {
    return unread == null;
  }

  /** Every migration that a flag, a process, an override or a floor names. */
  Set<String> migrations() {
    Set<String> names = new TreeSet<>(decisions.revision().overrides().keySet());
    names.remove(Revision.ALL);
    names.addAll(floors.keySet());
    flags.all().forEach(flag -> names.add(flag.name()));
    rollCall.processes().stream()
        .flatMap(presence -> presence.heartbeat().migrations().stream())
        .forEach(status -> names.add(status.migration()));
    return names;
  }

  /** Refuses a name that nobody knows, with the nearest that somebody does. */
  void require(String migration) {
    Set<String> known = migrations();
    if (known.contains(migration)) {
      return;
    }
    String remedy =
        known.isEmpty()
            ? folder == null
                ? "no flag names any"
                : "no flag and no process in " + folder.path() + " names any; --all is for all"
            : Nearest.remedy(migration, known);
    String why = unread == null ? "" : "\n" + unread;
    throw new Refusal("unknown migration '" + migration + "'; " + remedy + why);
  }

  /** What a migration is desired to do, in the flag's words; {@code null} without a flag. */
  @Nullable String desired(String migration) {
    Flag flag = flags.flag(migration);
    return flag == null ? null : flag.summary();
  }

  /** The route below which a migration does not go: what its flag says, or what is remembered. */
  Route floor(String migration) {
    Flag flag = flags.flag(migration);
    Route remembered = floors.getOrDefault(migration, Route.LEGACY);
    return flag == null
        ? remembered
        : flag.declaredFloor() == null ? flag.floor().atLeast(remembered) : flag.floor();
  }

  /** Where its floor comes from: its flag, or what remembers it in the state folder. */
  String floorPlace(String migration) {
    Flag flag = flags.flag(migration);
    return flag != null && flag.declaredFloor() != null
        ? flag.where()
        : state().floorFile(migration).toString();
  }

  /** The routes that a migration has under some decisions, in few words. */
  String effective(String migration, Decisions under) {
    Flag flag = flags.flag(migration);
    Route floor = floor(migration);
    Route ceiling = under.ceiling(migration, Instant.now());
    if (ceiling.compareTo(floor) <= 0 || (flag == null && flagsKnown())) {
      return floor.name();
    }
    return flag == null
        ? unflagged(migration, under, ceiling)
        : words(flag.withFloor(floor).atMost(ceiling));
  }

  private static String words(Flag flag) {
    Route constant = flag.constant();
    return constant == null ? flag.summary() : constant.name();
  }

  // Where the flags are not known the processes are, but what they say is of the decisions so far.
  private String unflagged(String migration, Decisions under, Route ceiling) {
    String said = under.equals(decisions) ? said(migration) : "";
    String otherwise = flagFile == null ? "its flag decides" : "its flag as last read decides";
    String words = said.isEmpty() ? otherwise : said;
    return ceiling == Route.NEW ? words : words + ", at most " + ceiling;
  }

  private String said(String migration) {
    return Stream.concat(rollCall.live().stream(), rollCall.silent().stream())
        .flatMap(presence -> presence.heartbeat().migrations().stream())
        .filter(status -> status.migration().equals(migration))
        .map(MigrationStatus::route)
        .distinct()
        .collect(Collectors.joining(" and "));
  }
}
