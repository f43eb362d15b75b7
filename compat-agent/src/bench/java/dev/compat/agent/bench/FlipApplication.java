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
  private final Path off;
  private final List<Caller> callers;
  private final int all;

  private FlipApplication(Path flags, IntSupplier[] batches) {
    this.flags = flags;
    this.off = flags.resolveSibling("state").resolve("OFF");
    this.callers = List.of(new Caller(batches), new Caller(batches));
    this.all = batches.length * Caller.BATCH;
  }

  /**
   * Prints {@code first <ms>}, then a line {@code <to> <stall> <quiet> <mixed> <obeyed>} for each
   * flip: the longest stall of a caller, that of as much time without a flip, the time between the
   * first answer of the side to be and the last of the other, and the time from the order to that
   * last answer; in ms.
   */
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
      flip("legacy", 0, () -> change("legacy"));
      flip("new", all, () -> change("new, record: false"));
      flip("killed", 0, () -> Files.createFile(off));
      flip("new", all, () -> Files.delete(off));
    }
    System.exit(0);
  }

  private void flip(String to, int expected, Order order) throws IOException {
    settle();
    longestStall();
    pause(WINDOW_MILLIS);
    long quiet = longestStall();
    callers.forEach(caller -> caller.expect(expected == 0 ? 0 : Caller.BATCH));
    long start = System.nanoTime();
    long end = start + WINDOW_MILLIS * 1_000_000;
    order.give();
    waitFor(
        () ->
            System.nanoTime() > end
                && callers.stream().allMatch(caller -> caller.fresh == expected));
    long first = callers.stream().mapToLong(caller -> caller.firstObedient).min().orElse(0);
    long last = callers.stream().mapToLong(caller -> caller.lastOther).max().orElse(0);
    System.out.println(
        String.join(
            " ",
            to,
            millis(longestStall()),
            millis(quiet),
            millis(Math.max(0, last - first)),
            millis(Math.max(first, last) - start)));
  }

  /** What makes the agent move its gate. */
  private interface Order {
    void give() throws IOException;
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
    static final int BATCH = 100;

    private final IntSupplier[] batches;
    private final AtomicLong longest = new AtomicLong();

    /** How many methods of the last whole round the new side answered. */
    private volatile int fresh;

    /** What a batch answers when all of it obeys. */
    private volatile int expected;

    private volatile long firstObedient;
    private volatile long lastOther;

    Caller(IntSupplier[] batches) {
      this.batches = batches.clone();
      setDaemon(true);
    }

    /** Begins to look for the first and the last answers of a flip. */
    void expect(int answer) {
      firstObedient = Long.MAX_VALUE;
      lastOther = Long.MIN_VALUE;
      expected = answer;
    }

    @Override
    public void run() {
      long last = System.nanoTime();
      while (true) {
        int count = 0;
        for (IntSupplier batch : batches) {
          int answer = batch.getAsInt();
          long now = System.nanoTime();
          if (answer != expected) {
            lastOther = now;
          } else if (firstObedient == Long.MAX_VALUE) {
            firstObedient = now;
          }
          count += answer;
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
