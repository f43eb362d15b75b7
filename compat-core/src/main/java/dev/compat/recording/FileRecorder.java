package dev.compat.recording;

import dev.compat.background.Log;
import dev.compat.compare.Verdict;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Recorder;
import dev.compat.evidence.Redaction;
import dev.compat.evidence.TrialResult;
import dev.compat.evidence.Units;
import dev.compat.flag.RecordingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Records chosen calls of the migrations whose flags say so, and writes them to the state folder.
 *
 * <p>Workers make text of a call and leave it here, without waiting for anybody; whoever writes
 * reports calls {@link #write} now and then. What waits is bounded, and so are the calls of a join
 * point, the length of a call, and what one process writes. What is chosen and not recorded is
 * counted with its reason. A trial without a verdict is not recorded: legacy may not have answered
 * alone.
 */
public final class FileRecorder implements Recorder {

  private static final Log log = Log.of(FileRecorder.class);
  private static final int MOST_CHARACTERS = 256 << 10;
  private static final int MOST_EXAMPLE_CHARACTERS = 16 << 10;
  private static final long MOST_WAITING = 16L << 20;
  private static final long MOST_BYTES = 64L << 20;

  /** Beyond that, of which only how much is left out is written. */
  private static final long FOR_COUNTS = 1L << 20;

  private static final int MOST_REASONS = 20;
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);

  private final Redactor redactor;
  private final Function<String, @Nullable String> unitName;
  private final Map<Key, Point> points = new ConcurrentHashMap<>();
  private final AtomicLong waiting = new AtomicLong();
  private volatile Map<String, RecordingSettings> settings = Map.of();

  // Of whoever writes.
  private Instant pruneDue = Instant.EPOCH;
  private long bytes;
  private boolean isInTrouble;

  private record Key(String migration, String joinPoint, String application) {}

  /** What was recorded of one join point. */
  private static final class Point {
    final AtomicInteger recorded = new AtomicInteger();
    final Queue<String> lines = new ConcurrentLinkedQueue<>();
    final Map<String, LongAdder> leftOut = new ConcurrentHashMap<>();

    // Of whoever writes.
    @Nullable RecordingFile file;
    Recording.@Nullable Source source;
    Map<String, Long> told = Map.of();

    /** Reasons name types and no values, so there are few; beyond that they have one name. */
    void leaveOut(String reason) {
      leaveOut(reason, 1);
    }

    void leaveOut(String reason, long count) {
      String name =
          leftOut.size() < MOST_REASONS || leftOut.containsKey(reason) ? reason : "other reasons";
      leftOut.computeIfAbsent(name, fresh -> new LongAdder()).add(count);
    }
  }

  /**
   * A recorder that records nothing until flags say so.
   *
   * @param redactor what must not be kept of values
   * @param unitName under which name a tenant or user is kept
   */
  public FileRecorder(Redactor redactor, Function<String, @Nullable String> unitName) {
    this.redactor = redactor;
    this.unitName = unitName;
  }

  /**
   * A recorder that keeps of values what a configuration lets be kept. Names of tenants and users
   * are kept where everything is.
   */
  public static FileRecorder of(CompatConfig config) {
    Units units = Units.of(config);
    return new FileRecorder(Redactor.of(Redaction.of(config)), units::name);
  }

  /** Records what these settings say, by migration, from now on. */
  public void follow(Map<String, RecordingSettings> newSettings) {
    settings = Map.copyOf(newSettings);
  }

  @Override
  public void record(String migration, String joinPoint, String version, TrialResult trial) {
    RecordingSettings wanted = settings.get(migration);
    if (wanted == null
        || trial.verdict() instanceof Verdict.Incomparable
        || ThreadLocalRandom.current().nextDouble() >= wanted.share()) {
      return;
    }
    Point point =
        points.computeIfAbsent(new Key(migration, joinPoint, version), fresh -> new Point());
    if (point.recorded.get() < wanted.most()) {
      record(point, trial, wanted.most());
    }
  }

  private void record(Point point, TrialResult trial, int most) {
    String unit = trial.unit();
    String text;
    try {
      text = RecordedCall.of(trial, unit == null ? null : unitName.apply(unit), redactor).text();
    } catch (CodecException impossible) {
      point.leaveOut(impossible.reason());
      return;
    }
    if (text.length() > MOST_CHARACTERS) {
      point.leaveOut("longer than " + (MOST_CHARACTERS >> 10) + " kB");
    } else if (waiting.get() > MOST_WAITING) {
      point.leaveOut("too many waited to be written");
    } else if (point.recorded.getAndIncrement() < most) {
      waiting.addAndGet(text.length());
      point.lines.add(text);
    }
  }

  @Override
  public @Nullable String call(TrialResult trial) {
    try {
      String text = RecordedCall.of(trial, null, redactor).text();
      return text.length() > MOST_EXAMPLE_CHARACTERS ? null : text;
    } catch (CodecException impossible) {
      return null;
    }
  }

  /** How many calls were recorded by this process so far. */
  public long recorded() {
    return points.values().stream().mapToLong(point -> point.recorded.get()).sum();
  }

  /**
   * Writes what waits, and deletes what is too old. By one thread, not a caller's nor a worker's.
   *
   * @param folder that of all recordings
   * @param process which process this is
   * @param adapters the version of the adapters, by migration
   * @param retain how long recordings are kept
   */
  public void write(
      Path folder, String process, Map<String, String> adapters, Duration retain, Instant now) {
    if (!now.isBefore(pruneDue)) {
      pruneDue = now.plus(PRUNE_EVERY);
      prune(folder, process, now.minus(retain), now.minus(PRUNE_EVERY));
    }
    points.forEach((key, point) -> write(folder, process, adapters, key, point));
  }

  private void write(
      Path folder, String process, Map<String, String> adapters, Key key, Point point) {
    Recording.Source source =
        new Recording.Source(
            key.migration,
            key.joinPoint,
            key.application,
            adapters.getOrDefault(key.migration, ""),
            process);
    List<String> lines = new ArrayList<>();
    for (String line = point.lines.poll(); line != null; line = point.lines.poll()) {
      waiting.addAndGet(-line.length());
      lines.add(line);
    }
    if (bytes >= MOST_BYTES && !lines.isEmpty()) {
      point.leaveOut("beyond " + (MOST_BYTES >> 20) + " MB of one process", lines.size());
      lines.clear();
    }
    int calls = lines.size();
    Map<String, Long> leftOut = new TreeMap<>();
    point.leftOut.forEach((reason, count) -> leftOut.put(reason, count.sum()));
    if (!leftOut.equals(point.told)) {
      lines.add(RecordingLines.leftOut(leftOut));
    }
    if (!lines.isEmpty() && bytes < MOST_BYTES + FOR_COUNTS) {
      append(folder, key, point, source, lines, calls, leftOut);
    }
  }

  private void append(
      Path folder,
      Key key,
      Point point,
      Recording.Source source,
      List<String> lines,
      int calls,
      Map<String, Long> leftOut) {
    RecordingFile file = point.file;
    if (file == null) {
      file = new RecordingFile(folder.resolve(key.migration).resolve(fileName(key, source)));
      point.file = file;
    }
    try {
      if (!source.equals(point.source) || file.isEmpty()) {
        lines.add(0, RecordingLines.header(source));
      }
      boolean wasFull = bytes >= MOST_BYTES;
      bytes += file.append(lines);
      point.source = source;
      leftOut.forEach((reason, count) -> tell(key, point, reason));
      point.told = leftOut;
      isInTrouble = false;
      if (bytes >= MOST_BYTES && !wasFull) {
        log.warn("recording ends: this process has written {} MB of it", MOST_BYTES >> 20);
      }
    } catch (IOException failure) {
      if (!isInTrouble) {
        log.warn("calls cannot be recorded in {}: {}", folder, failure.toString());
      }
      isInTrouble = true;
      if (calls > 0) {
        point.leaveOut("could not be written", calls);
      }
    }
  }

  private static void tell(Key key, Point point, String reason) {
    if (!point.told.containsKey(reason)) {
      log.info(
          "{}: calls of {} are left out of its recording: {}",
          key.migration,
          key.joinPoint,
          reason);
    }
  }

  /** Overloads, and versions of the application, differ in the checksum alone. */
  private static String fileName(Key key, Recording.Source source) {
    CRC32 checksum = new CRC32();
    checksum.update((key.joinPoint + key.application).getBytes(StandardCharsets.UTF_8));
    String method = key.joinPoint.replaceAll("^.*#|\\(.*$", "").replaceAll("[^A-Za-z0-9_]", "_");
    return "%s-%08x-%s%s"
        .formatted(method, checksum.getValue(), source.process(), RecordingFile.ENDING);
  }

  /** Calls that are too old; of another process's only what it has left alone for a while. */
  private static void prune(Path folder, String process, Instant before, Instant quiet) {
    try {
      for (Path file : Recording.files(folder)) {
        FileTime modified = Files.getLastModifiedTime(file);
        if (modified.toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        } else if (isOf(file, process) || modified.toInstant().isBefore(quiet)) {
          if (RecordingFile.without(file, line -> isBefore(line, before)) > 0) {
            Files.setLastModifiedTime(file, modified);
          }
        }
      }
    } catch (IOException | RuntimeException another) {
      log.debug("recordings that are too old stay until the next time", another);
    }
  }

  private static boolean isBefore(String line, Instant time) {
    return JsonText.read(line) instanceof Map<?, ?> call
        && call.get(RecordedCall.WHEN) instanceof String when
        && Instant.parse(when).isBefore(time);
  }

  /**
   * Takes the calls of one tenant or user out of all recordings in a folder. A process that records
   * meanwhile may add others.
   *
   * @param unit the name under which it is kept
   * @return how many calls were taken out
   */
  public static int forget(Path folder, String unit) throws IOException {
    return forget(folder, Set.of(unit), file -> true);
  }

  /**
   * The same, in some of the files.
   *
   * @param units all the names under which it may be kept
   * @param which those that nobody else writes meanwhile
   */
  public static int forget(Path folder, Set<String> units, Predicate<Path> which)
      throws IOException {
    int forgotten = 0;
    for (Path file : Recording.files(folder)) {
      if (which.test(file)) {
        forgotten += RecordingFile.without(file, line -> isOfAny(line, units));
      }
    }
    return forgotten;
  }

  /** How many recorded calls are of one tenant or user. */
  public static int countOf(Path folder, Set<String> units) throws IOException {
    int[] found = {0};
    for (Path file : Recording.files(folder)) {
      RecordingFile.read(file, line -> found[0] += isOfAny(line, units) ? 1 : 0);
    }
    return found[0];
  }

  /** Whether a file of recordings is written by that process. */
  public static boolean isOf(Path file, String process) {
    return file.getFileName().toString().endsWith("-" + process + RecordingFile.ENDING);
  }

  private static boolean isOfAny(String line, Set<String> units) {
    return units.stream().anyMatch(unit -> isOf(line, unit));
  }

  /** As above, in what waits to be written. */
  public int forget(String unit) {
    int before = points.values().stream().mapToInt(point -> point.lines.size()).sum();
    points.values().forEach(point -> point.lines.removeIf(line -> isOf(line, unit)));
    return before - points.values().stream().mapToInt(point -> point.lines.size()).sum();
  }

  private static boolean isOf(String line, String unit) {
    return JsonText.read(line) instanceof Map<?, ?> call && unit.equals(call.get("unit"));
  }
}
