package dev.compat.agent.log;

import dev.compat.state.OwnerOnly;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Writes the agent's log: warnings and errors to standard error, and from {@code INFO} on to a file
 * once there is a folder to keep one in. Never throws; guarded by its class's monitor.
 */
public final class AgentLog {

  private static final int EARLY_LINES = 200;
  private static final long MOST_BYTES = 10_000_000;

  /** The JVM's standard error as the agent found it, before the application replaces it. */
  private static final PrintStream STDERR = System.err;

  private static final List<String> early = new ArrayList<>();
  private static @Nullable Path file;
  private static boolean failing;

  private AgentLog() {}

  /** Writes to {@code newFile} from now on, beginning with what was logged so far. */
  public static synchronized void useFile(Path newFile) {
    file = newFile;
    append(String.join("", early));
    early.clear();
  }

  /** Writes to no file any more. */
  public static synchronized void close() {
    file = null;
    early.clear();
  }

  static synchronized void write(Level level, String message, @Nullable Throwable thrown) {
    String line = line(level, message, thrown);
    if (level.toInt() >= Level.WARN.toInt()) {
      STDERR.print(
          "compat: " + level.toString().toLowerCase(Locale.ROOT) + ": " + text(message, thrown));
    }
    if (file != null) {
      append(line);
    } else if (early.size() < EARLY_LINES) {
      early.add(line);
    }
  }

  private static void append(String text) {
    Path target = file;
    if (target == null) {
      return;
    }
    try {
      if (Files.exists(target) && Files.size(target) > MOST_BYTES) {
        return;
      }
      OwnerOnly.create(target);
      Files.writeString(
          target,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      failing = false;
    } catch (IOException | RuntimeException failure) {
      if (!failing) {
        STDERR.println("compat: the log " + target + " cannot be written: " + failure);
      }
      failing = true;
    }
  }

  private static String line(Level level, String message, @Nullable Throwable thrown) {
    String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    return time + " " + level + " " + text(message, thrown);
  }

  private static String text(String message, @Nullable Throwable thrown) {
    if (thrown == null) {
      return message + System.lineSeparator();
    }
    StringWriter trace = new StringWriter();
    trace.append(message).append(System.lineSeparator());
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
