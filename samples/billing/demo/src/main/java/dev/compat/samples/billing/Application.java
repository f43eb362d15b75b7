package dev.compat.samples.billing;

import dev.compat.samples.kit.Await;
import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Heartbeat;
import dev.compat.samples.kit.Java;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application, running in a JVM of its own. Used by one thread at a time; closing it ends it by
 * force if it still runs.
 */
final class Application implements AutoCloseable {

  private static final String BILL = "bill";

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path errors;

  private Application(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts the application, with the agent where a deployment is given, and waits for it. */
  static Application start(Workplace workplace, @Nullable Deployment deployment, Screen screen)
      throws IOException, InterruptedException {
    String agent =
        deployment == null ? "" : "-javaagent:" + Workplace.AGENT + "=" + deployment.config() + " ";
    String arguments = agent + "-jar " + Workplace.APPLICATION;
    screen.command("java " + arguments);
    Path errors =
        workplace.folder().resolve(deployment == null ? "application.log" : deployment.log());
    Process process =
        Java.start(workplace.folder(), errors.toFile(), List.of(arguments.split(" ")));
    Application application = new Application(process, errors);
    screen.output(application.answer("ready: "));
    return application;
  }

  /** Has the application bill two years, on the screen, and returns what it answers. */
  String bill(Screen screen) throws IOException, InterruptedException {
    screen.input(BILL);
    commands.write(BILL + "\n");
    commands.flush();
    String answers = answer("answers=");
    screen.say(answers);
    return answers;
  }

  /** Ends the application in order. */
  void quit(Screen screen) throws IOException, InterruptedException {
    screen.input("quit");
    commands.write("quit\n");
    commands.flush();
    Await.until("the end of the application", () -> !process.isAlive());
  }

  /** Waits until so many calls are compared. */
  void awaitCompared(long calls, Deployment deployment) throws IOException, InterruptedException {
    Await.until(
        calls + " comparisons",
        () -> !process.isAlive() || Heartbeat.of(deployment, Jars.MIGRATION).compared() >= calls);
  }

  /**
   * Waits until the application says that the route is in force.
   *
   * @throws IOException if it cannot come into force, with what the application said
   */
  void awaitRoute(String route, Deployment deployment) throws IOException, InterruptedException {
    Await.until(
        "route " + route + "; see " + errors,
        () -> !process.isAlive() || Heartbeat.of(deployment, Jars.MIGRATION).settled(route));
    if (!Heartbeat.of(deployment, Jars.MIGRATION).inForce(route)) {
      throw failure("route " + route + " did not come into force");
    }
  }

  private String answer(String start) throws IOException, InterruptedException {
    Await.until("an answer of the application", () -> answers.ready() || !process.isAlive());
    String line = answers.readLine();
    if (line == null || !line.startsWith(start)) {
      throw failure("the application answered " + line);
    }
    return line;
  }

  private IOException failure(String what) throws IOException {
    return new IOException(what + "; it said:\n" + Files.readString(errors));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
