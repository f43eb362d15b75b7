package dev.compat.embed;

import org.jspecify.annotations.Nullable;

/**
 * A method with one argument: legacy's, the replacement's, or the two of them behind a flag.
 *
 * @param <A> the first argument
 * @param <R> the result
 * @param <X> what it may throw besides unchecked exceptions
 */
@FunctionalInterface
public interface Call1<
    A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> {

  /** Calls it. */
  R call(A a) throws X;
}
