package dev.compat.agent.runtime;

import dev.compat.agent.weave.ClassDefiner;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Puts {@code java.compat} into the bootstrap loader.
 *
 * <p>Defined directly, so that there is no temporary file and the JVM has nothing to warn of; where
 * a JDK refuses that, the agent jar is appended to the bootstrap class path.
 */
final class BootGate {

  private static final int VERSION = 1;
  private static final String PACKAGE = "java.compat.";

  /** Supertypes before subtypes, what is used before what uses it. */
  private static final List<String> TYPES =
      List.of("Linker", "Boot", "Extent", "Gate", "Cell", "Cell$Cells", "RouteSite");

  private static final String JBOSS_MODULE = "org/jboss/modules/Module.class";
  private static final String JBOSS_PACKAGES = "jboss.modules.system.pkgs";

  private BootGate() {}

  /**
   * Defines what is not there yet.
   *
   * @throws IllegalStateException if another agent's boot gate of a version unknown here is there
   */
  static void install(File jar, ClassDefiner definer, Instrumentation instrumentation)
      throws IOException {
    showToJBossModules();
    if (!isPresent()) {
      define(jar, definer, instrumentation);
    }
    if (java.compat.Boot.VERSION != VERSION || loaded() != VERSION) {
      throw new IllegalStateException(
          "the boot gate in this JVM has version "
              + loaded()
              + ", this agent needs "
              + VERSION
              + "; restart the application to change the agent's version");
    }
  }

  /**
   * Has JBoss Modules hand out the boot gate, where an application starts with it: it reads this
   * property once, when it starts. Woven before that would be nothing.
   */
  private static void showToJBossModules() {
    String packages = System.getProperty(JBOSS_PACKAGES);
    if (ClassLoader.getSystemResource(JBOSS_MODULE) != null
        && !(packages + ",").contains("java.compat,")) {
      System.setProperty(
          JBOSS_PACKAGES, packages == null ? "java.compat" : packages + ",java.compat");
    }
  }

  private static void define(File jar, ClassDefiner definer, Instrumentation instrumentation)
      throws IOException {
    try (JarFile file = new JarFile(jar, false)) {
      for (String type : TYPES) {
        try (InputStream in =
            file.getInputStream(file.getJarEntry("java/compat/" + type + ".class"))) {
          definer.define(null, PACKAGE + type, in.readAllBytes(), null);
        }
      }
    } catch (LinkageError | RuntimeException refused) {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar, false));
    }
  }

  /** Whether an agent has put it there, this one or an earlier one. */
  static boolean isPresent() {
    try {
      Class.forName(PACKAGE + "Boot", false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static int loaded() {
    try {
      return Class.forName(PACKAGE + "Boot", true, null).getField("VERSION").getInt(null);
    } catch (ReflectiveOperationException unknown) {
      return 0;
    }
  }
}
