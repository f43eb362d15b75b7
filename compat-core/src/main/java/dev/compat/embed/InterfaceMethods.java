package dev.compat.embed;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The methods of a legacy interface and of what implements it. Stateless. */
final class InterfaceMethods {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private InterfaceMethods() {}

  /**
   * Those that are join points: all but static ones, what every object has, and bridges, which call
   * others. Each that two interfaces have is there but once.
   */
  static List<Method> of(Class<?> type) {
    Map<List<Object>, Method> methods = new LinkedHashMap<>();
    Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
        .filter(method -> !isOfEveryObject(method))
        .forEach(method -> methods.putIfAbsent(shape(method), method));
    return List.copyOf(methods.values());
  }

  private static List<Object> shape(Method method) {
    return List.of(
        method.getName(), method.getReturnType(), Arrays.asList(method.getParameterTypes()));
  }

  /** What every object has and may say something of its own about. */
  static List<Method> ofEveryObject() {
    return Arrays.stream(Object.class.getMethods())
        .filter(InterfaceMethods::isOfEveryObject)
        .toList();
  }

  private static boolean isOfEveryObject(Method method) {
    return switch (method.getName()) {
      case "equals" -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class});
      case "hashCode", "toString" -> method.getParameterCount() == 0;
      default -> false;
    };
  }

  /** For people: {@code quote(String, int)}. */
  static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  /**
   * What is declared of a join point: by the method of the replacement that implements it, by the
   * class in which that method is, or by the replacement's class; null if by none.
   */
  static <A extends Annotation> @Nullable A annotation(
      Class<?> replacement, Method joinPoint, Class<A> type) {
    Method implementation = implementation(replacement, joinPoint);
    A declared = implementation.getAnnotation(type);
    if (declared == null) {
      declared = implementation.getDeclaringClass().getAnnotation(type);
    }
    return declared == null ? replacement.getAnnotation(type) : declared;
  }

  private static Method implementation(Class<?> replacement, Method joinPoint) {
    for (Class<?> type = replacement; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.isBridge() && implementsIt(method, joinPoint)) {
          return method;
        }
      }
    }
    try { // a default method
      return replacement.getMethod(joinPoint.getName(), joinPoint.getParameterTypes());
    } catch (NoSuchMethodException hidden) {
      return joinPoint;
    }
  }

  /** Where type arguments take the place of type variables, parameters are narrower. */
  private static boolean implementsIt(Method method, Method joinPoint) {
    if (!method.getName().equals(joinPoint.getName())
        || method.getParameterCount() != joinPoint.getParameterCount()
        || Modifier.isStatic(method.getModifiers())
        || !joinPoint.getReturnType().isAssignableFrom(method.getReturnType())) {
      return false;
    }
    Class<?>[] narrow = method.getParameterTypes();
    Class<?>[] wide = joinPoint.getParameterTypes();
    return IntStream.range(0, wide.length).allMatch(i -> wide[i].isAssignableFrom(narrow[i]));
  }

  /**
   * Calls {@code method} on {@code target}, with the arguments in an array that is the first.
   *
   * @throws IllegalArgumentException if it may not be called from here
   */
  static ArmCall arm(Method method, Object target) {
    MethodHandle handle = unreflect(method).asFixedArity().bindTo(target);
    MethodHandle spread =
        handle
            .asType(handle.type().generic())
            .asSpreader(Object[].class, handle.type().parameterCount());
    return (a, b, c, d, e) -> (Object) spread.invokeExact((Object[]) a);
  }

  private static MethodHandle unreflect(Method method) {
    Class<?> type = method.getDeclaringClass();
    try {
      return MethodHandles.privateLookupIn(type, LOOKUP).unreflect(method);
    } catch (IllegalAccessException notOpen) {
      return unreflectPublic(method, type);
    }
  }

  private static MethodHandle unreflectPublic(Method method, Class<?> type) {
    try {
      return MethodHandles.publicLookup().unreflect(method);
    } catch (IllegalAccessException closed) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be called from here; open its package with 'opens "
              + type.getPackageName()
              + "' in module "
              + type.getModule().getName(),
          closed);
    }
  }
}
