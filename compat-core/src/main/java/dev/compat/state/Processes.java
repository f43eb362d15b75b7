package dev.compat.state;

import dev.compat.state.Presence.Signs;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The folder {@code processes}: one folder per process, written by that process alone. */
final class Processes {

  private static final Pattern FOLDER = Pattern.compile(".+-[0-9]+-[0-9]+");
  private static final Pattern OURS =
      Pattern.compile("heartbeat\\.json|evidence.*|agent\\.log.*|report\\.txt|.*\\.tmp");
  private static final String HEARTBEAT = "heartbeat.json";

  private final Store store;
  private final Path folder;
  private final Clock clock;

  Processes(Store store, Clock clock) {
    this.store = store;
    this.folder = store.root().resolve("processes");
    this.clock = clock;
  }

  Path folder(String process) {
    return folder.resolve(process);
  }

  List<String> names() throws IOException {
    return folders().stream().map(path -> path.getFileName().toString()).toList();
  }

  void beat(Heartbeat heartbeat) throws IOException {
    store.replace(folder(heartbeat.process().name()).resolve(HEARTBEAT), heartbeat);
  }

  RollCall rollCall() throws IOException {
    List<Presence> present = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    List<Path> all = folders();
    Instant now = all.isEmpty() ? clock.instant() : now();
    for (Path process : all) {
      Path file = process.resolve(HEARTBEAT);
      try {
        present.add(presence(file, now));
      } catch (IOException e) {
        if (!(e instanceof NoSuchFileException) && fresh(file, now)) {
          unreadable.add(file + " cannot be read (" + StateFolder.text(e) + ")");
        }
      }
    }
    return new RollCall(present, unreadable);
  }

  private static Presence presence(Path file, Instant now) throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    Heartbeat heartbeat = Store.read(file, Heartbeat.class);
    Duration age = Duration.between(written, now);
    return new Presence(
        heartbeat,
        age.isNegative() ? Duration.ZERO : age,
        Duration.between(written, heartbeat.at()),
        signs(heartbeat, age));
  }

  private static Signs signs(Heartbeat heartbeat, Duration age) {
    ProcessId process = heartbeat.process();
    if (heartbeat.ended() || process.isKnownDead()) {
      return Signs.GONE;
    } else if (age.compareTo(StateFolder.LEASE) <= 0) {
      return Signs.LIVE;
    }
    boolean mayRun =
        process.isNear() ? process.isKnownRunning() : age.compareTo(StateFolder.SILENCE) <= 0;
    return mayRun ? Signs.SILENT : Signs.GONE;
  }

  private static boolean fresh(Path file, Instant now) {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(written, now).compareTo(StateFolder.LEASE) <= 0;
    } catch (IOException e) {
      return !(e instanceof NoSuchFileException);
    }
  }

  /** The time by the clock that dates the folder's files; ours where nothing may be written. */
  private Instant now() {
    Path probe = store.root().resolve(".clock-" + ProcessId.current().name() + System.nanoTime());
    try {
      Files.createFile(probe, OwnerOnly.attributes(probe, "rw-------"));
      try {
        return Files.getLastModifiedTime(probe).toInstant();
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      return clock.instant();
    }
  }

  /** Deletes our files of processes that have written nothing for that long; foreign files stay. */
  int prune(Duration retention) throws IOException {
    List<Path> all = folders();
    Instant before = now().minus(retention);
    int pruned = 0;
    for (Path process : all) {
      if (lastWritten(process).isBefore(before) && delete(process)) {
        pruned++;
      }
    }
    return pruned;
  }

  private static Instant lastWritten(Path process) throws IOException {
    Instant last = Instant.EPOCH;
    for (Path file : list(process)) {
      FileTime written = Files.getLastModifiedTime(file);
      last = last.isAfter(written.toInstant()) ? last : written.toInstant();
    }
    return last.equals(Instant.EPOCH) ? Files.getLastModifiedTime(process).toInstant() : last;
  }

  private static boolean delete(Path process) throws IOException {
    for (Path file : list(process)) {
      if (!OURS.matcher(file.getFileName().toString()).matches()) {
        return false;
      }
    }
    for (Path file : list(process)) {
      Files.deleteIfExists(file);
    }
    return Files.deleteIfExists(process);
  }

  private List<Path> folders() throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    return list(folder).stream()
        .filter(path -> FOLDER.matcher(path.getFileName().toString()).matches())
        .filter(Files::isDirectory)
        .toList();
  }

  static List<Path> list(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      TreeSet<Path> sorted = new TreeSet<>();
      files.forEach(sorted::add);
      return List.copyOf(sorted);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
