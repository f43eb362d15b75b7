package dev.compat.agent.link;

import dev.compat.agent.weave.StateReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the class files of a legacy class say, as the application's loader serves them. Runs code of
 * that loader's, so it belongs on a background thread; confined to it.
 */
final class LegacyResources {

  private final Class<?> legacy;
  private boolean isRead;
  private @Nullable String state;

  LegacyResources(Class<?> legacy) {
    this.legacy = legacy;
  }

  /** What the objects of the class keep that may change; null if nothing. Read once. */
  @Nullable String state() {
    if (!isRead) {
      ClassLoader loader = legacy.getClassLoader();
      state = StateReader.read(legacy.getName(), name -> find(name, loader));
      isRead = true;
    }
    return state;
  }

  private static byte @Nullable [] find(String name, ClassLoader loader) throws IOException {
    String file = name.replace('.', '/') + ".class";
    byte[] own = read(file, loader);
    return own != null ? own : read(file, ClassLoader.getPlatformClassLoader());
  }

  private static byte @Nullable [] read(String file, ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(file)) {
      return in == null ? null : in.readAllBytes();
    } catch (RuntimeException | LinkageError ofTheLoader) {
      return null;
    }
  }
}
