package dev.compat.agent.bench;

import java.lang.management.ManagementFactory;

/** The smallest application. Says what it takes, for those who ask with an argument. */
final class Hello {

  private static final long FIRST_TICKS_MILLIS = 1_500;

  private Hello() {}

  /**
   * Prints a line; with an argument, a while later the CPU time in ms, the threads, the classes and
   * the heap.
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("hello");
    if (arguments.length > 0) {
      Thread.sleep(FIRST_TICKS_MILLIS);
      System.out.println(
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
      System.out.println(ManagementFactory.getThreadMXBean().getThreadCount());
      System.out.println(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
      System.gc();
      System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }
}
