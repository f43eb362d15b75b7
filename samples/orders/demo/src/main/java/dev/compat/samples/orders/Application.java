package dev.compat.samples.orders;

import dev.compat.samples.kit.Await;
import dev.compat.samples.kit.Java;
import dev.compat.samples.kit.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The application, running in a JVM of its own; closing it ends it by force if it still runs. */
final class Application implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String READY = "ready: ";

  /** Its customers. */
  private static final String SEED = "2009";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path errors;
  private final String address;

  private Application(Process process, Path errors, String address) {
    this.process = process;
    this.errors = errors;
    this.address = address;
  }

  /**
   * Starts the application and waits until it serves.
   *
   * @param name of the file that takes its standard error
   * @param options of the JVM
   */
  static Application start(Workplace workplace, String name, String... options)
      throws IOException, InterruptedException {
    Path errors = workplace.folder().resolve(name);
    Files.createDirectories(errors.getParent());
    List<String> arguments =
        Stream.of(Stream.of(options), Stream.of("-Xmx256m"), command().stream())
            .flatMap(part -> part)
            .toList();
    Process process = Java.start(workplace.folder(), errors.toFile(), arguments);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    Await.until("the application to serve", () -> out.ready() || !process.isAlive());
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IOException("the application said " + line + "\n" + Files.readString(errors));
    }
    return new Application(process, errors, line.substring(READY.length()));
  }

  /** What one types to start it. */
  static List<String> command() {
    return List.of("-jar", Workplace.APPLICATION, "0", SEED, String.join(",", Tenants.ALL));
  }

  /** Asks for a tenant. */
  Reply ask(String tenant, Request request, String lastNumber)
      throws IOException, InterruptedException {
    HttpRequest http =
        HttpRequest.newBuilder(URI.create(address + request.path(lastNumber)))
            .method(request.method(), HttpRequest.BodyPublishers.noBody())
            .header("X-Tenant", tenant)
            .timeout(PATIENCE)
            .build();
    HttpResponse<String> response =
        client.send(http, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Reply(response.statusCode(), response.body());
  }

  /** What the application says of itself. */
  Reply admin() throws IOException, InterruptedException {
    return ask(Tenants.ALL.get(0), new Request("GET", "/admin"), "");
  }

  /** Ends the application in order. */
  int quit() throws IOException, InterruptedException {
    try (Writer commands = process.outputWriter(StandardCharsets.UTF_8)) {
      commands.write("quit\n");
    }
    Await.until("the end of the application", () -> !process.isAlive());
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it wrote to standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
