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
    "org.jboss.logging.MDC"
  };

  /** Each class's own {@code get(String)}, kept in the class itself. */
  private static final ClassValue<MethodHandle> GET =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return getter(type);
        }
      };

  private final String key;
  private final LoadedClass[] candidates;

  MdcReader(String key, ClassFinder finder) {
    this.key = key;
    this.candidates =
        Stream.of(CLASSES).map(name -> new LoadedClass(name, finder)).toArray(LoadedClass[]::new);
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    for (LoadedClass candidate : candidates) {
      Class<?> type = candidate.get();
      Object value = type == null ? null : (Object) GET.get(type).invokeExact(key);
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
