package dev.compat.embed;

import org.jspecify.annotations.Nullable;

/**
 * A method with two arguments: legacy's, the replacement's, or the two of them behind a flag.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 * @param <X> what it may throw besides unchecked exceptions
 */
@FunctionalInterface
public interface Call2<
    A extends @Nullable Object,
    B extends @Nullable Object,
    R extends @Nullable Object,
    X extends Throwable> {

  /** Calls it. */
  R call(A a, B b) throws X;
}
