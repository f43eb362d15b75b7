package dev.compat.samples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The agent jar's command line, run as its users run it: about a deployment, unless the command is
 * about a process alone or names a state folder or a configuration.
 */
public final class Tool {

  /** Not shown: a terminal that one types in has an encoding, a pipe has not. */
  private static final List<String> UTF_8 =
      List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8");

  private static final JsonMapper JSON = new JsonMapper();

  private final Deployment deployment;
  private final Screen screen;

  public Tool(Deployment deployment, Screen screen) {
    this.deployment = deployment;
    this.screen = screen;
  }

  /** Runs a command on the screen and returns its exit code. */
  public int run(String... command) throws IOException, InterruptedException {
    List<String> arguments = arguments(command);
    screen.command("java " + String.join(" ", arguments));
    return run(arguments, screen::output);
  }

  /** Runs a command on the screen and returns what it printed to standard output. */
  public String print(String... command) throws IOException, InterruptedException {
    List<String> arguments = arguments(command);
    screen.command("java " + String.join(" ", arguments));
    StringBuilder printed = new StringBuilder();
    run(arguments, printed::append);
    screen.output(printed.toString());
    return printed.toString();
  }

  /** Runs a command behind the scene and returns what it answers as JSON. */
  public JsonNode ask(String... command) throws IOException, InterruptedException {
    List<String> arguments = arguments(command);
    arguments.addAll(List.of("--format", "json"));
    StringBuilder answer = new StringBuilder();
    run(arguments, answer::append);
    return JSON.readTree(answer.toString());
  }

  private List<String> arguments(String... command) {
    List<String> arguments = new ArrayList<>(List.of("-jar", Workplace.AGENT));
    arguments.addAll(List.of(command));
    if (!command[0].equals("detach")
        && !arguments.contains("--state")
        && !arguments.contains("--config")) {
      arguments.addAll(List.of("--config", deployment.config()));
    }
    return arguments;
  }

  private int run(List<String> arguments, Printer printer)
      throws IOException, InterruptedException {
    Path errors = deployment.folder().resolve("tool.log");
    List<String> all = new ArrayList<>(UTF_8);
    all.addAll(arguments);
    Process process = Java.start(deployment.workplace().folder(), errors.toFile(), all);
    printer.print(Java.output(process));
    int exit = process.waitFor();
    screen.output(Files.readString(errors));
    return exit;
  }

  /** Takes what a command prints. */
  private interface Printer {
    void print(String text);
  }
}
