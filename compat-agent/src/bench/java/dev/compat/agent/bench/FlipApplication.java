package dev.compat.agent.bench;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * An application whose two threads do nothing but call woven methods, batch by batch, and note the
 * longest time from one batch to the next; and which changes its own flag.
 */
final class FlipApplication {

  private static final long WINDOW_MILLIS = 400;
  private static final long SETTLE_MILLIS = 500;
  private static final int MOST_SETTLE_ROUNDS = 20;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final Path flags;
  private final List<Caller> callers;
  private final int all;

  private FlipApplication(Path flags, IntSupplier[] batches) {
    this.flags = flags;
    this.callers = List.of(new Caller(batches), new Caller(batches));
    this.all = batches.length * 100;
  }

  /** Prints {@code first <ms>}, then a line {@code <to> <stall> <quiet>} for each flip. */
  public static void main(String[] arguments) throws Exception {
    Object batches =
        Class.forName("com.example.flips.Batches")
            .asSubclass(Supplier.class)
            .getDeclaredConstructor()
            .newInstance()
            .get();
    FlipApplication application =
        new FlipApplication(Path.of(arguments[0]), (IntSupplier[]) batches);
    application.run(Integer.parseInt(arguments[1]));
  }

  private void run(int flips) throws IOException {
    callers.forEach(Caller::start);
    settle();
    long start = System.nanoTime();
    change("new, record: false");
    waitFor(() -> callers.stream().allMatch(caller -> caller.fresh == all));
    System.out.println("first " + millis(System.nanoTime() - start));
    Attached.await("ARMED", "new");
    for (int i = 0; i < flips; i++) {
      flip("legacy", "legacy", 0);
      flip("new", "new, record: false", all);
    }
    System.exit(0);
  }

  private void flip(String to, String route, int expected) throws IOException {
    settle();
    longestStall();
    pause(WINDOW_MILLIS);
    long quiet = longestStall();
    long end = System.nanoTime() + WINDOW_MILLIS * 1_000_000;
    change(route);
    waitFor(
        () ->
            System.nanoTime() > end
                && callers.stream().allMatch(caller -> caller.fresh == expected));
    System.out.println(to + " " + millis(longestStall()) + " " + millis(quiet));
  }

  private void change(String route) throws IOException {
    Path half = flags.resolveSibling("flags.yaml.half");
    Files.writeString(half, Ground.flags("flips: {route: " + route + "}"));
    Files.move(half, flags, StandardCopyOption.ATOMIC_MOVE);
  }

  private long longestStall() {
    return callers.stream().mapToLong(caller -> caller.longest.getAndSet(0)).max().orElse(0);
  }

  /** Waits until the JIT has next to nothing to do, for a bounded time: the machine may be busy. */
  private static void settle() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long before;
    int rounds = 0;
    do {
      before = compiler.getTotalCompilationTime();
      pause(SETTLE_MILLIS);
      rounds++;
    } while (compiler.getTotalCompilationTime() - before > SETTLE_MILLIS / 20
        && rounds < MOST_SETTLE_ROUNDS);
  }

  private static void waitFor(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the flag did not come into force");
      }
      pause(5);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static String millis(long nanos) {
    return "%.3f".formatted(nanos / 1e6);
  }

  /** Calls all batches again and again. */
  private static final class Caller extends Thread {
    private final IntSupplier[] batches;
    private final AtomicLong longest = new AtomicLong();

    /** How many methods of the last whole round the new side answered. */
    private volatile int fresh;

    Caller(IntSupplier[] batches) {
      this.batches = batches.clone();
      setDaemon(true);
    }

    @Override
    public void run() {
      long last = System.nanoTime();
      while (true) {
        int count = 0;
        for (IntSupplier batch : batches) {
          count += batch.getAsInt();
          long now = System.nanoTime();
          if (now - last > longest.get()) {
            longest.set(now - last);
          }
          last = now;
        }
        fresh = count;
      }
    }
  }
}
