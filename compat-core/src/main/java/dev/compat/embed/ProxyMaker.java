package dev.compat.embed;

import dev.compat.embed.ClassFileWriter.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands where legacy objects stood: sends each call of an interface to its join point, and
 * what every object has to legacy. Safe for use by several threads, by a concurrent map.
 */
final class ProxyMaker {

  private static final String SUFFIX = "$CompatProxy";
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType MAKER =
      MethodType.methodType(Object.class, InvocationHandler[].class);

  /** Makes an object of the class that was written for an interface. */
  private final Map<Class<?>, MethodHandle> makers = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @param routes a join point for each of {@link InterfaceMethods#of}
   * @throws IllegalArgumentException if there is no place where the interface can be implemented
   */
  <T> T of(Class<T> type, Object legacy, Map<Method, ArmCall> routes) {
    List<InvocationHandler> handlers = new ArrayList<>();
    for (Method method : InterfaceMethods.ofEveryObject()) {
      handlers.add(toLegacy(legacy, method));
    }
    for (Method method : InterfaceMethods.of(type)) {
      handlers.add(toJoinPoint(routes.get(method)));
    }
    MethodHandle maker = makers.computeIfAbsent(type, ProxyMaker::maker);
    try {
      return type.cast(maker.invoke(handlers.toArray(InvocationHandler[]::new)));
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static InvocationHandler toJoinPoint(@Nullable ArmCall routed) {
    if (routed == null) {
      throw new IllegalStateException("a method without a join point");
    }
    return (proxy, ignored, given) -> routed.call(given, null, null, null, null);
  }

  private static InvocationHandler toLegacy(Object legacy, Method method) {
    return switch (method.getName()) {
      case "equals" -> (proxy, ignored, given) -> isEqual(legacy, given[0]);
      case "hashCode" -> (proxy, ignored, given) -> legacy.hashCode();
      default -> (proxy, ignored, given) -> legacy.toString();
    };
  }

  /** Two of ours are equal if their legacy objects are: the other one asks its own. */
  private static boolean isEqual(Object legacy, @Nullable Object other) {
    if (other != null && isOurs(other.getClass())) {
      return other.equals(legacy);
    }
    return legacy.equals(other);
  }

  private static boolean isOurs(Class<?> type) {
    return type.isSynthetic() && type.getName().contains(SUFFIX);
  }

  private static MethodHandle maker(Class<?> type) {
    List<Shape> shapes = new ArrayList<>();
    InterfaceMethods.ofEveryObject().forEach(method -> shapes.add(shape(method)));
    InterfaceMethods.of(type).forEach(method -> shapes.add(shape(method)));
    try {
      MethodHandles.Lookup place = place(type, shapes);
      return place
          .findConstructor(place.lookupClass(), MAKER.changeReturnType(void.class))
          .asType(MAKER);
    } catch (IllegalAccessException | NoSuchMethodException closed) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be implemented from here; open its package with 'opens "
              + type.getPackageName()
              + "' in module "
              + type.getModule().getName()
              + ", or declare its methods one by one with joinPoint(...)",
          closed);
    }
  }

  /**
   * Where it is defined: beside its interface, to be unloaded with the last object of it; where
   * that is another module than ours, here if everything can be seen from here; else beside its
   * interface for as long as that has a loader.
   */
  private static MethodHandles.Lookup place(Class<?> type, List<Shape> shapes)
      throws IllegalAccessException {
    if (type.getModule() != LOOKUP.lookupClass().getModule() && isSeenFromHere(type, shapes)) {
      String name = LOOKUP.lookupClass().getPackageName() + "." + type.getSimpleName();
      return LOOKUP.defineHiddenClass(write(name, type, shapes), true);
    }
    MethodHandles.Lookup beside = MethodHandles.privateLookupIn(type, LOOKUP);
    if (beside.hasFullPrivilegeAccess()) {
      return beside.defineHiddenClass(write(type.getName(), type, shapes), true);
    }
    String name = type.getName() + Long.toHexString(System.nanoTime());
    Class<?> defined = beside.defineClass(write(name, type, shapes));
    return MethodHandles.privateLookupIn(defined, LOOKUP);
  }

  private static byte[] write(String name, Class<?> type, List<Shape> shapes) {
    String fileName = (name + SUFFIX).replace('.', '/');
    return ClassFileWriter.write(fileName, type.getName().replace('.', '/'), shapes);
  }

  private static boolean isSeenFromHere(Class<?> type, List<Shape> shapes) {
    return isSeenFromHere(type)
        && shapes.stream().allMatch(shape -> isSeenFromHere(shape.type().returnType()));
  }

  private static boolean isSeenFromHere(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    if (element.isPrimitive()) {
      return true;
    }
    try {
      return Modifier.isPublic(element.getModifiers())
          && element
              .getModule()
              .isExported(element.getPackageName(), LOOKUP.lookupClass().getModule())
          && Class.forName(element.getName(), false, LOOKUP.lookupClass().getClassLoader())
              == element;
    } catch (ClassNotFoundException | LinkageError hidden) {
      return false;
    }
  }

  private static Shape shape(Method method) {
    return new Shape(
        method.getName(),
        MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
  }
}
