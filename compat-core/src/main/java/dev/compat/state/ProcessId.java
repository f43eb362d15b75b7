package dev.compat.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which process: its host, its number there, and when it started; and which part of it, where
 * several in one process keep state apart: the agent, and every application that embeds the
 * library.
 *
 * <p>Immutable.
 *
 * @param host the host's or container's name as the process sees it
 * @param pid the process number
 * @param started the start of the process, by the clock of its host
 * @param pidScope where the number means anything: on Linux the pid namespace and the start of the
 *     system, elsewhere the host. Containers of one pod share their host's name but not their
 *     process numbers.
 * @param part which part of the process; empty for the agent, which is there but once
 */
public record ProcessId(String host, long pid, Instant started, String pidScope, String part) {

  // Linux counts from a start of the system that it gives in seconds and moves with the clock.
  private static final Duration START_ERROR = Duration.ofSeconds(2);

  /** Completes what an older writer left out. */
  public ProcessId {
    host = Objects.requireNonNullElse(host, "unknown");
    started = Objects.requireNonNullElse(started, Instant.EPOCH);
    pidScope = Objects.requireNonNullElse(pidScope, "");
    part = Objects.requireNonNullElse(part, "");
  }

  /** A process as a whole. */
  public ProcessId(String host, long pid, Instant started, String pidScope) {
    this(host, pid, started, pidScope, "");
  }

  /** Returns a part of this process; of letters and digits, since it names a folder. */
  public ProcessId part(String newPart) {
    return new ProcessId(host, pid, started, pidScope, newPart);
  }

  /** Returns the identity of this process. Reads environment and files; never asks the network. */
  public static ProcessId current() {
    return Current.ID;
  }

  /**
   * Returns the name of its folder: {@code <host>-<pid>-<start millis>}, a part behind the host.
   */
  public String name() {
    String place = part.isEmpty() ? host : host + "-" + part;
    return place.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + pid + "-" + started.toEpochMilli();
  }

  /** Returns whether this process can look the other one up: their numbers mean the same. */
  public boolean isNear() {
    return host.equals(current().host) && pidScope.equals(current().pidScope);
  }

  /** Returns whether this process can tell that nothing runs under the other one's number. */
  boolean isKnownDead() {
    return isNear() && runningHere().isEmpty();
  }

  /** Returns whether this process can tell that the other one runs, and not a later one. */
  boolean isKnownRunning() {
    return isNear() && runningHere().filter(this::startedWith).isPresent();
  }

  private Optional<ProcessHandle> runningHere() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> !isZombie());
  }

  // A start that cannot be had (another user's process) does not tell them apart.
  private boolean startedWith(ProcessHandle handle) {
    Duration apart =
        handle.info().startInstant().map(start -> Duration.between(started, start)).orElse(null);
    return apart == null || apart.abs().compareTo(START_ERROR) <= 0;
  }

  /** What was killed keeps its number until its parent has asked how it ended. */
  private boolean isZombie() {
    String stat = firstLine(Path.of("/proc/" + pid + "/stat"));
    return stat.startsWith(") Z", stat.lastIndexOf(')'));
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** Found once, when first asked for. */
  private static final class Current {
    static final ProcessId ID = find();

    private static ProcessId find() {
      ProcessHandle self = ProcessHandle.current();
      Instant started = self.info().startInstant().orElseGet(Instant::now);
      return new ProcessId(findHost(), self.pid(), started, findPidScope());
    }

    // InetAddress.getLocalHost() may wait for a name server.
    private static String findHost() {
      return Stream.of(
              firstLine(Path.of("/proc/sys/kernel/hostname")),
              variable("COMPUTERNAME"),
              variable("HOSTNAME"),
              firstLine(Path.of("/etc/hostname")))
          .filter(name -> !name.isBlank())
          .findFirst()
          .orElse("localhost");
    }

    // The first namespace has the same number on every host, and hosts may have the same name.
    private static String findPidScope() {
      try {
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        String boot = firstLine(Path.of("/proc/sys/kernel/random/boot_id"));
        return boot.isEmpty() ? namespace : namespace + "@" + boot;
      } catch (IOException | RuntimeException e) {
        return "";
      }
    }

    private static String variable(String name) {
      return Objects.requireNonNullElse(System.getenv(name), "");
    }
  }
}
