package dev.compat.agent.weave;

import org.jspecify.annotations.Nullable;

/**
 * Whether a class loader hands out the boot gate, which every woven method calls. Nearly all do, as
 * they leave {@code java.*} to the bootstrap loader; JBoss Modules hands out only what the JDK had
 * when it was built. A class that was woven all the same would fail in the middle of the
 * application.
 */
final class BootSight {

  private static final String BOOT = "java.compat.Boot";

  private BootSight() {}

  /** Why classes of {@code loader} must not be woven; null if they may. */
  static @Nullable String problem(ClassLoader loader) {
    try {
      return Class.forName(BOOT, false, loader).getClassLoader() == null
          ? null
          : loader + " has a " + BOOT + " of its own";
    } catch (ClassNotFoundException | LinkageError hidden) {
      return loader + " does not hand out java.compat, which woven methods call";
    }
  }

  /** What to do about it. */
  static String remedy(ClassLoader loader) {
    return loader.getClass().getName().startsWith("org.jboss.modules.")
        ? "start with -Djboss.modules.system.pkgs=java.compat"
        : "have it leave java.* to its parent";
  }
}
