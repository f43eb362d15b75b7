package dev.compat.junit;

import dev.compat.Original;
import dev.compat.Signature;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An original that calls legacy as it is: nothing is routed in a test. */
final class DirectOriginal implements InvocationHandler {

  private final Class<?> legacy;

  private DirectOriginal(Class<?> legacy) {
    this.legacy = legacy;
  }

  static Object of(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new DirectOriginal(legacy(type)));
  }

  private static Class<?> legacy(Class<?> type) {
    Original original = type.getAnnotation(Original.class);
    if (original.value() != void.class) {
      return original.value();
    }
    Class<?> adapter = type.getEnclosingClass();
    String name =
        original.name().isEmpty() && adapter != null
            ? PluginClasses.legacy(adapter)
            : original.name();
    try {
      return Class.forName(name, true, type.getClassLoader());
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException(
          "legacy class " + name + " of original " + type.getName() + " is not on the class path",
          absent);
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] all = given == null ? new Object[0] : given;
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, all);
    }
    Method target = target(method, all.length);
    target.setAccessible(true);
    boolean isStatic = Modifier.isStatic(target.getModifiers());
    try {
      return isStatic
          ? target.invoke(null, all)
          : target.invoke(all[0], Arrays.copyOfRange(all, 1, all.length));
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object[] all) {
    return switch (method.getName()) {
      case "equals" -> proxy == all[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "original of " + legacy.getName();
    };
  }

  private Method target(Method method, int count) {
    Signature written = method.getAnnotation(Signature.class);
    String name = written == null ? method.getName() : written.value().replaceAll("\\(.*", "");
    return Arrays.stream(legacy.getDeclaredMethods())
        .filter(one -> one.getName().equals(name) && !one.isSynthetic())
        .filter(one -> fits(one, method, count))
        .findFirst()
        .orElseThrow(() -> new AssertionError(legacy.getName() + " has no method for " + method));
  }

  /**
   * Of overloads with as many parameters, the one whose types are those, where they can be named.
   */
  private static boolean fits(Method target, Method method, int count) {
    int receiver = Modifier.isStatic(target.getModifiers()) ? 0 : 1;
    if (target.getParameterCount() + receiver != count) {
      return false;
    }
    for (int i = 0; i < target.getParameterCount(); i++) {
      if (!method.getParameterTypes()[i + receiver].isAssignableFrom(
          target.getParameterTypes()[i])) {
        return false;
      }
    }
    return true;
  }
}
