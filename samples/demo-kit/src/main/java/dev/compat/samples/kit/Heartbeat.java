package dev.compat.samples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process of a deployment last said of a migration: files are enough to ask it.
 *
 * @param at when it said so, in ISO 8601
 * @param killed whether it obeys a file {@code OFF}
 * @param flags the fingerprint of the flags that it has applied
 * @param arming how far the migration has come
 * @param route the route in force, in words
 * @param reason why it could not come further; empty where it could
 * @param legacyCalls calls that legacy answered
 * @param newCalls calls that the replacement answered
 * @param compared trials that ended in a verdict
 * @param mismatches trials whose verdict was a mismatch
 */
public record Heartbeat(
    String at,
    boolean killed,
    String flags,
    String arming,
    String route,
    String reason,
    long legacyCalls,
    long newCalls,
    long compared,
    long mismatches) {

  private static final String LEGACY = "legacy";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Heartbeat NONE = new Heartbeat("", false, "", "", "", "", 0, 0, 0, 0);

  /**
   * Reads what the process that spoke last said; it says nothing where there is no heartbeat yet.
   */
  public static Heartbeat of(Deployment deployment, String migration) throws IOException {
    JsonNode heartbeat = newest(deployment);
    for (JsonNode said : heartbeat.path("migrations")) {
      if (said.path("migration").asString().equals(migration)) {
        return read(heartbeat, said);
      }
    }
    return NONE;
  }

  private static Heartbeat read(JsonNode heartbeat, JsonNode said) {
    return new Heartbeat(
        heartbeat.path("at").asString(),
        heartbeat.path("killed").asBoolean(false),
        heartbeat.path("flags").asString(),
        said.path("arming").asString(),
        said.path("route").asString(),
        said.path("reason").asString(""),
        said.path("legacyCalls").asLong(),
        said.path("newCalls").asLong(),
        said.path("compared").asLong(),
        said.path("mismatches").asLong());
  }

  private static JsonNode newest(Deployment deployment) throws IOException {
    JsonNode newest = JSON.createObjectNode();
    for (Path file : files(deployment.state())) {
      JsonNode heartbeat = JSON.readTree(Files.readString(file));
      if (heartbeat.path("at").asString("").compareTo(newest.path("at").asString("")) > 0) {
        newest = heartbeat;
      }
    }
    return newest;
  }

  /** Whether calls take the route. Legacy needs nothing; any other route waits for the arming. */
  public boolean inForce(String wanted) {
    return wanted.equals(LEGACY)
        ? route.startsWith(LEGACY) || route.endsWith("at most " + LEGACY)
        : route.equals(wanted) && arming.equals("ARMED");
  }

  /** Whether calls take the route, or never will. */
  public boolean settled(String wanted) {
    return inForce(wanted) || arming.equals("FAILED");
  }

  /** Calls that either side answered. */
  public long calls() {
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
