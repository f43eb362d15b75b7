package dev.compat.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compat.flag.Route;
import dev.compat.state.Presence.Signs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

  private static final Duration RETENTION = Duration.ofDays(30);

  private static final ProcessId SELF = ProcessId.current();
  private static final ProcessId ELSEWHERE =
      new ProcessId("web 2/eu", 7, Instant.ofEpochMilli(1_700_000_000_000L), "");

  @TempDir Path folder;
  private StateFolder state;

  @BeforeEach
  void state() {
    state = StateFolder.at(folder);
  }

  @Test
  void a_heartbeat_is_read_as_it_was_written() {
    MigrationStatus pricing =
        new MigrationStatus(
            "pricing", null, MigrationStatus.Arming.ARMED, "NEW 5 %", null, 95, 5, 3, 1, 2);
    Heartbeat beat =
        new Heartbeat(
            SELF, Instant.now(), "0.1", 42, true, "ab12", List.of("odd"), List.of(pricing), false);
    state.beat(beat);
    assertThat(state.heartbeats()).containsExactly(beat);
    assertThat(only().live()).isTrue();
    assertThat(state.evidenceFile(SELF.name()))
        .isEqualTo(folder.resolve("processes").resolve(SELF.name()).resolve("evidence.jsonl"));
  }

  @Test
  void a_process_folder_is_named_after_host_number_and_start() {
    assertThat(ELSEWHERE.name()).isEqualTo("web_2_eu-7-1700000000000");
    assertThat(SELF.name()).contains("-" + ProcessHandle.current().pid() + "-");
  }

  @Test
  void the_next_heartbeat_takes_the_place_of_the_last() throws IOException {
    state.beat(beat(SELF, 1, false));
    state.beat(beat(SELF, 2, false));
    assertThat(only().heartbeat().revision()).isEqualTo(2);
    assertThat(state.processFolder(SELF.name())).isDirectoryContaining("glob:**heartbeat.json");
    assertThat(state.processFolder(SELF.name()).toFile().list()).hasSize(1);
  }

  @Test
  void a_process_elsewhere_is_live_then_silent_then_gone() throws IOException {
    state.beat(beat(ELSEWHERE, 1, false));
    assertThat(only().signs()).isEqualTo(Signs.LIVE);
    age(ELSEWHERE, StateFolder.LEASE.plusSeconds(1));
    assertThat(only().signs()).isEqualTo(Signs.SILENT);
    assertThat(only().age()).isGreaterThan(StateFolder.LEASE);
    assertThat(state.rollCall().live()).isEmpty();
    assertThat(state.rollCall().silent()).hasSize(1);
    age(ELSEWHERE, StateFolder.SILENCE.plusSeconds(1));
    assertThat(only().signs()).isEqualTo(Signs.GONE);
    assertThat(state.heartbeats()).hasSize(1);
  }

  @Test
  void a_process_of_this_host_is_silent_for_as_long_as_it_runs() throws IOException {
    state.beat(beat(SELF, 1, false));
    age(SELF, StateFolder.SILENCE.plusDays(1));
    assertThat(only().signs()).isEqualTo(Signs.SILENT);
  }

  @Test
  void a_number_that_another_process_has_by_now_is_not_the_silent_one() throws IOException {
    Instant earlier = SELF.started().minusSeconds(60);
    ProcessId before = new ProcessId(SELF.host(), SELF.pid(), earlier, SELF.pidScope());
    state.beat(beat(before, 1, false));
    age(before, StateFolder.LEASE.plusSeconds(1));
    assertThat(only().signs()).isEqualTo(Signs.GONE);
  }

  @Test
  void a_killed_process_is_gone_also_while_its_parent_does_not_ask_for_it() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try (BufferedReader out = parent.inputReader()) {
      long pid = Long.parseLong(out.readLine());
      Path stat = Path.of("/proc/" + pid + "/stat");
      while (!Files.readString(stat).contains(") Z")) {
        Thread.sleep(10);
      }
      ProcessId zombie = new ProcessId(SELF.host(), pid, Instant.now(), SELF.pidScope());
      state.beat(beat(zombie, 1, false));
      assertThat(only().signs()).isEqualTo(Signs.GONE);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void a_process_that_ended_in_order_does_not_count() {
    state.beat(beat(ELSEWHERE, 1, true));
    assertThat(only().signs()).isEqualTo(Signs.GONE);
  }

  @Test
  void a_process_of_this_host_that_died_does_not_count() throws Exception {
    Process child = new ProcessBuilder(java(), "-version").redirectErrorStream(true).start();
    child.getInputStream().readAllBytes();
    child.waitFor();
    ProcessId dead = new ProcessId(SELF.host(), child.pid(), Instant.now(), SELF.pidScope());
    state.beat(beat(dead, 1, false));
    assertThat(only().signs()).isEqualTo(Signs.GONE);
    age(dead, StateFolder.LEASE.plusSeconds(1));
    assertThat(only().signs()).isEqualTo(Signs.GONE);
  }

  @Test
  void a_number_of_another_container_says_nothing_about_ours() {
    ProcessId sidecar = new ProcessId(SELF.host(), 4_000_000, Instant.now(), "pid:[1]");
    state.beat(beat(sidecar, 1, false));
    assertThat(only().live()).isTrue();
  }

  @Test
  void a_host_whose_clock_is_wrong_counts_and_its_error_shows() {
    Instant itsTime = Instant.now().minus(Duration.ofHours(1));
    state.beat(new Heartbeat(ELSEWHERE, itsTime, "0.1", 1, false, "", List.of(), List.of(), false));
    assertThat(only().live()).isTrue();
    assertThat(only().skew()).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59));
  }

  @Test
  void a_heartbeat_of_another_version_is_understood() throws IOException {
    write(
        ELSEWHERE,
        """
        {"process": {"host": "web 2/eu", "pid": 7, "started": "2023-11-14T22:13:20Z", "jdk": 29},
         "revision": 3, "mood": "fine",
         "migrations": [{"migration": "tax", "arming": "WARMING", "newCalls": 5}]}
        """);
    Heartbeat heartbeat = only().heartbeat();
    assertThat(heartbeat.process()).isEqualTo(ELSEWHERE);
    assertThat(heartbeat.revision()).isEqualTo(3);
    assertThat(heartbeat.migrations().get(0).arming()).isEqualTo(MigrationStatus.Arming.UNKNOWN);
    assertThat(heartbeat.migrations().get(0).newCalls()).isEqualTo(5);
  }

  @Test
  void a_live_process_whose_heartbeat_cannot_be_read_is_reported() throws IOException {
    write(ELSEWHERE, "{\"process\":");
    assertThat(state.rollCall().processes()).isEmpty();
    assertThat(state.rollCall().unreadable())
        .singleElement()
        .asString()
        .startsWith(heartbeat(ELSEWHERE) + " cannot be read (");
    age(ELSEWHERE, StateFolder.LEASE.plusSeconds(1));
    assertThat(state.rollCall().unreadable()).isEmpty();
  }

  @Test
  void a_number_that_a_process_has_applied_is_never_given_again() {
    state.beat(beat(ELSEWHERE, 41, false));
    assertThat(state.change(overrides -> overrides, "ann", "files were lost").number())
        .isEqualTo(42);
  }

  @Test
  void a_change_to_what_is_lost_turns_nothing_on() {
    state.change(overrides -> Map.of("tax", legacy()), "ann", "one");
    state.beat(beat(ELSEWHERE, 2, false));
    Revision next = state.change(overrides -> overrides, "ann", "revision 2 is lost");
    assertThat(next.number()).isEqualTo(3);
    assertThat(next.overrides()).containsOnlyKeys("tax", Revision.ALL);
    assertThat(next.ceiling("billing", Instant.now())).isEqualTo(Route.LEGACY);
    assertThat(state.restore(0, "ann", "all clear").overrides()).isEmpty();
  }

  @Test
  void what_processes_left_is_forgotten_after_the_retention_and_not_before() throws IOException {
    state.beat(beat(ELSEWHERE, 1, true));
    Files.writeString(state.evidenceFile(ELSEWHERE.name()), "{}\n");
    Path log = Files.writeString(state.processFolder(ELSEWHERE.name()).resolve("agent.log"), "-\n");
    age(log, RETENTION.plusDays(1));
    Path report = Files.writeString(log.resolveSibling("report.txt"), "-\n");
    age(report, RETENTION.plusDays(1));
    age(ELSEWHERE, RETENTION.plusDays(1));
    assertThat(state.prune(RETENTION)).as("its evidence is recent").isZero();
    age(state.evidenceFile(ELSEWHERE.name()), RETENTION.plusDays(1));
    assertThat(state.prune(RETENTION)).isEqualTo(1);
    assertThat(state.processFolder(ELSEWHERE.name())).doesNotExist();
  }

  @Test
  void the_evidence_of_all_processes_is_found_also_of_those_that_are_gone() throws IOException {
    assertThat(state.evidenceFiles()).isEmpty();
    state.beat(beat(SELF, 1, false));
    state.createProcessFolder(ELSEWHERE.name());
    Path evidence = Files.writeString(state.evidenceFile(ELSEWHERE.name()), "{}\n");
    Files.writeString(state.createProcessFolder("notes").resolve("evidence.jsonl"), "{}\n");
    assertThat(state.evidenceFiles()).containsExactly(evidence);
  }

  @Test
  void files_of_others_are_never_pruned() throws IOException {
    state.beat(beat(ELSEWHERE, 1, true));
    Path notes = state.processFolder(ELSEWHERE.name()).resolve("notes.txt");
    Files.writeString(notes, "mine");
    age(ELSEWHERE, RETENTION.plusDays(1));
    age(notes, RETENTION.plusDays(1));
    assertThat(state.prune(RETENTION)).isZero();
    assertThat(notes).exists();
    assertThat(heartbeat(ELSEWHERE)).exists();
  }

  @Test
  void a_heartbeat_that_cannot_be_written_says_so() throws IOException {
    Files.writeString(folder.resolve("processes"), "a file");
    assertThatThrownBy(() -> state.beat(beat(SELF, 1, false)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("give the process a state folder that it may write");
  }

  private static RouteOverride legacy() {
    return RouteOverride.of(Route.LEGACY, "ann", "test", Instant.now());
  }

  private Presence only() {
    return state.rollCall().processes().get(0);
  }

  private Path heartbeat(ProcessId process) {
    return state.processFolder(process.name()).resolve("heartbeat.json");
  }

  private void write(ProcessId process, String json) throws IOException {
    state.createProcessFolder(process.name());
    Files.writeString(heartbeat(process), json);
  }

  private void age(ProcessId process, Duration by) throws IOException {
    age(heartbeat(process), by);
  }

  private static void age(Path file, Duration by) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
  }

  private static Heartbeat beat(ProcessId process, long revision, boolean ended) {
    return new Heartbeat(
        process, Instant.now(), "0.1", revision, false, "", List.of(), List.of(), ended);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
