package dev.compat.agent.link;

import dev.compat.agent.weave.Hierarchy;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** How the types of a plugin and a legacy class relate, now that both are loaded. */
record LoadedTypes(ClassLoader plugin, ClassLoader legacy) implements Hierarchy {

  @Override
  public boolean mayBeSuper(String upper, String lower) {
    Class<?> above = load(upper);
    Class<?> below = load(lower);
    return above != null && below != null && above.isAssignableFrom(below);
  }

  @Override
  public boolean mayBeHidden(String type) {
    Class<?> found = load(type);
    return found != null && isHidden(found);
  }

  /**
   * Packages are opened to plugins: whether classes are public, and in a package, is all that
   * counts.
   */
  static boolean isHidden(Class<?> type) {
    if (type.isArray()) {
      return isHidden(type.getComponentType());
    }
    Class<?> outer = type.getDeclaringClass();
    return !Modifier.isPublic(type.getModifiers())
        || (!type.isPrimitive() && type.getPackageName().isEmpty())
        || (outer != null && isHidden(outer));
  }

  /** A plugin finds what the application has, unless it has a class of that name itself. */
  private @Nullable Class<?> load(String descriptor) {
    Class<?> found = load(descriptor, legacy);
    return found != null ? found : load(descriptor, plugin);
  }

  private static @Nullable Class<?> load(String descriptor, ClassLoader loader) {
    try {
      return MethodType.fromMethodDescriptorString("()" + descriptor, loader).returnType();
    } catch (TypeNotPresentException | LinkageError absent) {
      return null;
    }
  }
}
