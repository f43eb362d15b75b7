package dev.compat.agent.workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the packaged jar's that was run in a JVM of its own, and what it answered.
 *
 * @param lines standard output
 * @param errors standard error
 */
public record Command(int code, List<String> lines, String errors) {

  private static final long PATIENCE_SECONDS = 180;

  public static Command run(Path folder, List<String> options, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", Workbench.AGENT.toString()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    try {
      Path out = Files.createTempFile(folder, "command", ".out");
      Path err = Files.createTempFile(folder, "command", ".err");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " hangs: " + Files.readString(out));
      }
      List<String> lines = Files.readAllLines(out, UTF_8);
      String errors = Files.readString(err, UTF_8).strip();
      Files.delete(out);
      Files.delete(err);
      return new Command(process.exitValue(), lines, errors);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
