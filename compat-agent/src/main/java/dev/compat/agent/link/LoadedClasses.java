package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for classes that an application has already loaded and initialised, without doing either:
 * asking for a logging class before the application does would decide how it logs. Immutable.
 */
final class LoadedClasses {

  private final MethodHandle findLoadedClass;
  private final MethodHandle shouldBeInitialized;

  private LoadedClasses(MethodHandle findLoadedClass, MethodHandle shouldBeInitialized) {
    this.findLoadedClass = findLoadedClass;
    this.shouldBeInitialized = shouldBeInitialized;
  }

  static LoadedClasses open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Set<Module> us = Set.of(LoadedClasses.class.getModule());
    Map<String, Set<Module>> opened = Map.of("java.lang", us, "jdk.internal.misc", us);
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), Map.of(), opened, Set.of(), Map.of());
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    return new LoadedClasses(
        MethodHandles.privateLookupIn(ClassLoader.class, lookup)
            .findVirtual(
                ClassLoader.class, "findLoadedClass", methodType(Class.class, String.class)),
        shouldBeInitialized(lookup));
  }

  /** Asks the JVM; true also for a class that is just being initialised, whoever does so. */
  private static MethodHandle shouldBeInitialized(MethodHandles.Lookup lookup)
      throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
    Object theUnsafe = unsafe.getMethod("getUnsafe").invoke(null);
    return lookup
        .findVirtual(unsafe, "shouldBeInitialized", methodType(boolean.class, Class.class))
        .bindTo(theUnsafe);
  }

  /** The class {@code name} in {@code loader} or one of its parents, once it is initialised. */
  @Nullable Class<?> find(String name, ClassLoader loader) {
    for (ClassLoader current = loader; current != null; current = current.getParent()) {
      Class<?> found = in(current, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Class<?> in(ClassLoader loader, String name) {
    try {
      Class<?> found = (Class<?>) findLoadedClass.invoke(loader, name);
      return found == null || (boolean) shouldBeInitialized.invokeExact(found) ? null : found;
    } catch (Throwable failure) {
      return null;
    }
  }
}
