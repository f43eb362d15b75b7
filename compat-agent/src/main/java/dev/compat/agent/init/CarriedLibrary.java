package dev.compat.agent.init;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * What a plugin is compiled against, and its tests run with, taken out of the agent jar, where it
 * lies hidden.
 */
final class CarriedLibrary {

  private static final String ROOT = "compat-agent/";
  private static final String HIDDEN = ".classdata";
  private static final String OURS = "dev/compat/agent/";
  private static final List<String> PACKAGES =
      List.of(
          "dev/compat/",
          "com/fasterxml/jackson/annotation/",
          "com/google/common/",
          "com/google/inject/",
          "jakarta/inject/",
          "org/aopalliance/",
          "org/jspecify/",
          "org/slf4j/",
          "org/snakeyaml/",
          "tools/jackson/");

  private CarriedLibrary() {}

  /** A jar of its classes; the same bytes from the same agent jar. */
  static byte[] jar() throws IOException, InitException {
    URL self = CarriedLibrary.class.getResource("CarriedLibrary.class");
    URLConnection connection = self == null ? null : self.openConnection();
    if (!(connection instanceof JarURLConnection inJar)) {
      throw new InitException(
          "the library that a plugin is compiled against is carried by the packaged agent alone;"
              + " run 'java -jar compat-agent.jar init'");
    }
    inJar.setUseCaches(false);
    try (JarFile agent = inJar.getJarFile()) {
      return copy(agent);
    }
  }

  private static byte[] copy(JarFile agent) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      for (Enumeration<JarEntry> all = agent.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        String name = name(entry);
        if (PACKAGES.stream().anyMatch(name::startsWith) && !name.startsWith(OURS)) {
          copy(agent, entry, name, out);
        }
      }
    }
    return bytes.toByteArray();
  }

  /** The name of the class file that the entry hides; empty if it hides none. */
  private static String name(JarEntry entry) {
    String name = entry.getName();
    return name.startsWith(ROOT) && name.endsWith(HIDDEN)
        ? name.substring(ROOT.length(), name.length() - HIDDEN.length()) + ".class"
        : "";
  }

  private static void copy(JarFile agent, JarEntry entry, String name, JarOutputStream out)
      throws IOException {
    JarEntry visible = new JarEntry(name);
    visible.setTime(entry.getTime());
    out.putNextEntry(visible);
    try (InputStream in = agent.getInputStream(entry)) {
      in.transferTo(out);
    }
  }
}
