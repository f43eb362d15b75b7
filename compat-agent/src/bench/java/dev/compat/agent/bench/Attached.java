package dev.compat.agent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent says of this process in the state folder, so that no benchmark measures a route
 * that is not in force.
 */
final class Attached {

  private static final Path STATE = Path.of(System.getProperty("bench.state", "state"));
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Attached() {}

  /** Waits for a heartbeat with {@code arming} and {@code route}. */
  static void await(String arming, String route) {
    await(
        beat -> arming.equals(text(beat, "arming")) && route.equals(text(beat, "route")),
        arming + " and " + route);
  }

  /** Waits for a heartbeat whose number {@code name} is as expected. */
  static void await(String name, Predicate<Long> expected) {
    await(beat -> expected.test(number(beat, name)), name);
  }

  /** The number {@code name} of the next heartbeat. */
  static long next(String name) {
    String last = read();
    StringBuilder next = new StringBuilder();
    await(
        beat -> {
          boolean isNew = !beat.equals(last);
          if (isNew) {
            next.append(beat);
          }
          return isNew;
        },
        "a new one");
    return number(next.toString(), name);
  }

  private static void await(Predicate<String> expected, String what) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String beat = "";
    while (System.nanoTime() < end) {
      beat = read();
      if (!beat.isEmpty() && expected.test(beat)) {
        return;
      }
      pause();
    }
    throw new IllegalStateException("no heartbeat with " + what + ", the last is " + beat);
  }

  private static String read() {
    Path processes = STATE.resolve("processes");
    if (!Files.isDirectory(processes)) {
      return "";
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(processes)) {
      for (Path process : found) {
        Path beat = process.resolve("heartbeat.json");
        if (Files.exists(beat)) {
          return Files.readString(beat);
        }
      }
      return "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static long number(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d+)").matcher(json);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
