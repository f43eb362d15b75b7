package dev.compat.background;

import java.util.Arrays;
import java.util.Optional;

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

  /** The innermost frame that is not the JDK's; empty if all of them are. */
  public static Optional<StackTraceElement> outsideJdk(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .filter(frame -> !"java.base".equals(frame.getModuleName()))
        .findFirst();
  }
}
