package dev.compat;

import org.jspecify.annotations.Nullable;

/**
 * Carries something that a caller's thread is in the midst of, such as a security context or a
 * trace, over to the thread on which the other arm of a trial runs.
 *
 * <p>Bound in a plugin's {@link CompatModule}, as any class; every bound object of this type is
 * used for all migrations of the plugin. The diagnostic contexts (MDC) of SLF4J, Log4j and JBoss
 * and the context class loader are carried over without one. An open transaction is not: a trial
 * inside of one is incomparable, since the other arm would not see what the transaction has
 * written.
 *
 * <p>Must be safe for use by several threads. What it throws makes the trial incomparable, and
 * never reaches the caller.
 */
public interface Propagator {

  /**
   * What the calling thread is in the midst of; null for nothing. Runs on the caller's thread, in
   * every trial, so it has to be quick and must not wait.
   */
  @Nullable Carried capture();

  /** What a caller's thread was in the midst of. */
  interface Carried {

    /**
     * Puts it in place on the calling thread, a worker's.
     *
     * @return puts back what was there, on the same thread
     */
    Scope restore();

    /**
     * Why what the other arm answers must not be compared, without values; null, the default, if it
     * may be. Asked on the caller's thread.
     */
    default @Nullable String incomparable() {
      return null;
    }
  }

  /** Puts back what was there before. */
  interface Scope extends AutoCloseable {

    @Override
    void close();
  }
}
