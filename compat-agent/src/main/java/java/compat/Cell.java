package java.compat;

import java.lang.ref.WeakReference;

/**
 * What one thread knows of the calls it is in. Confined to its thread, so nothing guards it.
 *
 * <p>Whoever changes a field restores the value found, by a plain write in a {@code finally}: that
 * needs no stack, so not even a {@code StackOverflowError} leaves it wrong.
 */
public final class Cell {

  private static final Cells CELLS = new Cells();

  /** The gate that lets the next call of one of its methods through to legacy, or null. */
  public Gate pass;

  /**
   * The gate that moved while the thread's last call of legacy was under way, so that what answered
   * may not be legacy alone; or null.
   */
  public Gate diverted;

  /** How many calls inside the last legacy arm beside a new one ran legacy because of it. */
  public int nested;

  /** The innermost legacy arm of a call in which both arms run, or null. */
  public Extent extent;

  /** How many observed calls the thread is in, one inside the other. */
  public int observed;

  /** What looking at observed calls has taken of the thread's time, in nanoseconds. */
  public long spent;

  /** How many calls inside the innermost observed one were too deep to be observed. */
  public int deeper;

  /** At index 0, above zero while code of the toolkit's own runs: then every gate is shut. */
  public final int[] suppression = new int[1];

  /** Whether this thread runs the new arm of a shadow call. */
  public boolean candidate;

  /**
   * What the library keeps for this thread from one call to the next, or null. Weakly, so that
   * neither what it may have of the application nor the agent itself is held by a thread.
   */
  public WeakReference<?> kept;

  /** Why what the new arm of this shadow call answers must not be compared, or null. */
  public String incomparable;

  Cell() {}

  /** The calling thread's cell. Allocates once per thread. */
  public static Cell current() {
    return CELLS.get();
  }

  private static final class Cells extends ThreadLocal<Cell> {
    @Override
    protected Cell initialValue() {
      return new Cell();
    }
  }
}
