package dev.compat.embed;

import org.jspecify.annotations.Nullable;

/**
 * A method with no arguments: legacy's, the replacement's, or the two of them behind a flag.
 *
 * <p>Whatever it depends on, its lambda holds: see {@link JoinPointBuilder#sharingNothingMutable}.
 *
 * @param <R> the result
 * @param <X> what it may throw besides unchecked exceptions
 */
@FunctionalInterface
public interface Call0<R extends @Nullable Object, X extends Throwable> {

  /** Calls it. */
  R call() throws X;
}
