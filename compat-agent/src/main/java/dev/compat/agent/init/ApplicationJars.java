package dev.compat.agent.init;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jars that a compiler needs of an application: those given, and those within archives. */
final class ApplicationJars {

  private static final Pattern LIBRARY = Pattern.compile("(?:BOOT-INF|WEB-INF)/lib/([^/]+)\\.jar");
  private static final List<String> NESTED = List.of("BOOT-INF/classes/", "WEB-INF/classes/");
  private static final long NO_TIME = 315_532_800_000L; // 1980, where the times of archives begin

  private final Map<String, byte[]> byName = new LinkedHashMap<>();

  private ApplicationJars() {}

  /** Jars by the name of an artifact, in the order of the class path. */
  static Map<String, byte[]> of(List<Path> in) throws IOException {
    ApplicationJars jars = new ApplicationJars();
    for (Path path : in) {
      if (Files.isDirectory(path)) {
        jars.put(stem(path), folder(path));
      } else {
        jars.archive(path);
      }
    }
    return jars.byName;
  }

  private void archive(Path path) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      if (zip.stream().noneMatch(ApplicationJars::isNested)) {
        put(stem(path), Files.readAllBytes(path));
        return;
      }
      for (String root : NESTED) {
        put(stem(path) + "-classes", below(root, zip));
      }
      for (ZipEntry entry : zip.stream().toList()) {
        Matcher library = LIBRARY.matcher(entry.getName());
        if (library.matches()) {
          put(library.group(1), read(zip, entry));
        }
      }
    }
  }

  private static boolean isNested(ZipEntry entry) {
    return NESTED.stream().anyMatch(entry.getName()::startsWith)
        || LIBRARY.matcher(entry.getName()).matches();
  }

  private void put(String name, byte[] jar) {
    String artifact = name.replaceAll("[^A-Za-z0-9._-]", "-");
    String free = artifact;
    for (int i = 2; byName.containsKey(free); i++) {
      free = artifact + "-" + i;
    }
    if (jar.length > 0) {
      byName.put(free, jar);
    }
  }

  private static byte[] below(String root, ZipFile zip) throws IOException {
    Predicate<ZipEntry> isBelow = e -> e.getName().startsWith(root) && !e.isDirectory();
    if (zip.stream().noneMatch(isBelow)) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      for (ZipEntry entry : zip.stream().filter(isBelow).toList()) {
        add(entry.getName().substring(root.length()), read(zip, entry), out);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] folder(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        add(name, Files.readAllBytes(file), out);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(String name, byte[] content, JarOutputStream out) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(NO_TIME);
    out.putNextEntry(entry);
    out.write(content);
  }

  private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static String stem(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return name.replaceFirst("\\.[jw]ar$", "");
  }
}
