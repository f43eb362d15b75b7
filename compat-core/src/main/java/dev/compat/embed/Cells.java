package dev.compat.embed;

import dev.compat.call.Caller;
import dev.compat.call.Invoker;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What each thread knows of the embedded calls that it is in.
 *
 * <p>A thread outlives the application that called from it, and holds the class of whatever is in
 * its thread-locals. So a cell is made of types of the JDK alone: when an application that brings
 * this library along is undeployed, no thread holds its class loader. As in the agent, whatever is
 * changed is put back by a plain write, since a call could fail at the edge of the stack.
 */
final class Cells {

  private static final ThreadLocal<@Nullable Object[]> CELLS =
      ThreadLocal.withInitial(() -> new @Nullable Object[] {new int[3], null, null});

  // What a cell holds: numbers, the innermost legacy arm beside which the new one runs, if any, and
  // weakly what the router keeps for the thread.
  private static final int NUMBERS = 0;
  private static final int EXTENT = 1;
  private static final int KEPT = 2;

  // The numbers of a cell.
  private static final int SUPPRESSION = 0;
  private static final int CANDIDATE = 1;
  private static final int NESTED = 2;

  // What an extent holds: whose it is, the one around it, and how many calls in it ran legacy.
  private static final int OWNER = 0;
  private static final int OUTER = 1;
  private static final int COUNT = 2;

  private Cells() {}

  /** The calling thread's numbers, {@code suppression} first as the router wants it. */
  static int[] numbers() {
    return numbers(CELLS.get());
  }

  @SuppressWarnings("NullAway") // they are there from the beginning
  private static int[] numbers(@Nullable Object[] cell) {
    return (int[]) cell[NUMBERS];
  }

  /** What the router keeps for the calling thread. */
  static Caller caller() {
    @Nullable Object[] cell = CELLS.get();
    return cell[KEPT] instanceof WeakReference<?> kept && kept.get() instanceof Caller caller
        ? caller
        : newCaller(cell);
  }

  private static Caller newCaller(@Nullable Object[] cell) {
    Caller caller = new Caller(numbers(cell));
    cell[KEPT] = new WeakReference<>(caller);
    return caller;
  }

  static boolean isCandidate() {
    return numbers()[CANDIDATE] != 0;
  }

  static void setCandidate(boolean candidate) {
    numbers()[CANDIDATE] = candidate ? 1 : 0;
  }

  /**
   * How many calls inside the thread's last legacy arm beside a new one ran legacy because of it.
   */
  static int nested() {
    return numbers()[NESTED];
  }

  /**
   * Whether a call of {@code owner} goes where its flag says: not out of code of our own, nor
   * inside a legacy arm that is to be compared as a whole, which counts it.
   */
  static boolean admits(Object owner) {
    @Nullable Object[] cell = CELLS.get();
    if (numbers(cell)[SUPPRESSION] > 0) {
      return false;
    }
    Object innermost = cell[EXTENT];
    return innermost == null || !covers(innermost, owner);
  }

  private static boolean covers(Object innermost, Object owner) {
    Object each = innermost;
    while (each instanceof Object[] extent) {
      if (extent[OWNER] == owner) {
        ((int[]) extent[COUNT])[0]++;
        return true;
      }
      each = extent[OUTER];
    }
    return false;
  }

  /** Calls legacy inside an extent of {@code owner}: its join points run legacy in it. */
  static @Nullable Object beside(Object owner, Invoker legacy, @Nullable Object[] arguments)
      throws Throwable {
    @Nullable Object[] cell = CELLS.get();
    int[] numbers = numbers(cell);
    int[] count = new int[1];
    Object outer = cell[EXTENT];
    cell[EXTENT] = new @Nullable Object[] {owner, outer, count};
    try {
      return legacy.call(arguments);
    } finally {
      cell[EXTENT] = outer;
      numbers[NESTED] = count[0];
    }
  }
}
