package dev.compat.agent.runtime;

import dev.compat.background.DaemonThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs work of the agent's on a thread that ends with it. What a library keeps in thread-locals
 * would otherwise stay in a thread of the application's or the JVM's, and with it the agent.
 */
final class Apart {

  private Apart() {}

  /** Runs {@code work}, waits for it, and gives or throws what it does. */
  static <T> T call(String thread, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    DaemonThreads.daemon(thread, task).start();
    try {
      return task.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }
}
