package dev.compat.agent.link;

import dev.compat.background.DaemonThreads;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * Makes the daemon threads that run code of plugins, and knows those that have not ended: weakly,
 * since a thread that has ended still holds its context class loader. Safe for any number of
 * threads.
 */
final class Crew implements ThreadFactory {

  private final Queue<WeakReference<Thread>> all = new ConcurrentLinkedQueue<>();

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = DaemonThreads.daemon("compat-shadow", work);
    all.removeIf(one -> one.refersTo(null));
    all.add(new WeakReference<>(thread));
    return thread;
  }

  /** Those that run. */
  List<Thread> busy() {
    return all.stream()
        .flatMap(one -> Stream.ofNullable(one.get()))
        .filter(Thread::isAlive)
        .toList();
  }
}
