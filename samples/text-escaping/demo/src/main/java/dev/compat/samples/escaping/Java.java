package dev.compat.samples.escaping;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the JVM that the demo itself runs on. */
final class Java {

  private Java() {}

  /** Starts {@code java} with the arguments in the folder, its standard error in the file. */
  static Process start(Path folder, File errors, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // Whatever the caller's environment attaches is no part of the demo.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "COMPAT_CONFIG"));
    return builder.redirectError(errors).start();
  }

  /** Everything that the process prints until it ends. */
  static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
