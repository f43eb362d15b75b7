package dev.compat.call;

import dev.compat.Propagator;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.LoadedMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries over the diagnostic context of the application's own logging library, of the first of
 * those loaded that has one. A worker's own is empty before and after. Thread-safe.
 */
final class DiagnosticContext implements Propagator {

  private final List<Library> libraries;

  DiagnosticContext(ClassFinder finder) {
    this.libraries =
        Stream.of(
                new Spelling("org.slf4j.MDC", "getCopyOfContextMap", String.class, "clear"),
                new Spelling(
                    "org.apache.logging.log4j.ThreadContext",
                    "getImmutableContext",
                    String.class,
                    "clearMap"),
                new Spelling("org.apache.log4j.MDC", "getContext", Object.class, "clear"),
                new Spelling("org.jboss.logmanager.MDC", "copy", String.class, "clear"))
            .map(spelling -> new Library(spelling, finder))
            .toList();
  }

  /** How a library calls what is needed of it. */
  private record Spelling(String type, String copy, Class<?> value, String clear) {}

  @Override
  public @Nullable Carried capture() {
    for (Library library : libraries) {
      Map<String, Object> context = library.copy();
      if (!context.isEmpty()) {
        return () -> library.replace(context);
      }
    }
    return null;
  }

  private static final class Library {

    private final LoadedMethod copy;
    private final LoadedMethod put;
    private final LoadedMethod clear;

    Library(Spelling spelling, ClassFinder finder) {
      copy =
          new LoadedMethod(
              spelling.type,
              finder,
              owner -> handle(owner, spelling.copy, MethodType.methodType(Map.class)));
      put =
          new LoadedMethod(
              spelling.type,
              finder,
              owner ->
                  handle(
                      owner,
                      "put",
                      MethodType.methodType(void.class, String.class, Object.class),
                      String.class,
                      spelling.value));
      clear =
          new LoadedMethod(
              spelling.type,
              finder,
              owner -> handle(owner, spelling.clear, MethodType.methodType(void.class)));
    }

    private static @Nullable MethodHandle handle(
        Class<?> owner, String name, MethodType type, Class<?>... parameters) {
      try {
        return MethodHandles.publicLookup()
            .unreflect(owner.getMethod(name, parameters))
            .asType(type);
      } catch (ReflectiveOperationException absent) {
        return null;
      }
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> copy() {
      try {
        MethodHandle handle = copy.get();
        Map<?, ?> context = handle == null ? null : (Map<?, ?>) handle.invokeExact();
        return context == null ? Map.of() : new HashMap<>((Map<String, Object>) context);
      } catch (Throwable failure) {
        throw failed(failure);
      }
    }

    Scope replace(Map<String, Object> context) {
      try {
        MethodHandle empty = clear.get();
        MethodHandle add = put.get();
        if (empty == null || add == null) {
          return () -> {};
        }
        empty.invokeExact();
        for (Map.Entry<String, Object> entry : context.entrySet()) {
          add.invokeExact(entry.getKey(), entry.getValue());
        }
        return () -> run(empty);
      } catch (Throwable failure) {
        throw failed(failure);
      }
    }

    private static void run(MethodHandle clear) {
      try {
        clear.invokeExact();
      } catch (Throwable failure) {
        throw failed(failure);
      }
    }

    private static RuntimeException failed(Throwable failure) {
      return new IllegalStateException("the diagnostic context: " + failure, failure);
    }
  }
}
