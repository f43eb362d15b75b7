package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the diagnostic context of the application's own logging library, the first of those loaded
 * that has a value. One that is not loaded cannot have been given any.
 */
final class MdcReader implements Reader {
  private static final String[] CLASSES = {
    "org.slf4j.MDC",
    "org.apache.logging.log4j.ThreadContext",
    "org.apache.log4j.MDC",
    "org.jboss.logging.MDC",
    "org.jboss.logmanager.MDC"
  };

  private final String key;
  private final LoadedMethod[] candidates;

  MdcReader(String key, ClassFinder finder) {
    this.key = key;
    this.candidates =
        Stream.of(CLASSES)
            .map(name -> new LoadedMethod(name, finder, MdcReader::getter))
            .toArray(LoadedMethod[]::new);
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    for (LoadedMethod candidate : candidates) {
      MethodHandle get = candidate.get();
      Object value = get == null ? null : (Object) get.invokeExact(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static MethodHandle getter(Class<?> type) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(type.getMethod("get", String.class))
          .asType(MethodType.methodType(Object.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " has no public get(String)", e);
    }
  }
}
