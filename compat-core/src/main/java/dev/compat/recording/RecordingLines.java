package dev.compat.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a recording that are not calls: what it is of, and what could not be recorded. */
final class RecordingLines {

  static final int FORMAT = 1;
  static final String LEFT_OUT = "left out";

  private static final String FORMAT_KEY = "format";

  private RecordingLines() {}

  /** What the calls that follow are of. */
  static String header(Recording.Source source) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put(FORMAT_KEY, FORMAT);
    header.put("migration", source.migration());
    header.put("joinPoint", source.joinPoint());
    header.put("application", source.application());
    header.put("adapters", source.adapters());
    header.put("process", source.process());
    return JsonText.write(header);
  }

  static boolean isHeader(Map<?, ?> line) {
    return line.containsKey(FORMAT_KEY);
  }

  static Recording.Source source(Map<?, ?> header) {
    Object format = header.get(FORMAT_KEY);
    if (!Integer.valueOf(FORMAT).equals(format)) {
      throw new CodecException(
          "its format is " + format + ", and this version of Compat knows " + FORMAT);
    }
    return new Recording.Source(
        text(header, "migration"),
        text(header, "joinPoint"),
        text(header, "application"),
        text(header, "adapters"),
        text(header, "process"));
  }

  private static String text(Map<?, ?> header, String name) {
    if (header.get(name) instanceof String text) {
      return text;
    }
    throw new CodecException("its header does not say '" + name + "'");
  }

  /** How many calls could not be recorded so far, by reason. */
  static String leftOut(Map<String, Long> reasons) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(LEFT_OUT, reasons);
    return JsonText.write(line);
  }
}
