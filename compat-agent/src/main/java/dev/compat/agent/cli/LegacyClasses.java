package dev.compat.agent.cli;

import dev.compat.agent.init.ClassFiles;
import dev.compat.config.Problem;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Class files by name, out of jars, archives with jars in them, and folders. */
final class LegacyClasses implements ClassFiles, AutoCloseable {

  private static final String CLASS = ".class";
  private static final List<String> ROOTS = List.of("", "BOOT-INF/classes/", "WEB-INF/classes/");
  private static final Pattern LIBRARY = Pattern.compile("(BOOT-INF|WEB-INF)/lib/[^/]+\\.jar");

  private final List<Path> folders = new ArrayList<>();
  private final Map<Path, ZipFile> jars = new LinkedHashMap<>();
  private final Map<ZipFile, Map<String, ZipEntry>> libraries = new HashMap<>();

  private LegacyClasses() {}

  static LegacyClasses open(List<Path> in, List<Problem> problems) {
    LegacyClasses classes = new LegacyClasses();
    for (Path path : in) {
      try {
        classes.add(path);
      } catch (IOException e) {
        String message = "is no folder and cannot be read as a jar (" + e.getMessage() + ")";
        problems.add(new Problem("--in " + path, message, "correct the path"));
      }
    }
    return classes;
  }

  private void add(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      folders.add(path);
    } else {
      jars.put(path, new ZipFile(path.toFile()));
    }
  }

  /** The first class file of that name; {@code null} when there is none. */
  @Override
  public byte @Nullable [] find(String binaryName) throws IOException {
    String name = binaryName.replace('.', '/') + CLASS;
    for (Path folder : folders) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return Files.readAllBytes(folder.resolve(name));
      }
    }
    for (ZipFile jar : jars.values()) {
      byte[] found = find(name, jar);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The names of all classes that are not in a jar within an archive. */
  @Override
  public Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.forEach(file -> addName(folder.relativize(file).toString(), names));
      }
    }
    jars.values().forEach(jar -> jar.stream().forEach(entry -> addName(entry.getName(), names)));
    return names;
  }

  private static void addName(String file, Set<String> names) {
    if (file.endsWith(CLASS)) {
      String path = file.replace(File.separatorChar, '/');
      for (String root : ROOTS) {
        path = path.startsWith(root) ? path.substring(root.length()) : path;
      }
      names.add(path.substring(0, path.length() - CLASS.length()).replace('/', '.'));
    }
  }

  private byte @Nullable [] find(String name, ZipFile jar) throws IOException {
    for (String root : ROOTS) {
      ZipEntry entry = jar.getEntry(root + name);
      if (entry != null) {
        return read(jar, entry);
      }
    }
    ZipEntry library = libraries(jar).get(name);
    return library == null ? null : findWithin(name, read(jar, library));
  }

  /** By the names of what is in them: to look through all of them for each class takes long. */
  private Map<String, ZipEntry> libraries(ZipFile jar) throws IOException {
    Map<String, ZipEntry> known = libraries.get(jar);
    if (known != null) {
      return known;
    }
    Map<String, ZipEntry> byClass = new HashMap<>();
    for (ZipEntry entry : jar.stream().toList()) {
      if (LIBRARY.matcher(entry.getName()).matches()) {
        try (ZipInputStream library = new ZipInputStream(jar.getInputStream(entry))) {
          for (ZipEntry each = library.getNextEntry();
              each != null;
              each = library.getNextEntry()) {
            byClass.putIfAbsent(each.getName(), entry);
          }
        }
      }
    }
    libraries.put(jar, byClass);
    return byClass;
  }

  private static byte @Nullable [] findWithin(String name, byte[] library) throws IOException {
    try (ZipInputStream jar = new ZipInputStream(new ByteArrayInputStream(library))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return jar.readAllBytes();
        }
      }
      return null;
    }
  }

  private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    for (ZipFile jar : jars.values()) {
      try {
        jar.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
