package dev.compat.embed;

import org.jspecify.annotations.Nullable;

/** One arm of a join point, whatever its number of arguments: those that are missing are null. */
@FunctionalInterface
interface ArmCall {

  @Nullable Object call(
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws Throwable;
}
