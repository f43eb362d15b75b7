package dev.compat.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes into loaders that are not ours, the bootstrap loader among them.
 *
 * <p>Through the JDK's internal {@code Unsafe.defineClass}, whose package is exported to this one
 * by {@link Instrumentation}: no temporary file, and no class of the loader has to exist yet.
 * Immutable.
 */
public final class ClassDefiner {

  private final MethodHandle define;

  private ClassDefiner(MethodHandle define) {
    this.define = define;
  }

  /**
   * Gains access to the JDK's means.
   *
   * @throws ReflectiveOperationException if this JDK has none
   */
  public static ClassDefiner open(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Module us = ClassDefiner.class.getModule();
    Set<Module> toUs = Set.of(us);
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of("jdk.internal.misc", toUs),
        Map.of(),
        Set.of(),
        Map.of());
    Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
    Object theUnsafe = unsafe.getMethod("getUnsafe").invoke(null);
    MethodType type =
        MethodType.methodType(
            Class.class,
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
    MethodHandle define =
        MethodHandles.lookup().findVirtual(unsafe, "defineClass", type).bindTo(theUnsafe);
    return new ClassDefiner(define);
  }

  /**
   * Defines one class.
   *
   * @param loader the defining loader; null for the bootstrap loader
   * @throws LinkageError if the loader has a class of that name already, or refuses this one
   */
  public Class<?> define(
      @Nullable ClassLoader loader, String name, byte[] bytes, @Nullable ProtectionDomain domain) {
    try {
      return (Class<?>) define.invoke(name, bytes, 0, bytes.length, loader, domain);
    } catch (Error | RuntimeException failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new LinkageError(name, failure);
    }
  }
}
