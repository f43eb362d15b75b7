package dev.compat.samples.escaping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process of a deployment last said of the migration: files are enough to ask it.
 *
 * @param arming how far the migration has come
 * @param route the route in force, in words
 * @param legacyCalls calls that legacy answered
 * @param newCalls calls that the replacement answered
 */
record Heartbeat(String arming, String route, long legacyCalls, long newCalls) {

  private static final String LEGACY = "legacy";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Heartbeat NONE = new Heartbeat("", "", 0, 0);

  /** Reads the heartbeat; one that says nothing where there is none yet. */
  static Heartbeat of(Deployment deployment) throws IOException {
    for (Path file : files(deployment.state())) {
      for (JsonNode migration : JSON.readTree(Files.readString(file)).path("migrations")) {
        return new Heartbeat(
            migration.path("arming").asString(),
            migration.path("route").asString(),
            migration.path("legacyCalls").asLong(),
            migration.path("newCalls").asLong());
      }
    }
    return NONE;
  }

  /** Whether calls take the route. Legacy needs nothing; any other route waits for the arming. */
  boolean inForce(String wanted) {
    return wanted.equals(LEGACY)
        ? route.startsWith(LEGACY) || route.endsWith("at most " + LEGACY)
        : route.equals(wanted) && arming.equals("ARMED");
  }

  /** Whether calls take the route, or never will. */
  boolean settled(String wanted) {
    return inForce(wanted) || arming.equals("FAILED");
  }

  long calls() {
    return legacyCalls + newCalls;
  }

  private static List<Path> files(Path state) throws IOException {
    Path processes = state.resolve("processes");
    if (!Files.exists(processes)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(processes)) {
      return folders.map(folder -> folder.resolve("heartbeat.json")).filter(Files::exists).toList();
    }
  }
}
