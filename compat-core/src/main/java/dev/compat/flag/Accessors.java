package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds how classes of the application give their properties.
 *
 * <p>A property {@code x} is what {@code x()}, {@code getX()} or a boolean {@code isX()} returns,
 * else the field {@code x}. Private ones will do. Where a class hides in a module, the same method
 * of a supertype that does not is taken.
 */
final class Accessors {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Accessors() {}

  /** A handle {@code (Object)Object}; {@code null} if there is no such property. */
  static @Nullable MethodHandle ofProperty(Class<?> type, String property) {
    Set<Class<?>> lineage = lineage(type);
    String suffix = property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    for (String name : List.of(property, "get" + suffix, "is" + suffix)) {
      for (Class<?> declarer : lineage) {
        Method method = method(declarer, name);
        if (method != null && fits(method, name.equals("is" + suffix))) {
          return handle(method);
        }
      }
    }
    return ofField(lineage, property);
  }

  private static boolean fits(Method method, boolean truth) {
    Class<?> result = method.getReturnType();
    return isInstance(method)
        && (truth ? result == boolean.class || result == Boolean.class : result != void.class)
        && method.trySetAccessible();
  }

  private static @Nullable MethodHandle ofField(Set<Class<?>> lineage, String name) {
    for (Class<?> declarer : lineage) {
      Field field = field(declarer, name);
      if (field != null && isInstance(field) && field.trySetAccessible()) {
        return handle(field);
      }
    }
    return null;
  }

  /** A handle {@code ()Object}; {@code null} if there is no such method. */
  static @Nullable MethodHandle ofStatic(Class<?> type, String name) {
    Method method = method(type, name);
    boolean fits =
        method != null
            && !isInstance(method)
            && method.getReturnType() != void.class
            && method.trySetAccessible();
    return method != null && fits ? handle(method) : null;
  }

  private static MethodHandle handle(AccessibleObject member) {
    try {
      MethodHandle handle =
          member instanceof Method method
              ? LOOKUP.unreflect(method)
              : LOOKUP.unreflectGetter((Field) member);
      return handle.asType(MethodType.genericMethodType(handle.type().parameterCount()));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible, and is not: " + member, e);
    }
  }

  private static @Nullable Method method(Class<?> type, String name) {
    try {
      return type.getDeclaredMethod(name);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static @Nullable Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      return null;
    }
  }

  private static boolean isInstance(Member member) {
    return !Modifier.isStatic(member.getModifiers());
  }

  /** The class, its superclasses, then all their interfaces. */
  private static Set<Class<?>> lineage(Class<?> type) {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      classes.add(c);
    }
    Set<Class<?>> lineage = new LinkedHashSet<>(classes);
    classes.forEach(c -> addInterfaces(c, lineage));
    return lineage;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> lineage) {
    for (Class<?> i : type.getInterfaces()) {
      lineage.add(i);
      addInterfaces(i, lineage);
    }
  }
}
