package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.Heartbeat;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions reach every process through a folder, and each says what it did about them. */
class StateIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String who() { return "legacy"; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      public class Main {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          while (in.readLine() != null) System.out.println(Legacy.who());
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      @dev.compat.Replaces(value = app.Legacy.class, migration = "who")
      class Adapter {
        String who() { return "new"; }
      }
      """;
  private static final String NEW = "who: {route: new}";

  @TempDir Path folder;
  private final List<ForkedJvm> started = new ArrayList<>();
  private Workbench bench;
  private Path app;
  private Path plugin;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, MAIN);
    plugin = bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER);
    bench.configure(plugin);
    bench.flags(NEW);
  }

  @AfterEach
  void stop() {
    started.forEach(ForkedJvm::close);
  }

  @Test
  void three_processes_obey_and_say_so() {
    for (int i = 0; i < 3; i++) {
      startNew();
    }

    Command off = command("off", "who", "--why", "INC-812", "--wait", "60s");
    assertThat(off.code()).as(off.toString()).isZero();
    assertThat(off.lines().get(0))
        .startsWith("who  NEW -> LEGACY  revision 0 -> 1   obeyed by 3 of 3 processes in ");
    assertThat(started).allSatisfy(jvm -> assertThat(jvm.ask("go")).isEqualTo("legacy"));

    Command restore = command("restore", "0", "--why", "fixed", "--wait", "60s");
    assertThat(restore.lines().get(0)).contains("LEGACY -> NEW").contains("3 of 3 processes");
    assertThat(started).allSatisfy(jvm -> assertThat(jvm.ask("go")).isEqualTo("new"));
    Command status = command("status");
    assertThat(status.code()).as(status.toString()).isZero();
    assertThat(status.lines()).contains("3 live processes");
  }

  @Test
  void a_process_that_is_frozen_is_waited_for_and_named() throws Exception {
    ForkedJvm free = startNew();
    ForkedJvm frozen = startNew();
    ForkedJvm killed = startNew();
    signal("STOP", frozen.pid());
    signal("KILL", killed.pid());

    Command off = command("off", "who", "--why", "INC-812", "--wait", "8s");
    assertThat(off.code()).isEqualTo(1);
    assertThat(off.lines().get(0)).contains("obeyed by 1 of 2 processes");
    assertThat(String.join("\n", off.lines()))
        .contains("not yet: ")
        .contains("still running as pid " + frozen.pid());
    assertThat(free.ask("go")).isEqualTo("legacy");

    Command status = command("status");
    assertThat(status.code()).isEqualTo(1);
    assertThat(String.join("\n", status.lines())).contains("1 live process, 1 silent, 1 gone");

    CompletableFuture<Command> again =
        CompletableFuture.supplyAsync(() -> command("off", "who", "--why", "x", "--wait", "90s"));
    awaitRevision(2);
    signal("CONT", frozen.pid());
    assertThat(again.get(3, TimeUnit.MINUTES).lines().get(0)).contains("2 of 2 processes");
    assertThat(frozen.ask("go")).isEqualTo("legacy");
  }

  @Test
  void a_process_that_ends_meanwhile_is_not_waited_for() throws Exception {
    startNew();
    ForkedJvm ending = startNew();
    signal("STOP", ending.pid());
    CompletableFuture<Command> off =
        CompletableFuture.supplyAsync(() -> command("off", "who", "--why", "x", "--wait", "90s"));
    awaitRevision(1);

    ending.close(); // as a kill would

    Command done = off.get(3, TimeUnit.MINUTES);
    assertThat(done.code()).as(done.toString()).isZero();
    assertThat(done.lines().get(0)).contains("1 of 1 process ");
  }

  @Test
  void a_file_named_OFF_needs_no_java() throws Exception {
    ForkedJvm jvm = startNew();

    shell("touch state/OFF");
    jvm.askUntil("go", "legacy"::equals);
    Command status = command("status");
    assertThat(status.lines().get(0)).endsWith("OFF: everything is legacy, or at its floor");

    shell("rm state/OFF");
    jvm.askUntil("go", "new"::equals);
  }

  @Test
  void the_folder_is_for_its_owner_alone() throws IOException {
    ForkedJvm jvm = startNew();
    command("off", "who", "--why", "x", "--wait", "60s");

    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      List<Path> all = files.filter(file -> !file.toString().endsWith(".tmp")).toList();
      assertThat(all).hasSizeGreaterThan(5);
      for (Path file : all) {
        String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertThat(rights).as(file.toString()).endsWith("------");
      }
    }
    assertThat(jvm.end()).isZero();
  }

  @Test
  void a_config_map_is_read_again_when_its_links_move() throws IOException {
    Path config = Files.createDirectories(folder.resolve("config"));
    publish(config, "..2026_11_20_1", NEW);
    for (String name : List.of("compat.yaml", "flags.yaml")) {
      Files.createSymbolicLink(config.resolve(name), Path.of("..data", name));
    }
    ForkedJvm jvm = start(config.resolve("compat.yaml"));
    jvm.askUntil("go", "new"::equals);

    publish(config, "..2026_11_20_2", "who: {route: legacy}");
    jvm.askUntil("go", "legacy"::equals);

    publish(config, "..2026_11_20_3", "who: {route: nowhere}");
    jvm.awaitError("nowhere");
    publish(config, "..2026_11_20_4", NEW);
    jvm.askUntil("go", "new"::equals);
    Command off =
        Command.run(
            folder,
            List.of(),
            "off",
            "who",
            "--why",
            "x",
            "--config",
            config.resolve("compat.yaml"),
            "--wait",
            "60s");
    assertThat(off.lines().get(0)).contains("1 of 1 process ");
    assertThat(jvm.ask("go")).isEqualTo("legacy");
  }

  /** As the kubelet does it: a new folder, a link to it, renamed over the old link. */
  private void publish(Path config, String version, String flag) throws IOException {
    Path made = Files.createDirectory(config.resolve(version));
    Files.writeString(
        made.resolve("compat.yaml"),
        "plugins:\n  - path: " + plugin + "\nstate: " + folder.resolve("state") + "\n");
    Files.writeString(made.resolve("flags.yaml"), "flags:\n  " + flag + "\n");
    Path link = Files.createSymbolicLink(config.resolve("..data_tmp"), Path.of(version));
    Path data = config.resolve("..data");
    Path old = Files.exists(data) ? data.toRealPath() : null;
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (old != null) {
      Files.delete(old.resolve("compat.yaml"));
      Files.delete(old.resolve("flags.yaml"));
      Files.delete(old);
    }
  }

  @Test
  void without_a_state_folder_it_is_said_at_start_and_by_commands() {
    bench.file("compat.yaml", "plugins:\n  - path: " + plugin + "\n");
    ForkedJvm jvm = start(folder.resolve("compat.yaml"));
    jvm.askUntil("go", "new"::equals);

    jvm.awaitError("no state folder");
    assertThat(jvm.errors()).contains("a rollback will not survive a restart");
    for (Command refused : List.of(command("status"), command("off", "who", "--why", "x"))) {
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.errors())
          .contains("no state folder")
          .contains("a rollback will not survive a restart");
    }
  }

  @Test
  void a_folder_that_goes_and_comes_back_changes_nothing_but_what_is_known() throws Exception {
    ForkedJvm jvm = startNew();
    command("off", "who", "--why", "x", "--wait", "60s");
    assertThat(jvm.ask("go")).isEqualTo("legacy");

    shell("mv state gone && touch state"); // a file where the folder was: nothing can be written
    jvm.awaitError("cannot be listed");
    jvm.awaitError("the heartbeat in ");
    assertThat(jvm.ask("go")).isEqualTo("legacy");
    shell("rm state && mv gone state");
    command("restore", "0", "--why", "x", "--wait", "60s");
    assertThat(jvm.ask("go")).isEqualTo("new");

    shell("rm -rf state");
    awaitHeartbeat(heartbeat -> heartbeat.revision() == 2); // what was in force stays in force
    assertThat(jvm.ask("go")).isEqualTo("new");
    Command off = command("off", "who", "--why", "x", "--wait", "60s");
    assertThat(off.code()).as(off.toString()).isZero();
    assertThat(off.lines().get(0)).contains("-> 3   obeyed by 1 of 1 process ");
    assertThat(jvm.ask("go")).isEqualTo("legacy");
  }

  @Test
  void a_revision_that_cannot_be_read_holds_everything_at_legacy_until_the_next() {
    ForkedJvm jvm = startNew();
    command("off", "who", "--why", "x", "--wait", "60s");
    command("restore", "0", "--why", "x", "--wait", "60s");
    assertThat(jvm.ask("go")).isEqualTo("new");

    bench.file("state/revisions/3.json", "{ \"number\": 3, \"overr");
    jvm.askUntil("go", "legacy"::equals);
    jvm.awaitError("3.json cannot be read");
    jvm.awaitError("'restore 2' goes back to the revision before it");

    command("restore", "2", "--why", "x", "--wait", "60s");
    assertThat(jvm.ask("go")).isEqualTo("new");
  }

  @Test
  void a_full_disk_harms_nobody() {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "ulimit -f 0 && exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml"),
            "-cp",
            app.toString(),
            "app.Main");
    ForkedJvm jvm = ForkedJvm.start(command, folder);
    started.add(jvm);

    jvm.askUntil("go", "new"::equals);
    jvm.awaitError("the heartbeat in ");
    assertThat(jvm.errors()).contains("give the process a state folder that it may write");
    assertThat(jvm.end()).isZero();
  }

  @Test
  void a_folder_of_an_older_version_is_understood() {
    bench.file(
        "state/revisions/1.json",
        """
        {"number": 1, "who": "ann", "why": "INC-1", "when": "2026-11-01T00:00:00Z",
         "overrides": {"who": {"route": "LEGACY", "who": "ann", "why": "INC-1", "when": "2026-11-01T00:00:00Z"}}}
        """);
    bench.file(
        "state/processes/old-7-1000/heartbeat.json",
        """
        {"process": {"host": "old", "pid": 7, "started": "1970-01-01T00:00:01Z"},
         "at": "2026-11-01T00:00:00Z", "revision": 1,
         "migrations": [{"migration": "who", "arming": "ARMED", "route": "new"}], "ended": true}
        """);
    ForkedJvm jvm = start(folder.resolve("compat.yaml"));

    jvm.ask("go");
    awaitHeartbeat(
        heartbeat -> heartbeat.process().pid() == jvm.pid() && heartbeat.revision() == 1);
    assertThat(jvm.ask("go")).isEqualTo("legacy");
    Command status = command("status");
    assertThat(status.code()).as(status.toString()).isZero();
    assertThat(String.join("\n", status.lines())).contains("old-7-1000");
  }

  private ForkedJvm startNew() {
    ForkedJvm jvm = start(folder.resolve("compat.yaml"));
    jvm.askUntil("go", "new"::equals);
    jvm.awaitArmed("who");
    return jvm;
  }

  private ForkedJvm start(Path config) {
    ForkedJvm jvm =
        bench.startWithout(
            List.of("-javaagent:" + Workbench.AGENT + "=" + config), "app.Main", app);
    started.add(jvm);
    return jvm;
  }

  private Command command(Object... arguments) {
    return Command.run(folder, List.of(), arguments);
  }

  private void awaitRevision(long number) {
    await(() -> state().current().number() == number);
  }

  private void awaitHeartbeat(Predicate<Heartbeat> expected) {
    await(() -> state().heartbeats().stream().anyMatch(expected));
  }

  private StateFolder state() {
    return StateFolder.at(folder.resolve("state"));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for long enough").isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  private void signal(String signal, long pid) throws Exception {
    shell("kill -" + signal + " " + pid);
  }

  private void shell(String line) throws InterruptedException {
    try {
      Process shell = new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).start();
      assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.exitValue()).as(line).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
