package dev.compat.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What can be asked of a result that completes later than its call returns. Never waits. */
final class Futures {

  private Futures() {}

  static boolean isFuture(@Nullable Object result) {
    return result instanceof Future || result instanceof CompletionStage;
  }

  /** Whether there is nothing to wait for. Runs code of the future's class. */
  static boolean isDone(@Nullable Object result) {
    if (result instanceof Future<?> future) {
      return future.isDone();
    }
    return !(result instanceof CompletionStage<?> stage) || isDone(stage);
  }

  private static boolean isDone(CompletionStage<?> stage) {
    try {
      return stage.toCompletableFuture().isDone();
    } catch (UnsupportedOperationException closed) {
      return true; // it cannot be looked into: the comparison says so
    }
  }

  /** Whether the future is the JDK's own and has its value already. */
  static boolean hasValue(@Nullable Object result) {
    return result instanceof CompletableFuture<?> future
        && result.getClass().getClassLoader() == null
        && future.isDone()
        && !future.isCompletedExceptionally();
  }

  /** The value that {@link #hasValue} is about. */
  static @Nullable Object value(Object future) {
    return ((CompletableFuture<?>) future).getNow(null);
  }
}
