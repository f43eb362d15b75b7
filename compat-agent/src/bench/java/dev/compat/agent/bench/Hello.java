package dev.compat.agent.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The smallest application. Says what it took, for those who ask with an argument. */
final class Hello {

  private static final long FIRST_TICKS_MILLIS = 1_500;

  private Hello() {}

  /** Prints the CPU time in ms up to now; with an argument, also classes and heap a while later. */
  public static void main(String[] arguments) throws InterruptedException {
    Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    System.out.println(cpu.toMillis());
    if (arguments.length > 0) {
      Thread.sleep(FIRST_TICKS_MILLIS);
      System.gc();
      System.out.println(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
      System.out.println(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_024);
    }
  }
}
