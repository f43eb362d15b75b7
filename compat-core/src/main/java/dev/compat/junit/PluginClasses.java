package dev.compat.junit;

import dev.compat.CompatModule;
import dev.compat.Original;
import dev.compat.Replaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The adapters and originals where a plugin's classes are: a folder, or a jar. */
final class PluginClasses {

  private static final String CLASS = ".class";

  private final ClassLoader loader;
  private final List<Class<?>> adapters = new ArrayList<>();
  private final List<Class<?>> originals = new ArrayList<>();

  /** Looks where {@code plugin} is, without initialising a class. */
  PluginClasses(Class<?> plugin) {
    this.loader = plugin.getClassLoader();
    try {
      for (Path place : places(plugin)) {
        if (Files.isDirectory(place)) {
          folder(place);
        } else {
          jar(place);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the classes of " + plugin.getName(), failure);
    }
  }

  List<Class<?>> adapters() {
    return adapters;
  }

  List<Class<?>> originals() {
    return originals;
  }

  /** Where it is itself, and the modules that it extends: a plugin may be made of several jars. */
  private static Set<Path> places(Class<?> plugin) {
    Set<Path> places = new LinkedHashSet<>();
    Class<?> type = plugin;
    while (type != null && type != CompatModule.class && type != Object.class) {
      places.add(place(type));
      type = type.getSuperclass();
    }
    return places;
  }

  private static Path place(Class<?> plugin) {
    CodeSource source = plugin.getProtectionDomain().getCodeSource();
    try {
      if (source != null) {
        return Path.of(source.getLocation().toURI());
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // As if nothing said where it is.
    }
    throw new IllegalStateException(
        plugin.getName() + " is in no folder or jar; name a class of the plugin's own");
  }

  private void folder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(CLASS)).sorted().toList()) {
        look(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private void jar(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        if (entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            look(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  /** Only what names one of the annotations is loaded: the rest may lack what it leans on. */
  private void look(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.contains("Ldev/compat/Replaces;") || text.contains("Ldev/compat/Original;")) {
      Class<?> type = load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
      if (type != null && type.isAnnotationPresent(Replaces.class)) {
        adapters.add(type);
      } else if (type != null && type.isAnnotationPresent(Original.class)) {
        originals.add(type);
      }
    }
  }

  private @Nullable Class<?> load(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError absent) {
      return null;
    }
  }

  /** The binary name of the legacy class that an adapter replaces. */
  static String legacy(Class<?> adapter) {
    Replaces replaces = adapter.getAnnotation(Replaces.class);
    try {
      return replaces.name().isEmpty() ? replaces.value().getName() : replaces.name();
    } catch (TypeNotPresentException absent) {
      return absent.typeName();
    }
  }
}
