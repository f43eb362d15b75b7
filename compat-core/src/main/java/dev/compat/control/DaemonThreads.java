package dev.compat.control;

/** Makes the toolkit's threads, all of which would otherwise hold whatever starts them. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** A daemon thread that inherits neither thread-locals nor a context class loader. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
