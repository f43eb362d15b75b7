package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static dev.compat.agent.cli.FakeProcess.armed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import dev.compat.flag.Flags;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.MigrationStatus.Arming;
import dev.compat.state.ProcessId;
import dev.compat.state.StateFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {

  private static final MigrationStatus FAILED =
      new MigrationStatus(
          "billing", "app2", Arming.FAILED, "LEGACY", "no constructor", 12, 0, 0, 0, 0);

  @TempDir Path folder;
  private Path config;
  private StateFolder state;

  @BeforeEach
  void files() throws IOException {
    config = Files.writeString(folder.resolve("compat.yaml"), "state: state/\n");
    Files.writeString(folder.resolve("flags.yaml"), "flags: {pricing: {route: new}}\n");
    state = StateFolder.at(folder.resolve("state"));
  }

  @Test
  void all_is_well_when_every_process_has_applied_everything() {
    beat("web-1", 0, fingerprint(), false, armed("pricing", "NEW"));
    Asked status = cli("status", "--config", config);
    assertThat(status.out())
        .isEqualTo(
            """
            state STATE   revision 0   flags FINGERPRINT
            1 live process

            PROCESS       SEEN  REVISION  FLAGS         MIGRATION  ARMING  ROUTE  LEGACY  NEW  COMPARED  DIFFER  DROPPED
            web-1-7-1000  live         0  FINGERPRINT  pricing    ARMED   NEW      9500  500        40       2        1
            """
                .replace("STATE", state.path().toString())
                .replace("FINGERPRINT", fingerprint()));
    assertThat(status.code()).isZero();
  }

  @Test
  void who_lags_or_failed_or_ended_is_marked() {
    state.change(overrides -> overrides, "ann", "test");
    beat("web-1", 1, fingerprint(), false, armed("pricing", "NEW"), FAILED);
    beat("web-2", 0, "older", false);
    beat("web-3", 0, "older", true);
    Asked status = cli("status", "--config", config);
    assertThat(status.out().replaceAll("ended [0-9] s", "ended 0 s"))
        .isEqualTo(
            """
            state STATE   revision 1   flags FINGERPRINT
            2 live processes, 1 gone

            PROCESS       SEEN           REVISION  FLAGS         MIGRATION        ARMING  ROUTE   LEGACY  NEW  COMPARED  DIFFER  DROPPED
            web-1-7-1000  live                  1  FINGERPRINT  pricing          ARMED   NEW       9500  500        40       2        1
                                                                 billing in app2  FAILED  LEGACY      12    0         0       0        0
            web-2-7-1000  live             0 lags  older lags    -
            web-3-7-1000  ended 0 s ago         0  older         -

            problems
              web-1-7-1000: billing FAILED: no constructor
            """
                .replace("STATE", state.path().toString())
                .replace("FINGERPRINT", fingerprint()));
    assertThat(status.code()).isEqualTo(1);
  }

  @Test
  void a_silent_process_may_still_run() throws IOException {
    beat("web-1", 0, fingerprint(), false, armed("pricing", "NEW"));
    beat("web-2", 0, fingerprint(), false, armed("pricing", "NEW"));
    beat(ProcessId.current(), 0, fingerprint(), false);
    age("web-2-7-1000", 12);
    age(ProcessId.current().name(), 3600);
    Asked status = cli("status", "--config", config);
    assertThat(status.out())
        .contains("1 live process, 2 silent\n")
        .containsPattern("web-2-7-1000 +silent 1[0-9] s ")
        .containsPattern(
            "  web-2-7-1000: not heard of for 1[0-9] s; perhaps still running as pid 7")
        .contains("not heard of for 60 min; still running as pid " + ProcessHandle.current().pid());
    assertThat(status.code()).isEqualTo(1);
    assertThat(cli("status", "--config", config, "--format", "json").out())
        .contains("\"live\" : 1,\n  \"silent\" : 2");
  }

  @Test
  void a_folder_that_cannot_be_read_is_refused() throws IOException {
    Files.writeString(state.path(), "");
    String why = "the state folder " + state.path() + " cannot be read (it is not a folder); ";
    for (String command : List.of("status", "flags", "report")) {
      Asked asked = cli(command, "--config", config);
      assertThat(asked.err()).isEqualTo(why + "run as its owner\n");
      assertThat(asked.out()).isEmpty();
      assertThat(asked.code()).isEqualTo(2);
      assertThat(cli(command, "--state", state.path()).code()).isEqualTo(2);
    }
  }

  @Test
  void no_process_is_no_good_news() {
    Asked status = cli("status", "--config", config);
    assertThat(status.out()).endsWith("0 live processes\n");
    assertThat(status.code()).isEqualTo(1);
  }

  @Test
  void a_process_that_does_not_obey_the_kill_file_lags() throws IOException {
    beat("web-1", 0, fingerprint(), false);
    Files.createFile(state.path().resolve("OFF"));
    Asked status = cli("status", "--config", config);
    assertThat(status.out())
        .contains("OFF: everything is legacy, or at its floor")
        .contains("live, OFF lags");
    assertThat(status.code()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_read_is_a_problem() throws IOException {
    beat("web-1", 1, fingerprint(), false);
    Files.writeString(folder.resolve("flags.yaml"), "flags: {pricing: {rout: new}}\n");
    Files.createDirectories(state.path().resolve("revisions"));
    Files.writeString(state.path().resolve("revisions/1.json"), "{");
    Files.createDirectories(state.processFolder("web-9-7-1"));
    Files.writeString(state.processFolder("web-9-7-1").resolve("heartbeat.json"), "");
    Asked status = cli("status", "--config", config);
    assertThat(status.out())
        .contains("revisions/1.json cannot be read (")
        .contains("unknown key 'rout'")
        .contains("web-9-7-1/heartbeat.json cannot be read (it is empty)");
    assertThat(status.code()).isEqualTo(1);
  }

  @Test
  void json_carries_the_heartbeats() {
    beat("web-1", 0, fingerprint(), false, armed("pricing", "NEW"));
    Asked status = cli("status", "--config", config, "--format", "json");
    assertThat(status.out())
        .contains("\"live\" : 1")
        .contains("\"lags\" : [ ]")
        .contains("\"newCalls\" : 500")
        .contains("\"good\" : true");
  }

  @Test
  void watching_shows_it_again_until_interrupted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] code = {-1};
    Thread watcher = new Thread(() -> code[0] = watch(out));
    watcher.start();
    while (watcher.isAlive() && out.toString(UTF_8).split("0 live processes", -1).length < 3) {
      Thread.sleep(20);
    }
    assertThat(watcher.isAlive()).isTrue();
    watcher.interrupt();
    watcher.join();
    assertThat(code[0]).isEqualTo(1);
    assertThat(out.toString(UTF_8)).doesNotContain("\033[");
  }

  @Test
  void watching_on_a_terminal_shows_it_in_place() {
    System.setProperty("picocli.ansi", "true");
    try {
      Thread.currentThread().interrupt();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(watch(out)).isEqualTo(1);
      assertThat(out.toString(UTF_8)).startsWith("\033[H\033[2Jstate ");
    } finally {
      Thread.interrupted();
      System.clearProperty("picocli.ansi");
    }
  }

  private int watch(ByteArrayOutputStream out) {
    String[] args = {"status", "--watch", "--config", config.toString()};
    PrintStream stream = new PrintStream(out, true, UTF_8);
    return Cli.run(args, stream, stream);
  }

  private void beat(
      String host, long revision, String flags, boolean ended, MigrationStatus... migrations) {
    beat(
        new ProcessId(host, 7, Instant.ofEpochMilli(1000), "elsewhere"),
        revision,
        flags,
        ended,
        migrations);
  }

  private void beat(
      ProcessId process,
      long revision,
      String flags,
      boolean ended,
      MigrationStatus... migrations) {
    state.beat(
        new Heartbeat(
            process,
            Instant.now(),
            "0.1",
            revision,
            false,
            flags,
            List.of(),
            List.of(migrations),
            ended));
  }

  private void age(String process, int seconds) throws IOException {
    Files.setLastModifiedTime(
        state.processFolder(process).resolve("heartbeat.json"),
        FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  private String fingerprint() {
    try {
      return Flags.parse(folder.resolve("flags.yaml")).fingerprint();
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
