package dev.compat.samples.escaping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which all commands of the demo run. The build has put the jars there; each {@link
 * Deployment} has a folder of its own in it.
 */
record Workplace(Path folder) {

  static final String AGENT = "compat-agent.jar";
  static final String APPLICATION = "application.jar";
  static final String INPUT = "sources.jar";
  static final String PLUGIN = "plugins/text-escaping.jar";
  static final String CORRECTED_PLUGIN = "plugins/text-escaping-corrected.jar";

  /**
   * @throws IllegalArgumentException if a jar is missing
   */
  static Workplace of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (String jar : List.of(AGENT, APPLICATION, INPUT, PLUGIN, CORRECTED_PLUGIN)) {
      if (!Files.exists(absolute.resolve(jar))) {
        throw new IllegalArgumentException(
            "no " + jar + " in " + absolute + ": run ./mvnw -Pdemo, which puts it there");
      }
    }
    return new Workplace(absolute);
  }

  /** Lays out a deployment anew: what an earlier run left of it is deleted. */
  Deployment deploy(String name, String plugin, String flags) throws IOException {
    Path home = folder.resolve(name);
    delete(home);
    Files.createDirectories(home);
    Deployment deployment = new Deployment(this, name);
    deployment.write(
        Deployment.CONFIG,
        """
        plugins:
          - path: ../%s
        flags: flags.yaml
        state: state
        values: all
        """
            .formatted(plugin));
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
