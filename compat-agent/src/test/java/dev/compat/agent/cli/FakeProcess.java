package dev.compat.agent.cli;

import dev.compat.state.Decisions;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.ProcessId;
import dev.compat.state.StateFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A process that beats, and applies what the state folder says if it is obedient. */
final class FakeProcess {

  private final StateFolder state;
  private final ProcessId id;
  private final boolean obedient;
  private final List<MigrationStatus> migrations;
  private final Thread thread;
  private volatile boolean stopped;

  private FakeProcess(
      Path folder, String host, boolean obedient, List<MigrationStatus> migrations) {
    this.state = StateFolder.at(folder);
    this.id = new ProcessId(host, 7, Instant.ofEpochMilli(1000), "elsewhere");
    this.obedient = obedient;
    this.migrations = migrations;
    this.thread = new Thread(this::live, "fake process " + host);
    this.thread.setDaemon(true);
    beat(state.decisions());
    thread.start();
  }

  /** Starts a process that applies every decision. */
  static FakeProcess obedient(Path folder, String host, MigrationStatus... migrations) {
    return new FakeProcess(folder, host, true, List.of(migrations));
  }

  /** Starts a process that applies none after its start. */
  static FakeProcess stubborn(Path folder, String host, MigrationStatus... migrations) {
    return new FakeProcess(folder, host, false, List.of(migrations));
  }

  static MigrationStatus armed(String migration, String route) {
    return new MigrationStatus(
        migration, null, MigrationStatus.Arming.ARMED, route, null, 9500, 500, 40, 2, 1);
  }

  private void live() {
    Decisions applied = state.decisions();
    while (!stopped) {
      applied = obedient ? state.decisions() : applied;
      beat(applied);
      pause();
    }
  }

  private void beat(Decisions applied) {
    state.beat(
        new Heartbeat(
            id,
            Instant.now(),
            "0.1",
            applied.revision().number(),
            applied.killed(),
            "",
            List.of(),
            migrations,
            false));
  }

  private void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
