package dev.compat.agent.link;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for classes that an application has already loaded, without loading any: asking for a
 * logging class before the application does would decide how it logs. Immutable.
 */
final class LoadedClasses {

  private final MethodHandle findLoadedClass;

  private LoadedClasses(MethodHandle findLoadedClass) {
    this.findLoadedClass = findLoadedClass;
  }

  static LoadedClasses open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Set<Module> us = Set.of(LoadedClasses.class.getModule());
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", us), Set.of(), Map.of());
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup());
    MethodType type = MethodType.methodType(Class.class, String.class);
    return new LoadedClasses(lookup.findVirtual(ClassLoader.class, "findLoadedClass", type));
  }

  /** The class {@code name} in {@code loader} or one of its parents; null if none has it. */
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
      return (Class<?>) findLoadedClass.invoke(loader, name);
    } catch (Throwable failure) {
      return null;
    }
  }
}
