package dev.compat.flag;

import dev.compat.config.ConfigException;
import dev.compat.config.Document;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One reading of a flag file. Immutable, so safe for use by several threads. */
public final class Flags {
  private static final Flags NONE = new Flags("", Map.of());
  private static final String MISSING = "create it, or name another with 'flags' in compat.yaml";

  private final String content;
  private final Map<String, Flag> flags;
  private @Nullable String fingerprint;

  private Flags(String content, Map<String, Flag> flags) {
    this.content = content;
    this.flags = flags;
  }

  /** No flags at all. */
  public static Flags none() {
    return NONE;
  }

  /**
   * Reads and validates a flag file.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public static Flags parse(Path file) throws ConfigException {
    return parse(load(file), file.toString());
  }

  /**
   * Validates the text of a flag file.
   *
   * @param name what to call the file in problems
   * @throws ConfigException with all that is wrong with it
   */
  public static Flags parse(String text, String name) throws ConfigException {
    return parse(text, name, System::getenv);
  }

  static Flags parse(String text, String name, Function<String, @Nullable String> environment)
      throws ConfigException {
    Document document = Document.parse(text, name, environment);
    Map<String, Flag> flags = new LinkedHashMap<>();
    for (Flag flag : FlagReader.read(document.root())) {
      flags.put(flag.name(), flag);
    }
    document.check();
    return new Flags(text, Collections.unmodifiableMap(flags));
  }

  static String load(Path file) throws ConfigException {
    return Document.load(file, MISSING);
  }

  /** The flag of a migration; {@code null} if it has none. */
  public @Nullable Flag flag(String migration) {
    return flags.get(migration);
  }

  /** All flags, in the order of the file. */
  public Collection<Flag> all() {
    return flags.values();
  }

  /**
   * The first 12 hex digits of the SHA-256 of the file's content.
   *
   * <p>Computed when first asked for: the first digest makes a JVM load its security providers,
   * which is nothing for an application's start. Two threads that ask at once may both compute it.
   */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = computeFingerprint();
      fingerprint = known;
    }
    return known;
  }

  private String computeFingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java platform without SHA-256; use another", e);
    }
  }
}
