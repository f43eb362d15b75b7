package dev.compat.recording;

import dev.compat.background.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one join point that one process recorded.
 *
 * @param file where they are
 * @param source what they are of
 * @param calls in the order in which they were recorded
 * @param leftOut how many more were chosen and could not be recorded, by reason
 * @param torn whether the end of the file is missing
 */
public record Recording(
    Path file, Source source, List<RecordedCall> calls, Map<String, Long> leftOut, boolean torn) {

  private static final Log log = Log.of(Recording.class);

  public Recording {
    calls = List.copyOf(calls);
    leftOut = Map.copyOf(leftOut);
  }

  /**
   * What calls are of.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   * @param application the version of the application; empty where it is not known
   * @param adapters the version of the adapters that were compared with legacy
   * @param process which process recorded them
   */
  public record Source(
      String migration, String joinPoint, String application, String adapters, String process) {}

  /**
   * Reads all recordings in a folder and below; one recording for each file and each version. What
   * cannot be read is left out and logged.
   */
  public static List<Recording> read(Path folder) throws IOException {
    return read(folder, (file, why) -> log.warn("{} cannot be read: {}", file, why));
  }

  /**
   * The same.
   *
   * @param unreadable gets every file that cannot be read, and why not
   */
  public static List<Recording> read(Path folder, BiConsumer<Path, String> unreadable)
      throws IOException {
    List<Recording> all = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        List<Recording> found = new Reading(file).recordings();
        all.addAll(found);
        if (found.isEmpty()) {
          unreadable.accept(file, "it has no whole line");
        }
      } catch (CodecException unknown) {
        unreadable.accept(file, unknown.reason());
      } catch (IOException | RuntimeException failure) {
        unreadable.accept(file, failure.toString());
      }
    }
    return all;
  }

  /** The files of recordings in a folder and below, in the order of their names. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(file -> file.getFileName().toString().endsWith(RecordingFile.ENDING))
          .sorted()
          .toList();
    }
  }

  /** One file as it is read. */
  private static final class Reading {
    private final Path file;
    private final Map<Source, List<RecordedCall>> calls = new LinkedHashMap<>();
    private final Map<Source, Map<String, Long>> leftOut = new LinkedHashMap<>();
    private final boolean torn;
    private @Nullable Source source;

    Reading(Path file) throws IOException {
      this.file = file;
      this.torn = !RecordingFile.read(file, this::line);
    }

    private void line(String text) {
      if (!(JsonText.read(text) instanceof Map<?, ?> line)) {
        throw new CodecException("a line is no recorded call");
      }
      if (RecordingLines.isHeader(line)) {
        source = RecordingLines.source(line);
        calls.computeIfAbsent(source, fresh -> new ArrayList<>());
        return;
      }
      Source of = source;
      if (of == null) {
        throw new CodecException("its header is missing");
      }
      if (line.get(RecordingLines.LEFT_OUT) instanceof Map<?, ?> reasons) {
        Map<String, Long> counts = leftOut.computeIfAbsent(of, fresh -> new TreeMap<>());
        reasons.forEach((reason, count) -> counts.put((String) reason, Scalar.integral(count)));
      } else {
        calls.getOrDefault(of, new ArrayList<>()).add(RecordedCall.parse(text));
      }
    }

    List<Recording> recordings() {
      List<Recording> all = new ArrayList<>();
      calls.forEach(
          (of, some) ->
              all.add(new Recording(file, of, some, leftOut.getOrDefault(of, Map.of()), torn)));
      return all;
    }
  }
}
