package dev.compat.samples.orders;

import dev.compat.samples.kit.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Load on an application, and on its twin: what either is asked the other is asked too, and their
 * replies are compared. Safe for use by several threads.
 */
final class Traffic implements AutoCloseable {

  private static final int THREADS = 2;
  private static final long PACE_MILLIS = 1;

  private final Application application;
  private final Application twin;
  private final Ledger ledger = new Ledger();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> running = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Held for reading by whoever asks, for writing by whoever wants nobody to. */
  private final ReentrantReadWriteLock asking = new ReentrantReadWriteLock(true);

  private Traffic(Application application, Application twin) {
    this.application = application;
    this.twin = twin;
  }

  static Traffic on(Application application, Application twin) {
    Traffic traffic = new Traffic(application, twin);
    IntStream.range(0, THREADS)
        .forEach(thread -> traffic.running.add(traffic.threads.submit(() -> traffic.run(thread))));
    return traffic;
  }

  private Void run(int thread) throws InterruptedException {
    Random random = new Random(thread);
    List<String> names = Tenants.of(thread, THREADS);
    List<Clients> clients =
        names.stream().map(tenant -> new Clients(tenant, application, twin, ledger)).toList();
    while (!stopped.await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
      asking.readLock().lockInterruptibly();
      try {
        clients.get(names.indexOf(Tenants.pick(names, random))).ask();
      } finally {
        asking.readLock().unlock();
      }
    }
    return null;
  }

  /** What was asked and replied so far. */
  Ledger ledger() {
    return ledger;
  }

  /** Waits until that many more replies have come. */
  void await(long more) throws IOException, InterruptedException {
    long before = ledger.replies();
    Await.until(
        more + " replies", () -> ledger.replies() >= before + more || !application.isAlive());
  }

  /** Runs something while nobody asks anything. */
  <T> T quiet(Quiet<T> errand) throws IOException, InterruptedException {
    asking.writeLock().lockInterruptibly();
    try {
      return errand.run();
    } finally {
      asking.writeLock().unlock();
    }
  }

  /** Something done while nobody asks anything. */
  interface Quiet<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Ends the load; throws what ended it before. */
  void stop() throws InterruptedException, ExecutionException {
    stopped.countDown();
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    threads.shutdown();
  }
}
