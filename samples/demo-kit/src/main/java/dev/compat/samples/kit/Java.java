package dev.compat.samples.kit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the JVM that the demo itself runs on. */
public final class Java {

  private Java() {}

  /** Starts {@code java} with the arguments in the folder, its standard error in the file. */
  public static Process start(Path folder, File errors, List<String> arguments) throws IOException {
    return start("java", folder, errors, arguments);
  }

  /** Starts one of the tools of the JDK in the same way. */
  public static Process start(String tool, Path folder, File errors, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // Whatever the caller's environment attaches is no part of the demo.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "COMPAT_CONFIG"));
    return builder.redirectError(errors).start();
  }

  /** Everything that the process prints until it ends. */
  public static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
