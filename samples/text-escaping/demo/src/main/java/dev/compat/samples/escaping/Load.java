package dev.compat.samples.escaping;

import dev.compat.samples.kit.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps the application processing on a thread of its own, pass after pass, until told to stop. */
final class Load implements AutoCloseable {

  private final Application application;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<Pass> passes = new CopyOnWriteArrayList<>();
  private final Future<?> running;
  private volatile boolean stopped;

  private Load(Application application) {
    this.application = application;
    running = thread.submit(this::run);
  }

  static Load on(Application application) {
    return new Load(application);
  }

  private Void run() throws Exception {
    while (!stopped) {
      passes.add(application.process());
    }
    return null;
  }

  /** Waits until one more pass has ended. */
  void awaitPass() throws IOException, InterruptedException {
    int before = passes.size();
    Await.until("a pass", () -> passes.size() > before || running.isDone());
  }

  /** Lets the pass end that is under way and returns all; throws what ended them. */
  List<Pass> stop() throws InterruptedException, ExecutionException {
    stopped = true;
    running.get();
    return List.copyOf(passes);
  }

  @Override
  public void close() {
    stopped = true;
    thread.shutdown();
  }
}
