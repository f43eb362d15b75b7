package dev.compat.agent.plugin;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.AdapterReader;
import dev.compat.agent.weave.OriginalClass;
import dev.compat.agent.weave.OriginalReader;
import dev.compat.config.CompatConfig;
import dev.compat.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * A plugin jar: its adapters, as their class files describe them, and where its classes come from.
 * Immutable.
 */
public final class Plugin {

  private final Path jar;
  private final String sha256;
  private final List<AdapterClass> adapters;
  private final List<OriginalClass> originals;

  private Plugin(Path jar, String sha256, Contents contents) {
    this.jar = jar;
    this.sha256 = sha256;
    this.adapters = List.copyOf(contents.adapters);
    this.originals = List.copyOf(contents.originals);
  }

  /**
   * Reads a plugin jar without loading a class of it.
   *
   * @param problems gets what is wrong with it
   * @return null when it cannot be used at all
   */
  public static @Nullable Plugin read(CompatConfig.Plugin configured, List<Problem> problems) {
    Path jar = configured.path();
    if (!Files.isRegularFile(jar)) {
      problems.add(
          new Problem(configured.where(), "there is no plugin " + jar, "correct its path"));
      return null;
    }
    try {
      return read(configured, jar, problems);
    } catch (IOException | RuntimeException failure) {
      problems.add(
          new Problem(
              configured.where(),
              "plugin " + jar + " cannot be read: " + failure,
              "build the jar again"));
      return null;
    }
  }

  private static @Nullable Plugin read(
      CompatConfig.Plugin configured, Path jar, List<Problem> problems) throws IOException {
    String sha256 = sha256(jar);
    Problem refusal = Trust.refusal(configured, sha256);
    if (refusal != null) {
      problems.add(refusal);
      return null;
    }
    Contents contents = contents(jar);
    if (contents.adapters.isEmpty()) {
      problems.add(
          new Problem(
              configured.where(),
              "plugin " + jar + " has no adapter",
              "annotate a class of it with @Replaces, or take it out of the list"));
    }
    return new Plugin(jar, sha256, contents);
  }

  /** What was found in a jar: filled class file by class file. */
  private record Contents(List<AdapterClass> adapters, List<OriginalClass> originals) {

    void add(byte[] classFile, String where) {
      AdapterClass adapter = AdapterReader.read(classFile, where);
      if (adapter != null) {
        adapters.add(adapter);
      }
      OriginalClass original = OriginalReader.read(classFile, where);
      if (original != null) {
        originals.add(original);
      }
    }
  }

  private static Contents contents(Path jar) throws IOException {
    Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            contents.add(in.readAllBytes(), jar.toString());
          }
        }
      }
    }
    contents.originals.replaceAll(original -> original.within(contents.adapters));
    return contents;
  }

  private static String sha256(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The adapters in the jar. */
  public List<AdapterClass> adapters() {
    return adapters;
  }

  /** The interfaces in the jar through which adapters call legacy. */
  public List<OriginalClass> originals() {
    return originals;
  }

  /** The first eight digits of the jar's sha256: evidence of one version is not another's. */
  public String version() {
    return sha256.substring(0, 8);
  }

  /**
   * A class loader for this plugin's classes beside those of {@code application}.
   *
   * @throws IllegalStateException if the jar is not the one that was read and trusted
   */
  public PluginLoader loaderFor(ClassLoader application) {
    try {
      if (!sha256.equals(sha256(jar))) {
        throw new IllegalStateException(
            "plugin " + jar + " has changed since it was read; restart the application");
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return PluginLoader.of(jar, Plugin.class.getClassLoader(), application);
  }

  /** Whether {@code loader} is one of those that plugins get. */
  public static boolean isPluginLoader(ClassLoader loader) {
    return loader instanceof PluginLoader;
  }

  /** Whether {@code frame} is of a plugin's class. */
  public static boolean isFrame(StackTraceElement frame) {
    String loader = frame.getClassLoaderName();
    return loader != null && loader.startsWith(PluginLoader.NAME);
  }

  /**
   * A lookup with all rights in the package of a plugin's class.
   *
   * @throws ReflectiveOperationException if it is no plugin's class
   */
  public static MethodHandles.Lookup lookupIn(Class<?> type) throws ReflectiveOperationException {
    if (type.getClassLoader() instanceof PluginLoader loader) {
      return loader.lookupIn(type);
    }
    throw new IllegalAccessException(type.getName() + " is not of a plugin jar");
  }

  @Override
  public String toString() {
    return jar.toString();
  }
}
