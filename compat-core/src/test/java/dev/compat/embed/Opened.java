package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Compat;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A library that is open on a folder of its own, with flags that a test changes. */
final class Opened implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Set<String> WRITERS =
      Set.of("compat-control", "compat-report", "compat-last-word");

  final Compat compat;
  private final Path folder;

  Opened(Path folder, String... flags) {
    this(Duration.ofMinutes(10), folder, flags);
  }

  Opened(Duration report, Path folder, String... flags) {
    this.folder = folder;
    write("flags.yaml", text(flags));
    String more = "report: " + report.toMillis() + "ms\n";
    write("compat.yaml", "flags: flags.yaml\nstate: state/\nvalues: all\n" + more);
    this.compat = Compat.open(folder.resolve("compat.yaml"));
    follow();
  }

  Migration migration(String name) {
    return compat.migration(name);
  }

  /** Puts these flags in force. */
  void flags(String... flags) {
    write("flags.yaml", text(flags));
    follow();
  }

  private static String text(String... flags) {
    return "flags:\n  " + String.join("\n  ", flags) + "\n";
  }

  /** Waits until all that is there is in force. */
  void follow() {
    try {
      assertThat(compat.await(PATIENCE)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void write(String name, String text) {
    try {
      Path draft = Files.writeString(folder.resolve(name + ".new"), text);
      Files.move(
          draft,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  StateFolder state() {
    return StateFolder.at(folder.resolve("state"));
  }

  /** What was said last, once something was; one part of this process alone is in the folder. */
  Heartbeat heartbeat() {
    await(() -> !state().heartbeats().isEmpty());
    List<Heartbeat> all = state().heartbeats();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  MigrationStatus status(String migration) {
    return heartbeat().migrations().stream()
        .filter(one -> one.migration().equals(migration))
        .findFirst()
        .orElseThrow();
  }

  boolean said(String migration, Predicate<MigrationStatus> expected) {
    return heartbeat().migrations().stream()
        .anyMatch(one -> one.migration().equals(migration) && expected.test(one));
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      try {
        Thread.sleep(5);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Waits until nothing is written any more, too: a machine may be slow. */
  void end() {
    compat.close();
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> WRITERS.contains(thread.getName())));
  }
}
