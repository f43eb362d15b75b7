package dev.compat.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.Decisions;
import dev.compat.state.Revision;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorsTest {

  private static final Set<String> MIGRATIONS = Set.of("pricing");
  private static final Decisions KILLED = new Decisions(Revision.NONE, true, List.of());

  @TempDir Path folder;
  private StateFolder state;
  private Floors floors;
  private Desired desired;

  @BeforeEach
  void start() {
    state = StateFolder.at(folder);
    restart(state);
  }

  private void restart(@Nullable StateFolder with) {
    floors = new Floors(with);
    desired = new Desired(floors);
  }

  @Test
  void kill_switches_and_overrides_go_to_the_floor() throws ConfigException {
    Flags flags = read("{route: new, floor: verify}");

    assertThat(inForce(flags, KILLED)).isEqualTo(Route.VERIFY);
    assertThat(inForce(flags, overridden(Route.LEGACY))).isEqualTo(Route.VERIFY);
    assertThat(inForce(read("{route: new, floor: new, kill: true}"), null)).isEqualTo(Route.NEW);
    assertThat(floors.problems()).isEmpty();
  }

  @Test
  void a_process_that_starts_without_flags_goes_to_the_floors_that_were_seen() throws Exception {
    read("{route: new, floor: new}");
    restart(state);
    floors.learn(Flags.none(), false, MIGRATIONS);

    assertThat(inForce(Flags.none(), KILLED)).isEqualTo(Route.NEW);
    assertThat(desired.of("pricing")).isSameAs(desired.of("pricing"));
    assertThat(desired.of("other")).isNull();
    assertThat(floors.problems())
        .containsExactly(
            "migration 'pricing' has no flag that could be read, but had the floor new ("
                + folder.resolve("floors/pricing")
                + "): all its calls go there; correct the flags, with 'floor: legacy' if legacy may"
                + " answer again");
  }

  @Test
  void a_flag_that_is_taken_out_of_its_file_leaves_its_floor() throws Exception {
    read("{route: new, floor: new}");
    floors.learn(Flags.none(), true, MIGRATIONS);

    assertThat(inForce(Flags.none(), null)).isEqualTo(Route.NEW);
    assertThat(floors.problems())
        .singleElement()
        .asString()
        .startsWith("migration 'pricing' has no flag any more, but had the floor new");
    floors.learn(Flags.none(), true, Set.of());
    assertThat(floors.problems()).as("of a migration that is gone").isEmpty();
  }

  @Test
  void a_floor_that_is_taken_out_of_its_flag_stays() throws Exception {
    read("{route: new, floor: new}");
    Flags flags = read("{route: shadow}");

    assertThat(inForce(flags, null)).isEqualTo(Route.NEW);
    assertThat(floors.problems())
        .containsExactly(
            "flags.yaml:1: flag 'pricing' gives no floor, but had the floor new ("
                + folder.resolve("floors/pricing")
                + "), which it keeps; add 'floor: new', or 'floor: legacy' if legacy may answer"
                + " again",
            "flags.yaml:1: flag 'pricing' gives some calls a route below its floor; they get new"
                + " all the same; give at least that, or 'floor: legacy' if legacy may answer"
                + " again");
  }

  @Test
  void a_floor_is_taken_back_by_saying_so() throws Exception {
    read("{route: new, floor: new}");
    Flags flags = read("{route: legacy, floor: legacy}");

    assertThat(inForce(flags, null)).isEqualTo(Route.LEGACY);
    assertThat(state.floors()).isEmpty();
    assertThat(floors.problems()).isEmpty();
    assertThat(inForce(read("{route: legacy}"), null)).isEqualTo(Route.LEGACY);
  }

  @Test
  void without_a_state_folder_it_says_that_it_cannot_know() throws Exception {
    restart(null);
    floors.learn(Flags.none(), false, MIGRATIONS);
    assertThat(inForce(Flags.none(), null)).isNull();
    assertThat(floors.problems())
        .containsExactly(
            "no flags were read, and without a state folder floors are not known: everything is"
                + " legacy's; name one with 'state' in compat.yaml");

    read("{route: new, floor: new}");
    assertThat(floors.problems())
        .containsExactly(
            "flags.yaml:1: flag 'pricing' has a floor, but there is no state folder to remember it:"
                + " a process that starts without flags goes to legacy; name one with 'state' in"
                + " compat.yaml");
    assertThat(inForce(read("{route: legacy}"), null))
        .as("known while it runs")
        .isEqualTo(Route.NEW);
  }

  @Test
  void a_memory_that_cannot_be_used_is_told_and_what_flags_say_holds() throws Exception {
    Files.writeString(folder.resolve("floors"), "no folder");
    Flags flags = read("{route: new, floor: new}");

    assertThat(inForce(flags, KILLED)).isEqualTo(Route.NEW);
    assertThat(floors.problems())
        .anyMatch(problem -> problem.contains("cannot be listed"))
        .anyMatch(problem -> problem.contains("cannot be written"));
  }

  @Test
  void a_memory_that_is_unreadable_or_gone_later_takes_no_floor_back() throws Exception {
    read("{route: new, floor: new}");
    Path memory = folder.resolve("floors");
    Path away = Files.move(memory, folder.resolve("away"));
    Files.writeString(memory, "no folder");

    assertThat(inForce(read("{route: legacy}"), null)).as("unreadable").isEqualTo(Route.NEW);
    assertThat(floors.isUnsettled()).isTrue();
    Files.delete(memory);
    assertThat(inForce(read("{route: legacy}"), null)).as("gone").isEqualTo(Route.NEW);
    Files.move(away, memory);
    assertThat(inForce(read("{route: legacy}"), null)).as("back").isEqualTo(Route.NEW);
    assertThat(floors.isUnsettled()).isFalse();
    Files.delete(memory.resolve("pricing"));
    assertThat(inForce(read("{route: legacy}"), null)).as("taken back").isEqualTo(Route.LEGACY);
  }

  @Test
  void a_floor_that_could_not_be_written_is_kept_and_written_later() throws Exception {
    Path memory = Files.writeString(folder.resolve("floors"), "no folder");
    read("{route: new, floor: new}");
    Files.delete(memory);

    assertThat(inForce(read("{route: legacy}"), null)).isEqualTo(Route.NEW);
    read("{route: new, floor: new}");
    assertThat(state.floors()).containsEntry("pricing", Route.NEW);
    assertThat(floors.isUnsettled()).isFalse();
  }

  private Flags read(String flag) throws ConfigException {
    Flags flags = Flags.parse("flags: {pricing: " + flag + "}", "flags.yaml");
    floors.learn(flags, true, MIGRATIONS);
    return flags;
  }

  private @Nullable Route inForce(Flags flags, @Nullable Decisions decisions) {
    desired.set(flags, decisions, Instant.now());
    Flag flag = desired.of("pricing");
    return flag == null ? null : flag.constant();
  }

  private static Decisions overridden(Route route) {
    RouteOverride override = RouteOverride.of(route, "ann", "INC-812", Instant.EPOCH);
    Revision revision =
        new Revision(1, Map.of("pricing", override), "ann", "INC-812", Instant.EPOCH);
    return new Decisions(revision, false, List.of());
  }
}
