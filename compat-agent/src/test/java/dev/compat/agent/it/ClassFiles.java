package dev.compat.agent.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Class files by the binary names of their classes: a jar's, without its variants for later JDKs.
 */
public record ClassFiles(String name, Map<String, byte[]> byClass) {

  private static final String SUFFIX = ".class";

  public static ClassFiles of(Path jar) {
    Map<String, byte[]> byClass = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().filter(ClassFiles::isClass).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          byClass.put(className(entry.getName()), in.readAllBytes());
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new ClassFiles(jar.getFileName().toString().replace(".jar", ""), byClass);
  }

  private static boolean isClass(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(SUFFIX)
        && !name.startsWith("META-INF/")
        && !name.endsWith("module-info.class");
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.');
  }

  /**
   * Loads and links every class, and says of each what came of it: {@code loaded}, or the error.
   *
   * <p>The classes see each other and the platform, nothing else, so many cannot be resolved.
   */
  Map<String, String> load() {
    Loader loader = new Loader(byClass);
    Map<String, String> outcomes = new TreeMap<>();
    byClass.keySet().forEach(name -> outcomes.put(name, outcome(name, loader)));
    return outcomes;
  }

  private static String outcome(String name, ClassLoader loader) {
    try {
      // Asking for members links a class, which verifies it, and does not initialise it.
      return "loaded, " + Class.forName(name, false, loader).getDeclaredFields().length + " fields";
    } catch (ClassNotFoundException | LinkageError failure) {
      return failure.getClass().getName() + ": " + firstLine(failure);
    }
  }

  /** The rest of a verifier's message tells offsets, which a prologue moves. */
  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /** Defines the given classes itself and asks the platform for all others. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> byClass;

    Loader(Map<String, byte[]> byClass) {
      super(ClassLoader.getPlatformClassLoader());
      this.byClass = byClass;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        byte[] bytes = byClass.get(name);
        return bytes == null
            ? super.loadClass(name, resolve)
            : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
