package dev.compat.shadow;

import dev.compat.flag.Overflow;
import dev.compat.flag.ShadowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the trials of one migration in one class loader on daemon threads of its own.
 *
 * <p>Callers reserve a place before legacy runs and hand the trial in afterwards; neither signals a
 * worker, because waking a parked thread would cost the caller more than all the rest. Workers look
 * for work themselves and end after {@value #IDLE_SECONDS} idle seconds, so that nothing a
 * candidate leaves in a thread-local outlives the traffic; {@link #tick()} starts them again.
 *
 * <p>Queue and counters are non-blocking. Workers are started and abandoned under this pool's
 * monitor, which callers never take.
 */
public final class ShadowPool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShadowPool.class);
  private static final int IDLE_SECONDS = 2;
  private static final int HANGS_UNTIL_SUSPENDED = 3;
  private static final long SHORTEST_NAP = 50_000;
  private static final long LONGEST_NAP = 2_000_000;

  private final String name;
  private final ThreadFactory threads;
  private final Queue<Trial> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reserved = new AtomicInteger();
  private final List<Worker> workers = new ArrayList<>();
  private volatile @Nullable ShadowSettings settings;
  private volatile @Nullable String suspended;
  private volatile boolean closed;
  private int hangs;

  /** A pool that takes no trial until it is configured, and has no thread until then. */
  public ShadowPool(String name, ThreadFactory threads) {
    this.name = name;
    this.threads = threads;
  }

  /**
   * Takes a place in the queue, to be given back by {@link #submit} or {@link #release}. Waits for
   * one only where the settings say so.
   *
   * @return false if there is none: the trial is dropped
   */
  public boolean reserve() {
    ShadowSettings current = settings;
    if (current == null) {
      return false;
    }
    boolean taken = tryReserve(current);
    while (!taken && current.overflow() == Overflow.WAIT && isOpen()) {
      LockSupport.parkNanos(this, SHORTEST_NAP);
      taken = tryReserve(current);
    }
    return taken;
  }

  /** Gives a place back unused. */
  public void release() {
    reserved.decrementAndGet();
  }

  /** Hands in a trial for which a place was reserved. */
  public void submit(Trial trial) {
    queue.add(trial);
  }

  /** Why this pool takes no more trials, or null while it does. */
  public @Nullable String suspended() {
    return suspended;
  }

  /** Takes new settings over; a pool that had suspended itself starts afresh. */
  public synchronized void configure(ShadowSettings newSettings) {
    settings = newSettings;
    suspended = null;
    hangs = 0;
  }

  /**
   * Starts the workers that are missing and abandons those that hang. Call it several times a
   * second.
   */
  public synchronized void tick() {
    ShadowSettings current = settings;
    if (current == null) {
      return;
    }
    workers.removeIf(Worker::isDone);
    long now = System.nanoTime();
    for (Worker worker : List.copyOf(workers)) {
      if (worker.hangs(now, current.timeout().toNanos())) {
        abandon(worker, current);
      }
    }
    if (!queue.isEmpty()) {
      prestart();
    }
  }

  /** Starts workers before there is work, so that the first trials do not wait for a tick. */
  public synchronized void prestart() {
    ShadowSettings current = settings;
    while (current != null && !closed && workers.size() < current.threads()) {
      start();
    }
  }

  /** Ends the workers; trials still queued are given up. */
  @Override
  public synchronized void close() {
    closed = true;
    queue.clear();
    workers.forEach(Worker::interrupt);
  }

  private boolean tryReserve(ShadowSettings current) {
    if (!isOpen()) {
      return false;
    }
    if (reserved.incrementAndGet() <= current.queue()) {
      return true;
    }
    reserved.decrementAndGet();
    return false;
  }

  private boolean isOpen() {
    return !closed && suspended == null;
  }

  private void start() {
    Worker worker = new Worker();
    Thread thread = threads.newThread(worker);
    worker.thread = thread;
    workers.add(worker);
    thread.start();
  }

  private void abandon(Worker worker, ShadowSettings current) {
    workers.remove(worker);
    worker.abandon();
    hangs++;
    if (hangs >= HANGS_UNTIL_SUSPENDED && suspended == null) {
      suspended =
          hangs
              + " candidates did not answer within "
              + current.timeout()
              + "; shadowing resumes when the flag changes";
      log.warn("{}: shadowing suspended: {}", name, suspended);
    }
  }

  /** One thread's work. Its trial is claimed by whoever ends it first, the worker or the pool. */
  private final class Worker implements Runnable {
    private @Nullable Thread thread;
    private volatile @Nullable Trial current;
    private volatile long startedAt;
    private volatile boolean abandoned;
    private volatile boolean done;

    @Override
    public void run() {
      try {
        work();
      } finally {
        done = true;
      }
    }

    private void work() {
      long idleSince = System.nanoTime();
      long nap = SHORTEST_NAP;
      while (!closed && !abandoned) {
        if (runNext()) {
          idleSince = System.nanoTime();
          nap = SHORTEST_NAP;
        } else if (System.nanoTime() - idleSince > IDLE_SECONDS * 1_000_000_000L) {
          return;
        } else {
          LockSupport.parkNanos(this, nap);
          nap = Math.min(2 * nap, LONGEST_NAP);
        }
      }
    }

    private boolean runNext() {
      Trial trial = queue.poll();
      if (trial == null) {
        return false;
      }
      startedAt = System.nanoTime();
      current = trial;
      try {
        trial.run();
      } catch (Throwable failure) {
        log.warn("{}: a trial failed", name, failure);
      } finally {
        current = null;
        reserved.decrementAndGet();
        Thread.interrupted();
      }
      return true;
    }

    boolean hangs(long now, long timeout) {
      return current != null && now - startedAt > timeout;
    }

    void abandon() {
      abandoned = true;
      Trial trial = current;
      if (trial != null) {
        trial.timedOut();
      }
      interrupt();
    }

    void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    boolean isDone() {
      return done;
    }
  }
}
