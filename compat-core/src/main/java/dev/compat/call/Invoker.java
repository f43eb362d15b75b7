package dev.compat.call;

import org.jspecify.annotations.Nullable;

/** Calls one arm of a join point. */
@FunctionalInterface
public interface Invoker {

  /**
   * Calls it.
   *
   * @param arguments the receiver, unless static, and the arguments
   * @return what the method returned; null for void
   * @throws Throwable what the method threw, the same instance
   */
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable;
}
