package dev.compat.agent.suites;

import dev.compat.agent.it.ClassFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A library that publishes its own tests. */
enum Library {
  /** JUnit 5. */
  LANG("commons-lang3-3.20.0", "org/apache/commons/lang3/", "StringUtils", "isEmpty"),
  /** JUnit 5. */
  TEXT("commons-text-1.15.0", "org/apache/commons/text/", "WordUtils", "initials"),
  /** JUnit 4: the last version whose tests are. */
  CODEC("commons-codec-1.15", "org/apache/commons/codec/", "binary.StringUtils", "getBytesUtf8");

  private static final Path JARS =
      Path.of(System.getProperty("compat.slow.jars")).resolve("suites");

  private final String artifact;
  private final String packages;
  private final String first;

  Library(String artifact, String packages, String type, String method) {
    this.artifact = artifact;
    this.packages = packages;
    this.first = packages.replace('/', '.') + type + "#" + method;
  }

  /** With the version. */
  String artifact() {
    return artifact;
  }

  /** What the internal names of its classes begin with. */
  String packages() {
    return packages;
  }

  /** A static method of one text, to be called before any test is. */
  String first() {
    return first;
  }

  ClassFiles classFiles() {
    return ClassFiles.of(JARS.resolve(artifact + ".jar"));
  }

  Path tests() {
    return JARS.resolve(artifact + "-tests.jar");
  }

  /** Its own jar and what its tests use; not the tests. */
  static List<Path> classPath() {
    try (Stream<Path> jars = Files.list(JARS)) {
      return jars.filter(jar -> !jar.toString().endsWith("-tests.jar"))
          .sorted(Comparator.naturalOrder())
          .collect(Collectors.toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
