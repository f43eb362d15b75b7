package dev.compat.shadow;

import dev.compat.background.Log;
import dev.compat.evidence.Failures;
import dev.compat.flag.Overflow;
import dev.compat.flag.ShadowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
public final class ShadowPool {

  private static final Log log = Log.of(ShadowPool.class);
  private static final int IDLE_SECONDS = 2;
  private static final long IDLE_NANOS = IDLE_SECONDS * 1_000_000_000L;
  private static final int HANGS_UNTIL_SUSPENDED = 3;
  private static final int LOOKS_AT_WAITING = 16;
  private static final long SHORTEST_NAP = 50_000;
  private static final long LONGEST_REST = 100_000_000;
  private static final long LONGEST_NAP = 2_000_000;

  static {
    // Here and not on a caller's thread: a class whose initialisation overflows a stack is lost.
    LockSupport.parkNanos(1);
  }

  private final String name;
  private final ThreadFactory threads;
  private final Queue<Trial> queue = new ConcurrentLinkedQueue<>();

  /** Trials that have run and wait for what their arms have returned to complete. */
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  private final Rate rate = new Rate();
  private final AtomicInteger reserved = new AtomicInteger();
  private final List<Worker> workers = new ArrayList<>();
  private volatile @Nullable ShadowSettings settings;
  private volatile @Nullable String suspended;
  private volatile Duration lastTimeout = Duration.ofSeconds(2);
  private int hangs;

  private record Waiting(Trial trial, long since) {}

  /** A pool that takes no trial, and has no thread, until it is configured. */
  public ShadowPool(String name, ThreadFactory threads) {
    this.name = name;
    this.threads = threads;
  }

  /**
   * Takes a place in the queue, which whoever settles the trial gives back by {@link #release}.
   * Waits for one only where the settings say so.
   *
   * @param mayWait false for a caller that holds what trials in the queue may need to get on
   * @return false if there is none: the trial is dropped
   */
  public boolean reserve(boolean mayWait) {
    ShadowSettings current = settings;
    if (current == null || suspended != null || !rate.admits(current.rate())) {
      return false; // nobody waits for the rate: it would become the application's own
    }
    boolean taken = tryReserve();
    while (!taken && mayWait && waits()) {
      LockSupport.parkNanos(this, SHORTEST_NAP);
      taken = tryReserve();
    }
    return taken;
  }

  /** Gives a place back. */
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

  /**
   * Takes new settings over; a pool that had suspended itself starts afresh.
   *
   * @param newSettings null when nothing is shadowed any more: workers end when the queue is empty
   */
  public synchronized void configure(@Nullable ShadowSettings newSettings) {
    settings = newSettings;
    suspended = null;
    hangs = 0;
  }

  /**
   * Starts the workers that are missing and abandons those that hang. Call it several times a
   * second.
   */
  public synchronized void tick() {
    workers.removeIf(Worker::isDone);
    long now = System.nanoTime();
    for (Worker worker : List.copyOf(workers)) {
      Trial hanging = worker.hanging(now, timeout().toNanos());
      if (hanging != null) {
        abandon(worker, hanging);
      }
    }
    if (!queue.isEmpty() || !waiting.isEmpty()) {
      start(1);
      prestart();
    }
  }

  /** Starts workers before there is work, so that the first trials do not wait for a tick. */
  public synchronized void prestart() {
    ShadowSettings current = settings;
    if (current != null) {
      start(current.threads());
    }
  }

  /** Ends it: takes no more trials, gives up those that wait, and interrupts those that run. */
  public synchronized void end() {
    configure(null);
    String reason = "shadowing has ended";
    suspended = reason;
    for (Trial trial = queue.poll(); trial != null; trial = queue.poll()) {
      trial.giveUp(reason);
    }
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      each.trial.giveUp(reason);
    }
    workers.forEach(worker -> worker.end(reason));
    workers.clear();
  }

  private Duration timeout() {
    ShadowSettings current = settings;
    if (current != null) {
      lastTimeout = current.timeout();
    }
    return lastTimeout;
  }

  /** Calls nothing once a place is taken: at the edge of a stack that could lose it. */
  private boolean tryReserve() {
    ShadowSettings current = settings;
    if (current == null || suspended != null) {
      return false;
    }
    int places = current.queue();
    if (reserved.incrementAndGet() <= places) {
      return true;
    }
    reserved.decrementAndGet();
    return false;
  }

  private boolean waits() {
    ShadowSettings current = settings;
    return current != null && suspended == null && current.overflow() == Overflow.WAIT;
  }

  /** Without a thread to be had trials wait, and are dropped when the queue is full. */
  private void start(int wanted) {
    try {
      while (workers.size() < wanted) {
        Worker worker = new Worker();
        Thread thread = threads.newThread(worker);
        worker.thread = thread;
        thread.start();
        workers.add(worker);
      }
    } catch (OutOfMemoryError noThread) {
      log.warn("{}: no thread for shadowing: {}", name, noThread.toString());
    }
  }

  private void abandon(Worker worker, Trial hanging) {
    if (!hanging.giveUp(hanging.runs() + " did not answer in time")) {
      return; // it did, just now
    }
    workers.remove(worker);
    worker.abandon(hanging);
    hangs++;
    if (hangs >= HANGS_UNTIL_SUSPENDED && suspended == null) {
      suspend(hanging.runs());
    }
  }

  private void suspend(String culprit) {
    suspended =
        culprit
            + " did not answer within "
            + lastTimeout
            + ", "
            + hangs
            + " times; trials resume when the flag changes";
    log.warn("{}: trials suspended: {}", name, suspended);
    for (Trial trial = queue.poll(); trial != null; trial = queue.poll()) {
      trial.giveUp("trials were suspended before its turn");
    }
  }

  /** One thread's work. Its trial is claimed by whoever ends it first, the worker or the pool. */
  private final class Worker implements Runnable {
    private @Nullable Thread thread;
    private volatile @Nullable Trial current;
    private volatile long startedAt;
    private final CpuShare cpu = new CpuShare();
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
      while (!abandoned) {
        if (runNext()) {
          idleSince = System.nanoTime();
          nap = SHORTEST_NAP;
          keepToShare();
        } else if (isIdleSince(idleSince)) {
          return;
        } else {
          LockSupport.parkNanos(this, nap);
          nap = Math.min(2 * nap, LONGEST_NAP);
        }
      }
    }

    private boolean isIdleSince(long time) {
      return waiting.isEmpty() && (settings == null || System.nanoTime() - time > IDLE_NANOS);
    }

    private void keepToShare() {
      ShadowSettings now = settings;
      if (now != null && now.cpu() < 1) {
        long until = System.nanoTime() + cpu.pause(now.cpu() / now.threads());
        for (long left = until - System.nanoTime();
            left > 0 && !abandoned && settings == now;
            left = until - System.nanoTime()) {
          LockSupport.parkNanos(this, Math.min(left, LONGEST_REST));
        }
      }
    }

    /** One that waits, if it is ready, comes before one that has not begun: it holds its place. */
    private boolean runNext() {
      Trial trial = ready();
      if (trial == null) {
        trial = queue.poll();
      }
      if (trial == null) {
        return false;
      }
      startedAt = System.nanoTime();
      current = trial;
      try {
        if (!trial.run()) {
          waiting.add(new Waiting(trial, System.nanoTime()));
        }
      } catch (Throwable failure) {
        log.warn("{}: a trial failed: {}", name, Failures.describe(failure));
        trial.giveUp("failed: " + failure.getClass().getName());
      } finally {
        current = null;
        Thread.interrupted();
      }
      return true;
    }

    /** The next that is ready of those that wait, which it looks at in turn; null if none is. */
    private @Nullable Trial ready() {
      for (int i = 0; i < LOOKS_AT_WAITING; i++) {
        Waiting next = waiting.poll();
        if (next == null) {
          return null;
        }
        if (isReady(next.trial)) {
          return next.trial;
        }
        if (System.nanoTime() - next.since > timeout().toNanos()) {
          next.trial.giveUp(next.trial.runs() + " did not complete in time");
        } else {
          waiting.add(next);
        }
      }
      return null;
    }

    /** Asks futures of the application's, whatever those may do. */
    private boolean isReady(Trial trial) {
      startedAt = System.nanoTime();
      current = trial;
      try {
        return trial.isReady();
      } catch (Throwable failure) {
        trial.giveUp("failed: " + failure.getClass().getName());
        return true; // it has nothing to wait for any more
      } finally {
        current = null;
        Thread.interrupted();
      }
    }

    /** The trial that has been running for longer than {@code timeout}; null if none has. */
    @Nullable Trial hanging(long now, long timeout) {
      Trial trial = current;
      return trial != null && now - startedAt > timeout && trial == current ? trial : null;
    }

    /** Takes no further trial, and is interrupted in this one, which has to be given up before. */
    void abandon(Trial givenUp) {
      abandoned = true;
      if (thread != null && current == givenUp) {
        thread.interrupt();
      }
    }

    void end(String reason) {
      abandoned = true;
      Trial trial = current;
      if (trial != null && trial.giveUp(reason)) {
        abandon(trial);
      }
    }

    boolean isDone() {
      return done;
    }
  }
}
