package dev.compat.agent.plugin;

import dev.compat.config.CompatConfig;
import dev.compat.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Whether a plugin jar is the one that was meant, and nobody else's. Stateless. */
final class Trust {

  private static final int STICKY = 0b001_000_000_000;
  private static final String INDEX = "META-INF/INDEX.LIST";

  private Trust() {}

  /**
   * Why a plugin jar must not be used; null if it may.
   *
   * @param sha256 what its content hashes to
   */
  static @Nullable Problem refusal(CompatConfig.Plugin configured, String sha256)
      throws IOException {
    String expected = configured.sha256();
    Problem refusal =
        expected == null ? writable(configured) : unequal(configured, sha256, expected);
    return refusal == null ? notAlone(configured) : refusal;
  }

  private static @Nullable Problem unequal(
      CompatConfig.Plugin configured, String sha256, String expected) {
    return expected.equalsIgnoreCase(sha256)
        ? null
        : new Problem(
            configured.where(),
            "plugin " + configured.path() + " has sha256 " + sha256 + ", not " + expected,
            "deploy the jar that was meant, or correct the sum");
  }

  /** What runs in the application must not be for everybody to write. */
  private static @Nullable Problem writable(CompatConfig.Plugin configured) throws IOException {
    Path jar = configured.path();
    if (isWritable(jar)) {
      return writable(configured, "can be written by everybody", jar);
    }
    for (Path folder : List.of(folderOf(jar), folderOf(jar.toRealPath()))) {
      if (isWritable(folder) && !isSticky(folder)) {
        return writable(configured, "can be replaced by everybody, in " + folder, folder);
      }
    }
    return null;
  }

  private static Problem writable(CompatConfig.Plugin configured, String what, Path culprit) {
    return new Problem(
        configured.where(),
        "plugin " + configured.path() + " " + what,
        "give 'chmod o-w " + culprit + "', or pin the jar with 'sha256:' beside its path");
  }

  private static Path folderOf(Path jar) {
    return Objects.requireNonNull(jar.toAbsolutePath().getParent(), "a jar lies in a folder");
  }

  private static boolean isWritable(Path path) throws IOException {
    return knows(path, "posix")
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Whether files in a folder are only their owners' to replace, as in {@code /tmp}. */
  private static boolean isSticky(Path folder) throws IOException {
    return knows(folder, "unix")
        && ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
  }

  private static boolean knows(Path path, String view) {
    return path.getFileSystem().supportedFileAttributeViews().contains(view);
  }

  /** A class loader would follow such a jar to others that nobody has listed. */
  private static @Nullable Problem notAlone(CompatConfig.Plugin configured) throws IOException {
    try (JarFile jar = new JarFile(configured.path().toFile(), false)) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String others = main.getValue(Attributes.Name.CLASS_PATH);
      if (others != null && !others.isBlank()) {
        return notAlone(configured, "the Class-Path of its manifest, '" + others.strip() + "'");
      }
      return jar.getEntry(INDEX) == null ? null : notAlone(configured, "its " + INDEX);
    }
  }

  private static Problem notAlone(CompatConfig.Plugin configured, String where) {
    return new Problem(
        configured.where(),
        "plugin " + configured.path() + " names further jars in " + where,
        "pack what it needs into the jar, and take that out");
  }
}
