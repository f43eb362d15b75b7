package dev.compat.archtests;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class folders that the build of the sibling modules leaves, which our rules are run on. */
final class House {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");
  private static final Path CORE = ROOT.resolve("compat-core/target/classes");
  private static final Path AGENT = ROOT.resolve("compat-agent/target/classes");
  private static final Path BOOT = ROOT.resolve("compat-agent/target/boot-classes");
  private static final Path PREMAIN = ROOT.resolve("compat-agent/target/premain-classes");

  private House() {}

  static JavaClasses core() {
    return read(CORE);
  }

  static JavaClasses agent() {
    return read(AGENT);
  }

  static JavaClasses boot() {
    return read(BOOT);
  }

  static JavaClasses premain() {
    return read(PREMAIN);
  }

  static JavaClasses all() {
    Stream.of(CORE, AGENT, BOOT, PREMAIN).forEach(House::read);
    return new ClassFileImporter().importPaths(List.of(CORE, AGENT, PREMAIN));
  }

  /**
   * The classes in {@code folder}.
   *
   * @throws IllegalStateException if there are none: rules on nothing would always hold
   */
  static JavaClasses read(Path folder) {
    JavaClasses classes = new ClassFileImporter().importPath(folder);
    if (classes.isEmpty()) {
      throw new IllegalStateException(
          "no classes in "
              + folder.toAbsolutePath().normalize()
              + ": build the sibling modules first, with ./mvnw verify at the top");
    }
    return classes;
  }
}
