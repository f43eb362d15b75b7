package dev.compat.compare;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What a future has completed with. */
record Completion(@Nullable Object value, @Nullable Throwable failure) {

  private static final int MOST_CAUSES = 50;

  /** Never waits: null while it is not complete. */
  static @Nullable Completion of(Object future) {
    Future<?> known =
        future instanceof Future<?> itself
            ? itself
            : ((CompletionStage<?>) future).toCompletableFuture();
    return known.isDone() ? read(known) : null;
  }

  private static Completion read(Future<?> future) {
    try {
      return new Completion(future.get(), null);
    } catch (CancellationException cancelled) {
      return new Completion(null, cancelled);
    } catch (ExecutionException failed) {
      return new Completion(null, origin(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Obstacle.here("the comparison was interrupted");
    }
  }

  private static Throwable origin(Throwable failure) {
    Throwable origin = failure;
    for (int i = 0; i < MOST_CAUSES && isWrapper(origin); i++) {
      Throwable cause = origin.getCause();
      if (cause == null) {
        return origin;
      }
      origin = cause;
    }
    return origin;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof ExecutionException || failure instanceof CompletionException;
  }
}
