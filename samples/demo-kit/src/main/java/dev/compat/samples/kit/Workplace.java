package dev.compat.samples.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which all commands of a demo run. The build has put the jars there; each {@link
 * Deployment} has a folder of its own in it.
 *
 * @param folder its absolute path
 */
public record Workplace(Path folder) {

  /** The packaged agent. */
  public static final String AGENT = "compat-agent.jar";

  /** The application. */
  public static final String APPLICATION = "application.jar";

  /**
   * Opens a folder that has the agent, the application and what else is needed.
   *
   * @throws IllegalArgumentException if a file is missing
   */
  public static Workplace of(Path folder, List<String> needed) {
    Path absolute = folder.toAbsolutePath().normalize();
    Stream.concat(Stream.of(AGENT, APPLICATION), needed.stream())
        .filter(file -> !Files.exists(absolute.resolve(file)))
        .findFirst()
        .ifPresent(
            missing -> {
              throw new IllegalArgumentException(
                  "no " + missing + " in " + absolute + ": run ./mvnw -Pdemo, which puts it there");
            });
    return new Workplace(absolute);
  }

  /** Lays out a deployment anew: what an earlier run left of it is deleted. */
  public Deployment deploy(String name, String config, String flags) throws IOException {
    Path home = folder.resolve(name);
    delete(home);
    Files.createDirectories(home);
    Deployment deployment = new Deployment(this, name);
    deployment.write(Deployment.CONFIG, config);
    deployment.write(Deployment.FLAGS, flags);
    return deployment;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Workplace::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
