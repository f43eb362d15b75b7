package dev.compat.state;

import static dev.compat.flag.Route.LEGACY;
import static dev.compat.flag.Route.NEW;
import static dev.compat.flag.Route.SHADOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compat.flag.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void a_folder_that_is_not_there_says_that_nothing_was_decided_and_stays_away() {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    assertThat(state.decisions()).isEqualTo(new Decisions(Revision.NONE, false, List.of()));
    assertThat(state.rollCall()).isEqualTo(new RollCall(List.of(), List.of()));
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void a_floor_is_remembered_until_it_is_legacy_and_can_be_read_by_people() throws IOException {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    assertThat(state.floors()).isEmpty();
    state.floor("other", LEGACY);
    assertThat(folder.resolve("state")).doesNotExist();

    state.floor("pricing", NEW);
    state.floor("pricing", SHADOW);
    state.floor("pricing", NEW);
    assertThat(StateFolder.at(folder.resolve("state")).floors()).isEqualTo(Map.of("pricing", NEW));
    assertThat(state.floorFile("pricing")).hasContent("new\n");
    state.floor("pricing", LEGACY);
    assertThat(state.floors()).isEmpty();
  }

  @Test
  void a_floor_that_cannot_be_understood_is_the_highest() throws IOException {
    StateFolder state = state();
    state.floor("pricing", SHADOW);
    Files.writeString(state.floorFile("pricing"), "");
    Files.writeString(state.floorFile("billing"), "gnu\n");
    Files.writeString(state.floorFile("tax"), " Verify ");
    assertThat(state.floors())
        .isEqualTo(Map.of("pricing", NEW, "billing", NEW, "tax", Route.VERIFY));
  }

  @Test
  void floors_that_cannot_be_listed_or_written_are_said_so_with_a_remedy() throws IOException {
    Files.writeString(folder.resolve("floors"), "no folder");
    assertThatThrownBy(() -> state().floors())
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll("cannot be listed", "run as the owner of the folder");
    assertThatThrownBy(() -> state().floor("pricing", NEW))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll(
            folder.resolve("floors/pricing").toString(), "does not know the floor of 'pricing'");
  }

  @Test
  void a_decision_is_read_by_others_as_it_was_written() {
    Revision written = state().change(to("pricing", LEGACY), "ann", "INC-812");
    assertThat(written.number()).isEqualTo(1);
    assertThat(state().current()).isEqualTo(written);
    assertThat(state().current().ceiling("pricing", NOON)).isEqualTo(LEGACY);
    assertThat(state().current().ceiling("billing", NOON)).isEqualTo(NEW);
  }

  @Test
  void restoring_writes_a_new_revision_with_the_overrides_of_the_old_one() {
    StateFolder state = state();
    state.change(to("pricing", SHADOW), "ann", "slow");
    state.change(to("*", LEGACY), "bob", "worse");
    Revision restored = state.restore(1, "ann", "fixed");
    assertThat(restored.number()).isEqualTo(3);
    assertThat(restored.overrides()).isEqualTo(state.revision(1).overrides());
    assertThat(state.restore(0, "ann", "all clear").overrides()).isEmpty();
  }

  @Test
  void restoring_what_is_not_there_names_what_is() {
    StateFolder state = state();
    assertThatThrownBy(() -> state.restore(7, "ann", "oops"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "revision 7 is not in %s; known is only 0, nothing decided; give one of them",
            folder.resolve("revisions"));
    state.change(to("pricing", LEGACY), "ann", "INC-812");
    state.change(to("pricing", SHADOW), "ann", "better");
    assertThatThrownBy(() -> state.restore(7, "ann", "oops"))
        .hasMessage(
            "revision 7 is not in %s; known are 0 (nothing decided) and 1 to 2; give one of them",
            folder.resolve("revisions"));
  }

  @Test
  void decisions_made_at_the_same_moment_all_count() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(8);
    try {
      List<Future<Revision>> decided = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String migration = "m" + i;
        decided.add(people.submit(() -> state().change(to(migration, LEGACY), "ann", "test")));
      }
      Set<Long> numbers = new HashSet<>();
      for (Future<Revision> revision : decided) {
        numbers.add(revision.get().number());
      }
      assertThat(numbers).hasSize(64);
      assertThat(state().current().number()).isEqualTo(64);
      assertThat(state().current().overrides()).hasSize(64);
      assertThat(drafts()).isEmpty();
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void a_newest_revision_that_cannot_be_read_holds_everything_at_legacy() throws IOException {
    state().change(to("pricing", SHADOW), "ann", "slow");
    state().change(to("billing", LEGACY), "ann", "INC-812");
    Files.writeString(file(2), "{\"number\": 2, \"overri");
    Decisions decisions = state().decisions();
    assertThat(decisions.revision().number()).isEqualTo(2);
    assertThat(decisions.ceiling("billing", NOON)).isEqualTo(LEGACY);
    assertThat(decisions.ceiling("anything", NOON)).isEqualTo(LEGACY);
    assertThat(decisions.problems())
        .singleElement()
        .asString()
        .startsWith(file(2) + " cannot be read (")
        .endsWith(
            "what it decided is not known, so everything is held at legacy; 'restore 1' goes back"
                + " to the revision before it");
    assertThat(state().restore(1, "ann", "disk repaired").ceiling("billing", NOON)).isEqualTo(NEW);
  }

  @Test
  void a_revision_that_was_read_once_stays_in_force_when_its_file_breaks_or_goes()
      throws IOException {
    StateFolder process = state();
    Revision read = process.change(to("pricing", SHADOW), "ann", "slow");
    assertThat(process.current()).isEqualTo(read);

    Files.writeString(file(1), "");
    assertThat(process.decisions().revision()).isEqualTo(read);
    assertThat(process.decisions().problems())
        .containsExactly(
            file(1) + " cannot be read (it is empty); it has been read before and stays in force");

    Files.delete(file(1));
    Files.delete(folder.resolve("revisions"));
    assertThat(process.decisions().revision()).isEqualTo(read);
    assertThat(process.decisions().problems())
        .containsExactly(
            "revision 1 is gone from "
                + folder.resolve("revisions")
                + "; it stays in force in this process; 'restore' or 'off' writes a new one");
  }

  @Test
  void a_folder_that_is_a_file_holds_everything_at_legacy() throws IOException {
    Files.writeString(folder.resolve("revisions"), "not a folder");
    Decisions decisions = state().decisions();
    assertThat(decisions.ceiling("pricing", NOON)).isEqualTo(LEGACY);
    assertThat(decisions.problems())
        .containsExactly(
            "the revisions in "
                + folder.resolve("revisions")
                + " cannot be listed (it is not a folder); everything is held at legacy until it"
                + " can");
    assertThatThrownBy(() -> state().change(to("pricing", LEGACY), "ann", "INC-812"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("nothing has changed");
  }

  @Test
  void a_file_that_says_nothing_of_overrides_is_not_read_as_none() throws IOException {
    state().change(to("pricing", LEGACY), "ann", "INC-812");
    for (String said : List.of("{}", "null", "[]", "{\"overrides\": null}", "{\"overrides\": 7}")) {
      Files.writeString(file(2), said);
      assertThat(state().decisions().ceiling("pricing", NOON)).as(said).isEqualTo(LEGACY);
      assertThat(state().decisions().problems()).as(said).hasSize(1);
    }
  }

  @Test
  void files_and_folders_of_others_are_left_alone() throws IOException {
    state().change(to("pricing", LEGACY), "ann", "INC-812");
    for (String name :
        List.of("README", "007.json", "3.json.bak", "-4.json", "5.JSON", ".6.json")) {
      Files.writeString(folder.resolve("revisions").resolve(name), "?");
    }
    assertThat(state().decisions().revision().number()).isEqualTo(1);
    assertThat(state().decisions().problems()).isEmpty();
  }

  @Test
  void a_revision_written_by_hand_or_by_a_newer_toolkit_is_understood() throws IOException {
    Files.createDirectories(folder.resolve("revisions"));
    Files.writeString(
        file(4),
        """
        {"overrides": {"pricing": {"route": "shadow", "ticket": 9}, "billing": {"route": "SIDEWAYS"},
          "tax": {"route": "LEGACY", "until": "2026-03-01T12:00:00Z"}}, "approved": true}
        """);
    Revision revision = state().current();
    assertThat(revision.number()).isEqualTo(4);
    assertThat(revision.ceiling("pricing", NOON)).isEqualTo(SHADOW);
    assertThat(revision.ceiling("billing", NOON)).isEqualTo(LEGACY);
    assertThat(revision.ceiling("tax", NOON)).isEqualTo(NEW);
    assertThat(revision.ceiling("tax", NOON.minusMillis(1))).isEqualTo(LEGACY);
    assertThat(revision.overrides().get("pricing"))
        .isEqualTo(RouteOverride.of(SHADOW, "unknown", "", Instant.EPOCH));
  }

  @Test
  void a_copy_under_the_next_number_is_a_restore() throws IOException {
    Revision first = state().change(to("pricing", SHADOW), "ann", "slow");
    state().change(to("pricing", LEGACY), "ann", "worse");
    Files.copy(file(1), file(3));
    assertThat(state().current().number()).isEqualTo(3);
    assertThat(state().current().overrides()).isEqualTo(first.overrides());
  }

  @Test
  void a_file_named_off_turns_everything_to_legacy() throws IOException {
    StateFolder state = state();
    assertThat(state.killed()).isFalse();
    Files.createFile(folder.resolve("OFF"));
    assertThat(state.killed()).isTrue();
    assertThat(state.decisions().ceiling("pricing", NOON)).isEqualTo(LEGACY);
    Files.delete(folder.resolve("OFF"));
    assertThat(state.killed()).isFalse();
  }

  @Test
  void a_folder_that_goes_away_does_not_take_its_off_back() throws IOException {
    Path root = Files.createDirectory(folder.resolve("state"));
    StateFolder state = StateFolder.at(root);
    Files.createFile(root.resolve("OFF"));
    assertThat(state.decisions().killed()).isTrue();

    Path away = Files.move(root, folder.resolve("away"));
    assertThat(state.killed()).isTrue();
    assertThat(state.decisions().problems()).singleElement().asString().contains("OFF has gone");
    Files.createDirectory(root);
    assertThat(state.decisions().killed()).as("another in its place").isTrue();
    Files.createFile(root.resolve("OFF"));
    assertThat(state.decisions().problems()).isEmpty();
    Files.delete(root.resolve("OFF"));
    assertThat(state.decisions().killed()).isFalse();
    assertThat(Files.exists(away.resolve("OFF"))).isTrue();
  }

  @Test
  void a_file_where_the_folder_was_holds_everything_only_while_it_is_there() throws IOException {
    Path root = Files.createDirectory(folder.resolve("state"));
    StateFolder state = StateFolder.at(root);
    Path away = Files.move(root, folder.resolve("away"));
    Files.createFile(root);
    assertThat(state.killed()).as("nobody can tell").isTrue();
    Files.delete(root);
    Files.move(away, root);
    assertThat(state.decisions().killed()).isFalse();
  }

  @Test
  void everything_belongs_to_the_owner_alone() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    StateFolder state = StateFolder.at(folder.resolve("a/b/state"));
    state.change(to("pricing", LEGACY), "ann", "INC-812");
    assertThat(permissions("a/b/state")).isEqualTo("rwx------");
    assertThat(permissions("a/b/state/revisions")).isEqualTo("rwx------");
    assertThat(permissions("a/b/state/revisions/1.json")).isEqualTo("rw-------");
  }

  @Test
  void what_root_writes_belongs_to_the_owner_of_the_folder() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root gives files away");
    Files.setAttribute(folder, "unix:uid", 12_345);
    state().change(to("pricing", LEGACY), "root", "INC-812");
    assertThat(Files.getAttribute(folder.resolve("revisions"), "unix:uid")).isEqualTo(12_345);
    assertThat(Files.getAttribute(file(1), "unix:uid")).isEqualTo(12_345);
  }

  @Test
  void it_works_without_hard_links_and_owners() throws Exception {
    URI zip = URI.create("jar:" + folder.resolve("state.zip").toUri());
    try (FileSystem plain = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      StateFolder state = StateFolder.at(plain.getPath("/state"));
      state.change(to("pricing", LEGACY), "ann", "INC-812");
      state.change(to("billing", SHADOW), "ann", "INC-813");
      assertThat(state.current().number()).isEqualTo(2);
      assertThat(state.current().overrides()).containsOnlyKeys("billing", "pricing");
    }
  }

  @Test
  void it_says_whether_it_can_be_written() throws IOException {
    assertThat(state().unwritable()).isEmpty();
    Files.writeString(folder.resolve("file"), "");
    assertThat(StateFolder.at(folder.resolve("file")).unwritable()).isPresent();
  }

  @Test
  void it_says_whether_it_can_be_told_what_is_in_it() throws IOException {
    assertThat(state().unlistable()).isEmpty();
    assertThat(StateFolder.at(folder.resolve("new")).unlistable()).isEmpty();
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(StateFolder.at(file).unlistable())
        .contains("the state folder " + file + " cannot be read (it is not a folder)");
    Files.writeString(folder.resolve("processes"), "");
    assertThat(state().unlistable()).isPresent();
  }

  @Test
  void what_belongs_to_another_user_is_not_told() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.setPosixFilePermissions(theirs, Set.of());
    assumeTrue(!Files.isReadable(theirs), "root reads everything");
    assertThat(StateFolder.at(theirs).unlistable())
        .contains("the state folder " + theirs + " cannot be read (permission denied)");
  }

  private StateFolder state() {
    return StateFolder.at(folder);
  }

  private Path file(long number) {
    return folder.resolve("revisions").resolve(number + ".json");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }

  private List<Path> drafts() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("revisions"))) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }

  private static UnaryOperator<Map<String, RouteOverride>> to(String migration, Route route) {
    return overrides -> {
      overrides.put(migration, RouteOverride.of(route, "ann", "test", NOON));
      return overrides;
    };
  }
}
