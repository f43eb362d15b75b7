package dev.compat.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The version of the application that evidence is of: what the jar of a legacy class says, and a
 * hash of the class file, since a build may change and its version not.
 */
public final class LegacyVersion {

  private static final int BYTES = 4;

  private LegacyVersion() {}

  /**
   * Such as {@code 2.6 (3f9c01ab)}; empty where nothing is known. Asks the application's loader for
   * the class file, so it belongs on a background thread.
   */
  public static String of(Class<?> legacy) {
    String declared = declared(legacy);
    String hash = hash(legacy);
    if (declared.isEmpty() || hash.isEmpty()) {
      return declared.isEmpty() ? hash : declared;
    }
    return declared + " (" + hash + ")";
  }

  /** What the jar of a class says of its version; asks nobody, and is empty where it says none. */
  public static String declared(Class<?> legacy) {
    Package home = legacy.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "" : Tally.bounded(version.strip());
  }

  private static String hash(Class<?> legacy) {
    try {
      byte[] file = file(legacy);
      return file == null
          ? ""
          : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file), 0, BYTES);
    } catch (IOException | GeneralSecurityException | RuntimeException | LinkageError ofTheLoader) {
      return "";
    }
  }

  private static byte @Nullable [] file(Class<?> legacy) throws IOException {
    ClassLoader loader = legacy.getClassLoader();
    if (loader == null) {
      return null;
    }
    String name = legacy.getName().replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
