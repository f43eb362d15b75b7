package dev.compat.recording;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a class of the application's, down to the class of the JDK that it extends.
 *
 * <p>Kept with the class, by {@link ClassValue}, so that it goes when the class goes.
 */
final class Fields {

  private static final ClassValue<Fields> KNOWN =
      new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
          return new Fields(type);
        }
      };

  private final Class<?> type;
  private final Map<String, Field> byName = new LinkedHashMap<>();
  private final @Nullable String refusal;

  private Fields(Class<?> type) {
    this.type = type;
    this.refusal = refusal(type);
    if (refusal == null) {
      for (Class<?> each = type;
          each != null && isOfAnApplication(each);
          each = each.getSuperclass()) {
        add(each);
      }
    }
  }

  static Fields of(Class<?> type) {
    return KNOWN.get(type);
  }

  /** Classes of the JDK keep their fields to themselves. */
  static boolean isOfAnApplication(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null && loader != ClassLoader.getPlatformClassLoader();
  }

  private static @Nullable String refusal(Class<?> type) {
    if (type.isHidden() || Proxy.isProxyClass(type)) {
      return "a " + (type.isHidden() ? "lambda or another hidden class" : "proxy");
    }
    for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
      if (!isOfAnApplication(each)) {
        if (Throwable.class.isAssignableFrom(each)) {
          return null;
        }
        return each == type ? type.getTypeName() : type.getTypeName() + ", a " + each.getTypeName();
      }
      if (isFinalized(each)) {
        return type.getTypeName() + ", which has a finalizer";
      }
      if (!each.getModule().isOpen(each.getPackageName(), Fields.class.getModule())) {
        return type.getTypeName() + ", whose module is not open";
      }
    }
    return null;
  }

  /** The finalizer of an object that no constructor has made might do anything. */
  private static boolean isFinalized(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.getName().equals("finalize") && method.getParameterCount() == 0);
  }

  private void add(Class<?> declaring) {
    for (Field field : declaring.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        String name = field.getName();
        byName.put(byName.containsKey(name) ? declaring.getName() + "." + name : name, field);
      }
    }
  }

  /**
   * The fields by their names, those of superclasses behind; complains of what has none to show.
   */
  Map<String, Field> all() {
    if (refusal != null) {
      throw new CodecException(refusal);
    }
    return byName;
  }

  /** An object of the class, for which no constructor of the application's has run. */
  Object instance() throws ReflectiveOperationException {
    all();
    return instance(type, Object.class.getConstructor());
  }

  /** A throwable of the class, for which no constructor but that of {@code Throwable} has run. */
  Throwable thrown(@Nullable String message, @Nullable Throwable cause)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        Throwable.class.getDeclaredConstructor(
            String.class, Throwable.class, boolean.class, boolean.class);
    return (Throwable) instance(type, constructor, message, cause, false, false);
  }

  private static Object instance(
      Class<?> type, Constructor<?> constructor, @Nullable Object... arguments)
      throws ReflectiveOperationException {
    // What deserialisation uses. By name: a compiler for an older release does not know the class.
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object one = factory.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> made =
        (Constructor<?>)
            factory
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(one, type, constructor);
    return made.newInstance(arguments);
  }
}
