package dev.compat.evidence;

import dev.compat.state.OwnerOnly;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file of evidence: a line of JSON per join point, or observed method, and flush, cumulative
 * within a run.
 *
 * <p>One file has one writer. A join point that has not changed is not written again, and a file
 * that has grown is reduced to the lines that say something. Nothing is lost with a write that
 * fails: the next one that succeeds says it all.
 *
 * <p>Writes are for a control thread; they wait for the disk. Guarded by its own lock.
 */
public final class EvidenceLog {

  private static final long MAX_BYTES = 8L << 20;

  private final Path file;
  private final String process;
  private final Instant run;
  private final Map<Object, LogLine> written = new HashMap<>();
  private boolean failing;
  private Instant oldest = Instant.MIN;

  /** How large the file gets before it is reduced: twice what had to stay the last time. */
  private long maxBytes;

  /**
   * A file that may exist or not.
   *
   * @param process the name of this process
   * @param run when it began
   */
  public EvidenceLog(Path file, String process, Instant run) {
    this(file, process, run, MAX_BYTES);
  }

  EvidenceLog(Path file, String process, Instant run, long maxBytes) {
    this.file = file;
    this.process = process;
    this.run = run;
    this.maxBytes = maxBytes;
  }

  /**
   * Appends what has changed since the last time.
   *
   * @param snapshots what {@link Evidence#snapshot} says
   * @param time now
   * @param revision the revision of the flags in force
   * @param adapters the version of the adapters in force
   * @return what is wrong when the file cannot be written, the first time in a row only
   */
  public synchronized Optional<String> append(
      List<JoinPointSnapshot> snapshots, Instant time, String revision, String adapters) {
    return append(
        snapshots.stream()
            .map(
                snapshot ->
                    new EvidenceLine(
                        EvidenceLine.FORMAT, process, run, time, revision, adapters, snapshot))
            .toList());
  }

  /**
   * Appends what has been observed since the last time.
   *
   * @param snapshots what {@link Evidence#observed()} says
   * @param time now
   * @return what is wrong when the file cannot be written, the first time in a row only
   */
  public synchronized Optional<String> append(List<ObservedSnapshot> snapshots, Instant time) {
    return append(
        snapshots.stream()
            .map(one -> new ObservedLine(ObservedLine.FORMAT, process, run, time, one))
            .toList());
  }

  private Optional<String> append(List<? extends LogLine> lines) {
    if (!Files.exists(file)) {
      written.clear();
    }
    List<? extends LogLine> changed = lines.stream().filter(this::hasChanged).toList();
    return changed.isEmpty() ? Optional.empty() : write(changed);
  }

  private boolean hasChanged(LogLine line) {
    LogLine last = written.get(line.key());
    return last == null || !line.repeats(last);
  }

  private Optional<String> write(List<? extends LogLine> lines) {
    try {
      long size = appendBytes(bytes(lines.stream().map(LogLine::text).toList()));
      lines.forEach(line -> written.put(line.key(), line));
      if (size > maxBytes) {
        reduce();
      }
      failing = false;
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return problem(e);
    }
  }

  private Optional<String> problem(Exception e) {
    boolean first = !failing;
    failing = true;
    return first
        ? Optional.of(
            "evidence cannot be written to "
                + file
                + ": "
                + e
                + "; it is kept in memory and"
                + " written as soon as it can be: make room, or make the folder writable")
        : Optional.empty();
  }

  private static ByteBuffer bytes(List<String> lines) {
    return StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
  }

  private long appendBytes(ByteBuffer bytes) throws IOException {
    OwnerOnly.create(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      try {
        channel.position(end);
        finishTornLine(channel, end);
        writeFully(channel, bytes);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
      return channel.size();
    }
  }

  /** A process that was killed in the middle of a line must not take the next line with it. */
  private static void finishTornLine(FileChannel channel, long end) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
      writeFully(channel, ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Keeps the last line of every key; readers see the old file or the new one. */
  private void reduce() throws IOException {
    rewrite(file, line -> line.time().isBefore(oldest) ? null : line);
    maxBytes = Math.max(maxBytes, 2 * Files.size(file));
  }

  /** From the next reduction on, nothing is kept that was written before then. */
  public synchronized void forgetBefore(Instant then) {
    oldest = then;
  }

  /**
   * Takes some units out of the file, besides of what is kept in memory.
   *
   * @param units their names, as evidence has them
   */
  public synchronized void forget(Set<String> units) throws IOException {
    forget(file, units);
    written.clear();
  }

  /**
   * Takes the names of some units, and the examples of their calls, out of the file of a process
   * that writes no more.
   */
  public static void forget(Path file, Set<String> units) throws IOException {
    if (Files.exists(file)) {
      rewrite(file, line -> line instanceof EvidenceLine one ? one.without(units) : line);
    }
  }

  /** How many examples and names of some units a file holds. */
  public static long countOf(Path file, Set<String> units) throws IOException {
    return read(List.of(file)).lines().stream()
        .mapToLong(line -> line.evidence().countOf(units))
        .sum();
  }

  private static void rewrite(Path file, Function<LogLine, @Nullable LogLine> change)
      throws IOException {
    Map<Object, LogLine> lines = new LinkedHashMap<>();
    read(file, lines);
    List<String> last =
        lines.values().stream()
            .map(change)
            .filter(Objects::nonNull)
            .map(line -> Objects.requireNonNull(line).text())
            .toList();
    Path reduced = file.resolveSibling(file.getFileName() + ".tmp");
    OwnerOnly.create(reduced);
    Files.write(reduced, last);
    Files.move(reduced, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * What files of several processes say.
   *
   * <p>A line that cannot be read is skipped and counted. A file that does not exist says nothing.
   *
   * @throws IOException when a file that exists cannot be read
   */
  public static EvidenceReading read(List<Path> files) throws IOException {
    Map<Object, LogLine> last = new LinkedHashMap<>();
    long skipped = 0;
    for (Path file : files) {
      skipped += read(file, last);
    }
    return new EvidenceReading(
        only(EvidenceLine.class, last), only(ObservedLine.class, last), skipped);
  }

  private static <T> List<T> only(Class<T> type, Map<Object, LogLine> lines) {
    return lines.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static long read(Path file, Map<Object, LogLine> last) throws IOException {
    long skipped = 0;
    // A reader of Files would fail on a character that is torn; this one replaces it.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        skipped += text.isBlank() || read(text, last) ? 0 : 1;
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    return skipped;
  }

  private static boolean read(String text, Map<Object, LogLine> last) {
    try {
      LogLine line = LogLine.parse(text);
      last.merge(line.key(), line, (one, other) -> other.time().isBefore(one.time()) ? one : other);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
