package dev.compat.agent.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Maven repository of files within the project, for what no other repository has: the library as
 * this agent carries it, and the application. Versions are the hash of the content, so no cache
 * ever answers with another.
 */
final class ProjectRepository {

  private static final HexFormat HEX = HexFormat.of();

  private final Path folder;

  ProjectRepository(Path folder) {
    this.folder = folder;
  }

  /** What a {@code pom.xml} calls an artifact. */
  record Coordinates(String group, String artifact, String version) {}

  /** Adds a jar, and the files that Maven expects beside it. */
  Coordinates add(String group, String artifact, byte[] jar) throws IOException {
    String version = hash("SHA-256", jar).substring(0, 12);
    Coordinates coordinates = new Coordinates(group, artifact, version);
    Path home = folder.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
    Files.createDirectories(home);
    String stem = artifact + "-" + version;
    write(home.resolve(stem + ".jar"), jar);
    write(
        home.resolve(stem + ".pom"),
        pom(coordinates).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return coordinates;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), hash("SHA-1", content));
  }

  private static String pom(Coordinates of) {
    return """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
        </project>
        """
        .formatted(of.group(), of.artifact(), of.version());
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HEX.formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java platform without " + algorithm + "; use another", e);
    }
  }
}
