package com.example.escaping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The text in a jar: the lines of its {@code .java} files, read as UTF-8, in the order of names.
 */
public final class SourcesJar {

  private SourcesJar() {}

  /** Gives the reader the name of the file and the line without its end, for every line. */
  public static void forEachLine(Path jar, BiConsumer<String, String> reader) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : javaFiles(file)) {
        forEachLine(file, entry, reader);
      }
    }
  }

  private static List<JarEntry> javaFiles(JarFile file) {
    List<JarEntry> entries = new ArrayList<>();
    file.stream().filter(entry -> entry.getName().endsWith(".java")).forEach(entries::add);
    entries.sort(Comparator.comparing(JarEntry::getName));
    return entries;
  }

  private static void forEachLine(JarFile file, JarEntry entry, BiConsumer<String, String> reader)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(file.getInputStream(entry), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.accept(entry.getName(), line);
      }
    }
  }
}
