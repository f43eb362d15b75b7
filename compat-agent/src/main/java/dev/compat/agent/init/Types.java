package dev.compat.agent.init;

import dev.compat.agent.weave.LegacyOutline;
import dev.compat.agent.weave.LegacyOutline.TypeName;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a plugin's source code can name the application's types. Reads class files of the application
 * and asks the JDK for its own; confined to one thread.
 */
final class Types {

  private static final String ANY = "java.lang.Object";

  private final ClassFiles application;
  private final Map<String, @Nullable LegacyOutline> outlines = new HashMap<>();

  Types(ClassFiles application) {
    this.application = application;
  }

  /** The class as the application has it; null where it has none. */
  @Nullable LegacyOutline outline(String binaryName) throws IOException {
    if (!outlines.containsKey(binaryName)) {
      byte[] classFile = application.find(binaryName);
      outlines.put(binaryName, classFile == null ? null : LegacyOutline.read(classFile));
    }
    return outlines.get(binaryName);
  }

  /** Whether the class is there at all, in the application or in the JDK. */
  boolean isKnown(String binaryName) throws IOException {
    return outline(binaryName) != null || ofPlatform(binaryName) != null;
  }

  /** The name of a class in a plugin's source; null where a plugin cannot name it. */
  @Nullable String nameOf(String binaryName) throws IOException {
    LegacyOutline outline = outline(binaryName);
    if (outline != null) {
      return isVisible(outline) ? outline.sourceName() : null;
    }
    Class<?> platform = ofPlatform(binaryName);
    return platform == null ? null : platform.getCanonicalName();
  }

  /** The type in a plugin's source: where it cannot be named, {@code Object} stands for it. */
  String inSource(TypeName type, Imports imports) throws IOException {
    String element = type.element();
    if (type.isClass()) {
      String name = nameOf(element);
      if (name == null) {
        return imports.use(ANY); // an array of what cannot be named is an object too
      }
      element = imports.use(name);
    }
    return element + "[]".repeat(type.dimensions());
  }

  private boolean isVisible(LegacyOutline outline) throws IOException {
    boolean hasPackage = outline.name().indexOf('.') >= 0; // else no package can import it
    if (!outline.isPublic() || outline.sourceName() == null || !hasPackage) {
      return false;
    }
    String enclosing = outline.enclosing();
    LegacyOutline outer = enclosing == null ? null : outline(enclosing);
    return enclosing == null || (outer != null && isVisible(outer));
  }

  /** Whether the JDK has the class and exports it to nobody. */
  boolean isHiddenInPlatform(String binaryName) {
    String file = binaryName.replace('.', '/') + ".class";
    return ClassLoader.getPlatformClassLoader().getResource(file) != null;
  }

  private static @Nullable Class<?> ofPlatform(String binaryName) {
    try {
      Class<?> found = Class.forName(binaryName, false, ClassLoader.getPlatformClassLoader());
      boolean isVisible =
          found.getCanonicalName() != null && found.getModule().isExported(found.getPackageName());
      for (Class<?> each = found; each != null; each = each.getEnclosingClass()) {
        isVisible &= Modifier.isPublic(each.getModifiers());
      }
      return isVisible ? found : null;
    } catch (ClassNotFoundException | LinkageError absent) {
      return null;
    }
  }
}
