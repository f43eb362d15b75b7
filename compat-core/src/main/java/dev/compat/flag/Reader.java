package dev.compat.flag;

import org.jspecify.annotations.Nullable;

/** Reads one attribute of a call. Safe for use by several threads. */
@FunctionalInterface
interface Reader {
  /**
   * The attribute; {@code null} if the call has none.
   *
   * @throws Throwable whatever code of the application throws, or {@link Unreadable}
   */
  @Nullable Object read(CallContext call) throws Throwable;

  /** Says that a reader cannot work on what it was given. Without a stack trace: it is frequent. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }
}
