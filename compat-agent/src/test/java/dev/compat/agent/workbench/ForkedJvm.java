package dev.compat.agent.workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.ObservedStatus;
import dev.compat.state.StateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A JVM of its own that a test talks to through its standard input and output.
 *
 * <p>Waiting is bounded so that a test fails rather than hangs; no assertion depends on how long
 * anything took.
 */
public final class ForkedJvm implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String END = "\0";

  private final Process process;
  private final Path folder;
  private final PrintStream in;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final Queue<String> err = new ConcurrentLinkedQueue<>();
  private final Thread errReader;

  private ForkedJvm(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.in = new PrintStream(process.getOutputStream(), true, UTF_8);
    reader(process.getInputStream(), out::add, () -> out.add(END));
    this.errReader = reader(process.getErrorStream(), err::add, () -> {});
  }

  public static ForkedJvm start(List<String> command, Path folder) {
    try {
      return new ForkedJvm(new ProcessBuilder(command).directory(folder.toFile()).start(), folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Thread reader(InputStream stream, Consumer<String> lines, Runnable end) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                reader.lines().forEach(lines);
              } catch (IOException | UncheckedIOException gone) {
                // The process has ended.
              } finally {
                end.run();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Says a line to the process, and gives its next line. */
  public String ask(String line) {
    in.println(line);
    return next();
  }

  /** Says a line to the process again and again, until it gives the line that is waited for. */
  public void askUntil(String line, Predicate<String> expected) {
    askUntil(() -> line, expected);
  }

  /** Says one line after the other to the process, until it gives what is waited for. */
  public void askUntil(Supplier<String> lines, Predicate<String> expected) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = ask(lines.get());
    while (!expected.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("last answer: " + answer + "; standard error: " + errors());
      }
      pause();
      answer = ask(lines.get());
    }
  }

  /** The next line of the process's output. */
  public String next() {
    return nextWithin(PATIENCE.toSeconds());
  }

  /** The next line of the output of a process that has long to work for it. */
  public String nextWithin(long seconds) {
    String line = take(seconds);
    if (line.equals(END)) {
      throw new AssertionError("no more output; standard error: " + errors());
    }
    return line;
  }

  private String take() {
    return take(PATIENCE.toSeconds());
  }

  private String take(long seconds) {
    try {
      String line = out.poll(seconds, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no output; standard error: " + errors());
      }
      return line;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Ends the process's input and waits for its exit code. */
  public int end() {
    return endWithin(PATIENCE.toSeconds());
  }

  /** As {@link #end}, for a process that has long to work until it ends. */
  public int endWithin(long seconds) {
    in.close();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new AssertionError("did not end; standard error: " + errors());
      }
      errReader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The lines that are left, after the process has ended. */
  public List<String> rest() {
    List<String> lines = new ArrayList<>();
    for (String line = take(); !line.equals(END); line = take()) {
      lines.add(line);
    }
    return lines;
  }

  /** What it has written to standard error by now. */
  public String errors() {
    return String.join("\n", err);
  }

  /** Waits until it has written this to standard error. */
  public void awaitError(String part) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!errors().contains(part)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("no '" + part + "' in standard error: " + errors());
      }
      pause();
    }
  }

  /** Waits until the agent has logged this in the state folder. */
  public void awaitLog(String part) {
    awaitIn("agent.log", part);
  }

  /** Waits until the report in the state folder has all of this, and gives the report. */
  public String awaitReport(String... parts) {
    String report = "";
    for (String part : parts) {
      report = awaitIn("report.txt", part);
    }
    return report;
  }

  private String awaitIn(String file, String part) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!read(file).contains(part)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no '" + part + "' in " + file + ": " + read(file) + errors());
      }
      pause();
    }
    return read(file);
  }

  private String read(String name) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(file -> file.endsWith(name)).toList()) {
        all.append(Files.readString(file));
      }
    } catch (IOException | UncheckedIOException notYet) {
      // The folder is made by and by.
    }
    return all.toString();
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until the process says this of a migration in the state folder. */
  public MigrationStatus await(String migration, Predicate<MigrationStatus> expected) {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<MigrationStatus> last = Optional.empty();
    while (System.nanoTime() < end && (process.isAlive() || last.isEmpty())) {
      last =
          state.heartbeats().stream()
              .filter(heartbeat -> heartbeat.process().pid() == pid())
              .map(Heartbeat::migrations)
              .flatMap(List::stream)
              .filter(status -> status.migration().equals(migration))
              .findFirst();
      if (last.filter(expected).isPresent()) {
        return last.get();
      }
      pause();
    }
    throw new AssertionError("last status: " + last + "; standard error: " + errors());
  }

  /** Waits until the process says that it observes a class. */
  public void awaitObserving(String type) {
    awaitObserving(type, true);
  }

  /** Waits until the process says that it observes a class, or that it does not at present. */
  public void awaitObserving(String type, boolean on) {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (state.heartbeats().stream()
        .filter(heartbeat -> heartbeat.process().pid() == pid())
        .flatMap(heartbeat -> heartbeat.observed().stream())
        .noneMatch(status -> status.type().equals(type) && status.on() == on)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError(
            type + ": observed is not " + on + "; standard error: " + errors());
      }
      pause();
    }
  }

  /** How many calls of a class are observed, by a heartbeat that is later than now. */
  public long awaitObservedCalls(String type) {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    Instant now = Instant.now();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<Heartbeat> last =
          state.heartbeats().stream()
              .filter(heartbeat -> heartbeat.process().pid() == pid())
              .filter(heartbeat -> heartbeat.at().isAfter(now))
              .findFirst();
      if (last.isPresent()) {
        return last.get().observed().stream()
            .filter(status -> status.type().equals(type))
            .mapToLong(ObservedStatus::calls)
            .sum();
      }
      pause();
    }
    throw new AssertionError("no heartbeat; standard error: " + errors());
  }

  /** Waits until a migration is armed. */
  public MigrationStatus awaitArmed(String migration) {
    return await(migration, status -> status.arming() == MigrationStatus.Arming.ARMED);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
