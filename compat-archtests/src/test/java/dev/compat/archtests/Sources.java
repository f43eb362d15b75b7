package dev.compat.archtests;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources of a few small classes, compiled into a folder of their own to try a rule on. */
record Sources(int release, List<Source> units) {

  /** One file: where it lies below the source root, and what is in it. */
  record Source(String path, String text) {}

  static Sources of(Source... units) {
    return new Sources(17, List.of(units));
  }

  static Source source(String path, String text) {
    return new Source(path, text);
  }

  Sources forRelease(int other) {
    return new Sources(other, units);
  }

  /**
   * The classes that the JDK's own compiler makes of the sources, in a folder below {@code temp}.
   */
  JavaClasses compile(Path temp) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    Path out = temp.resolve("classes");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path[] paths = units.stream().map(unit -> write(temp, unit)).toArray(Path[]::new);
      var task =
          compiler.getTask(
              messages, files, null, options(out), null, files.getJavaFileObjects(paths));
      if (!task.call()) {
        throw new IllegalArgumentException("does not compile: " + messages);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return House.read(out);
  }

  private List<String> options(Path out) {
    return List.of("-proc:none", "--release", Integer.toString(release), "-d", out.toString());
  }

  private static Path write(Path temp, Source unit) {
    try {
      Path file = temp.resolve("sources").resolve(unit.path());
      Files.createDirectories(file.getParent());
      return Files.writeString(file, unit.text());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
