package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static dev.compat.agent.cli.FakeProcess.armed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Route;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.ProcessId;
import dev.compat.state.Revision;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffAndRestoreTest {

  private final List<FakeProcess> processes = new ArrayList<>();

  @TempDir Path folder;
  private Path config;
  private Path state;

  @BeforeEach
  void files() throws IOException {
    config = Files.writeString(folder.resolve("compat.yaml"), "state: state/\n");
    state = folder.resolve("state");
    Files.writeString(
        folder.resolve("flags.yaml"),
        """
        flags:
          pricing: {route: new}
          billing: {route: shadow}
          tax: {route: {new: 5}, by: tenant, context: {tenant: "mdc:tenantId"}}
        """);
    beat("web-0", 0, true);
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (FakeProcess process : processes) {
      process.stop();
    }
  }

  @Test
  void off_is_obeyed_by_every_live_process() throws Exception {
    obedient("web-1");
    obedient("web-2");
    obedient("web-3");
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.steady())
        .isEqualTo(
            """
            pricing  NEW -> LEGACY  revision 0 -> 1   obeyed by 3 of 3 processes in 0.0 s
            undo: restore 0
            """);
    assertThat(off.code()).isZero();
    assertThat(off.err()).isEmpty();
    assertThat(ceiling("pricing")).isEqualTo(Route.LEGACY);
    assertThat(ceiling("billing")).isEqualTo(Route.NEW);
  }

  @Test
  void a_migration_with_a_floor_is_not_turned_off() throws Exception {
    Path flags = folder.resolve("flags.yaml");
    Files.writeString(flags, "flags:\n  pricing: {route: new, floor: verify}\n");
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.out())
        .isEqualTo(
            "pricing  stays at VERIFY\nnothing was changed: its floor is verify ("
                + flags
                + ":2), since legacy's data is stale; if legacy may answer again, say 'floor:"
                + " legacy' in its flag, and then turn it off\n");
    assertThat(off.code()).isEqualTo(1);
    assertThat(StateFolder.at(state).current().number()).isZero();
    Asked json = cli("off", "pricing", "--why", "INC-812", "--config", config, "--format", "json");
    assertThat(json.out()).contains("\"refused\" : \"pricing\"", "\"floor\" : \"VERIFY\"");
    assertThat(json.code()).isEqualTo(1);
  }

  @Test
  void a_floor_that_processes_remember_holds_though_its_flag_is_lost() throws Exception {
    StateFolder.at(state).floor("pricing", Route.NEW);
    Files.writeString(folder.resolve("flags.yaml"), "flags: [");
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.out())
        .contains("pricing  stays at NEW", StateFolder.at(state).floorFile("pricing").toString());
    assertThat(off.code()).isEqualTo(1);
  }

  @Test
  void all_are_turned_off_but_those_with_a_floor_which_are_named() throws Exception {
    obedient("web-1");
    Files.writeString(
        folder.resolve("flags.yaml"),
        "flags:\n  pricing: {route: new, floor: new}\n  billing: {route: new}\n");
    Asked off = cli("off", "--all", "--why", "INC-812", "--config", config);
    assertThat(off.out())
        .contains("billing  NEW -> LEGACY", "pricing stays at NEW, its floor\n")
        .doesNotContain("pricing  NEW -> LEGACY");
    assertThat(off.code()).isEqualTo(1);
    assertThat(ceiling("billing")).isEqualTo(Route.LEGACY);
    assertThat(cli("flags", "--config", config).out())
        .containsPattern("pricing +new; floor new +at most LEGACY .* NEW ");
  }

  @Test
  void restore_takes_it_back() throws Exception {
    cli("off", "tax", "--why", "INC-812", "--config", config);
    obedient("web-1");
    Asked restore = cli("restore", "0", "--why", "INC-812 fixed", "--config", config);
    assertThat(restore.steady())
        .isEqualTo(
            """
            tax  LEGACY -> new 5 % by tenant, rest legacy  revision 1 -> 2   obeyed by 1 of 1 \
            process in 0.0 s
            undo: restore 1
            """);
    assertThat(restore.code()).isZero();
  }

  @Test
  void a_process_that_does_not_obey_in_time_is_named() throws Exception {
    obedient("web-1");
    stubborn("web-2");
    Asked off = cli("off", "pricing", "--why", "INC-812", "--wait", "2s", "--config", config);
    assertThat(off.steady())
        .isEqualTo(
            """
            pricing  NEW -> LEGACY  revision 0 -> 1   obeyed by 1 of 2 processes in 0.0 s
            not yet: web-2-7-1000 (revision 0, heard of 0.0 s ago)
            undo: restore 0
            """);
    assertThat(off.code()).isEqualTo(1);
  }

  @Test
  void a_process_that_falls_silent_has_not_obeyed() throws Exception {
    obedient("web-1");
    Path heartbeat = state.resolve("processes/web-2-7-1000/heartbeat.json");
    FakeProcess.stubborn(state, "web-2").stop();
    Thread later = new Thread(() -> fallSilent(heartbeat));
    later.start();
    Asked off = cli("off", "pricing", "--why", "INC-812", "--wait", "2s", "--config", config);
    later.join();
    assertThat(off.out())
        .contains("obeyed by 1 of 2 processes", "not yet: web-2-7-1000 (revision 0, not heard of");
    assertThat(off.code()).isEqualTo(1);
  }

  @Test
  void a_silent_process_may_run_and_has_not_obeyed() throws Exception {
    beat("web-2", 0, false);
    Path heartbeat = state.resolve("processes/web-2-7-1000/heartbeat.json");
    Files.setLastModifiedTime(heartbeat, FileTime.from(Instant.now().minusSeconds(12)));
    Asked off = cli("off", "pricing", "--why", "INC-812", "--wait", "0s", "--config", config);
    assertThat(off.steady().replaceAll("for 1[0-9] s", "for 12 s"))
        .isEqualTo(
            """
            pricing  NEW -> LEGACY  revision 0 -> 1   obeyed by 0 of 1 process in 0.0 s
            not yet: web-2-7-1000 (revision 0, not heard of for 12 s; perhaps still running as \
            pid 7 on web-2)
            undo: restore 0
            """);
    assertThat(off.code()).isEqualTo(1);
    obedient("web-1");
    Asked restore = cli("restore", "0", "--why", "fixed", "--wait", "2s", "--config", config);
    assertThat(restore.out()).contains("obeyed by 1 of 2 processes");
    assertThat(restore.code()).isEqualTo(1);
  }

  @Test
  void in_a_folder_without_processes_it_listens_for_those_that_have_lost_theirs() throws Exception {
    forgetEverything();
    Thread later = new Thread(() -> beatLater("web-1", 2));
    later.start();
    Asked off = cli("off", "pricing", "--why", "INC-812", "--wait", "0s", "--config", config);
    later.join();
    assertThat(off.out())
        .contains(
            "revision 0 -> 3   obeyed by 0 of 1 process in ",
            "billing  SHADOW -> LEGACY",
            "not yet: web-1-7-1000 (revision 2, heard of ",
            "note: revision 2, applied by processes, is lost; what it held back is not known, so"
                + " everything is; 'restore 0' lifts that\n");
    assertThat(off.code()).isEqualTo(1);
  }

  @Test
  void a_folder_that_no_process_uses_is_doubted() throws Exception {
    forgetEverything();
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.out())
        .contains(
            "0 live processes; takes effect at their next start\n"
                + "note: no process is known in "
                + state
                + "; is it the folder that they use?\n");
  }

  @Test
  void a_process_that_holds_to_a_lost_revision_has_not_obeyed() {
    StateFolder folder = StateFolder.at(state);
    long decided = folder.change(overrides -> overrides, "ann", "before anybody came").number();
    beat("web-1", decided + 1, false);
    assertThat(Obedience.await(folder, decided, Duration.ZERO).missing())
        .singleElement()
        .asString()
        .startsWith("web-1-7-1000 (revision 2, which is lost: decide again, heard of");
  }

  @Test
  void a_folder_that_cannot_be_read_is_refused() throws IOException {
    forgetEverything();
    Files.writeString(state, "");
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.err()).endsWith("cannot be read (it is not a folder); run as its owner\n");
    assertThat(off.code()).isEqualTo(2);
  }

  @Test
  void without_a_live_process_it_says_when_it_takes_effect() {
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.out())
        .isEqualTo(
            """
            pricing  NEW -> LEGACY  revision 0 -> 1   0 live processes; takes effect at their next \
            start
            undo: restore 0
            """);
    assertThat(off.code()).isZero();
  }

  @Test
  void off_for_all_names_every_migration_that_changes() {
    Asked off = cli("off", "--all", "--why", "disk full", "--config", config);
    assertThat(off.out())
        .isEqualTo(
            """
            billing  SHADOW -> LEGACY
            pricing  NEW -> LEGACY
            tax      new 5 % by tenant, rest legacy -> LEGACY
            revision 0 -> 1   0 live processes; takes effect at their next start
            undo: restore 0
            """);
    Asked again = cli("off", "--all", "--why", "disk full", "--config", config);
    assertThat(again.out()).startsWith("no route changes  revision 1 -> 2   0 live");
    assertThat(ceiling("not even known")).isEqualTo(Route.LEGACY);
  }

  @Test
  void an_unknown_migration_is_refused_with_the_nearest() {
    Asked off = cli("off", "prcing", "--why", "INC-812", "--config", config);
    assertThat(off.err()).isEqualTo("unknown migration 'prcing'; did you mean 'pricing'?\n");
    assertThat(off.code()).isEqualTo(2);
    assertThat(StateFolder.at(state).current()).isEqualTo(Revision.NONE);
  }

  @Test
  void with_the_folder_alone_the_processes_say_what_is_known() throws Exception {
    obedient("web-1", armed("pricing", "NEW 5 %"));
    Asked off = cli("off", "pricing", "--why", "INC-812", "--state", state);
    assertThat(off.steady())
        .isEqualTo(
            """
            pricing  NEW 5 % -> LEGACY  revision 0 -> 1   obeyed by 1 of 1 process in 0.0 s
            undo: restore 0
            """);
    Asked unknown = cli("off", "billing", "--why", "INC-812", "--state", state);
    assertThat(unknown.err())
        .isEqualTo(
            """
            unknown migration 'billing'; use pricing
            flags are not known without a configuration; give --config FILE
            """);
  }

  @Test
  void with_the_folder_alone_a_restore_goes_back_to_what_the_flag_says() {
    obedient("web-1", armed("pricing", "legacy (desired: new)"));
    cli("off", "pricing", "--why", "INC-812", "--state", state);
    assertThat(cli("restore", "0", "--why", "fixed", "--state", state).steady())
        .isEqualTo(
            """
            pricing  LEGACY -> its flag decides  revision 1 -> 2   obeyed by 1 of 1 process in 0.0 s
            undo: restore 1
            """);
  }

  @Test
  void a_broken_flag_file_does_not_stand_in_the_way() throws Exception {
    Files.writeString(folder.resolve("flags.yaml"), "flags: {pricing: {rout: new}}\n");
    obedient("web-1", armed("pricing", "NEW"));
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config);
    assertThat(off.out()).startsWith("pricing  NEW -> LEGACY  revision 0 -> 1   obeyed by 1 of 1");
    assertThat(off.code()).isZero();
    assertThat(cli("restore", "0", "--why", "fixed", "--config", config).out())
        .startsWith("pricing  LEGACY -> its flag as last read decides  revision 1 -> 2")
        .contains("note: " + folder.resolve("flags.yaml") + ":1: ", "unknown key 'rout'");
  }

  @Test
  void a_revision_that_is_not_there_is_refused() {
    cli("off", "pricing", "--why", "INC-812", "--config", config);
    Asked restore = cli("restore", "41", "--why", "oops", "--config", config);
    assertThat(restore.err())
        .isEqualTo(
            "revision 41 is not in "
                + state.resolve("revisions")
                + "; known are 0 (nothing decided) and 1 to 1; give one of them\n");
    assertThat(restore.code()).isEqualTo(2);
  }

  @Test
  void the_kill_file_is_mentioned() throws IOException {
    Files.createDirectories(state);
    Files.createFile(state.resolve("OFF"));
    Asked restore = cli("restore", "0", "--why", "clear", "--config", config);
    assertThat(restore.out())
        .contains(
            "note: " + state.resolve("OFF") + " holds everything at legacy, or its floor, until");
  }

  @Test
  void who_why_and_when_are_kept() {
    Instant before = Instant.now();
    cli("off", "pricing", "--why", "INC-812", "--config", config);
    Revision revision = StateFolder.at(state).current();
    assertThat(revision.why()).isEqualTo("INC-812");
    assertThat(revision.who()).isNotBlank();
    assertThat(revision.when()).isAfterOrEqualTo(before);
    assertThat(revision.overrides().get("pricing").why()).isEqualTo("INC-812");
  }

  @Test
  void json_says_the_same() {
    Asked off = cli("off", "pricing", "--why", "INC-812", "--config", config, "--format", "json");
    assertThat(off.out())
        .isEqualTo(
            """
            {
              "changes" : [ {
                "migration" : "pricing",
                "from" : "NEW",
                "to" : "LEGACY"
              } ],
              "before" : 0,
              "after" : 1,
              "stays" : [ ],
              "undo" : 0,
              "obedience" : {
                "live" : 0,
                "silent" : 0,
                "missing" : [ ],
                "took" : "PT0S"
              },
              "problems" : [ ]
            }
            """
                .replace("PT0S", off.out().replaceAll("(?s).*\"took\" : \"([^\"]*)\".*", "$1")));
  }

  private void obedient(String host, MigrationStatus... migrations) {
    processes.add(FakeProcess.obedient(state, host, migrations));
  }

  private void stubborn(String host) {
    processes.add(FakeProcess.stubborn(state, host));
  }

  private void beat(String host, long revision, boolean ended) {
    ProcessId process = new ProcessId(host, 7, Instant.ofEpochMilli(1000), "elsewhere");
    Instant now = Instant.now();
    StateFolder.at(state)
        .beat(new Heartbeat(process, now, "0.1", revision, false, "", List.of(), List.of(), ended));
  }

  /** Beats once the command has found nobody. */
  private void beatLater(String host, long revision) {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    beat(host, revision, false);
  }

  private void forgetEverything() throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Ages a heartbeat once a decision was made and its processes were asked. */
  private void fallSilent(Path heartbeat) {
    try {
      while (Files.notExists(state.resolve("revisions/1.json"))) {
        Thread.sleep(10);
      }
      Thread.sleep(500);
      Files.setLastModifiedTime(heartbeat, FileTime.from(Instant.now().minusSeconds(60)));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Route ceiling(String migration) {
    return StateFolder.at(state).decisions().ceiling(migration, Instant.now());
  }
}
