package dev.compat.embed;

import org.jspecify.annotations.Nullable;

/**
 * A method with five arguments: legacy's, the replacement's, or the two of them behind a flag.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <D> the fourth argument
 * @param <E> the fifth argument
 * @param <R> the result
 * @param <X> what it may throw besides unchecked exceptions
 */
@FunctionalInterface
public interface Call5<
    A extends @Nullable Object,
    B extends @Nullable Object,
    C extends @Nullable Object,
    D extends @Nullable Object,
    E extends @Nullable Object,
    R extends @Nullable Object,
    X extends Throwable> {

  /** Calls it. */
  R call(A a, B b, C c, D d, E e) throws X;
}
