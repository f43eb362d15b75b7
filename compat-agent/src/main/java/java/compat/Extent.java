package java.compat;

/**
 * The legacy arm of a call in which both arms run. Inside it, methods behind the same gate run
 * their legacy bodies, so that legacy is compared as a whole. Confined to the thread of the call.
 */
public final class Extent {

  final Gate gate;
  final Extent outer;

  /** How many calls inside it ran legacy because of it. */
  public int nested;

  /** Opens an extent of {@code gate} inside {@code outer}, which may be null. */
  public Extent(Gate gate, Extent outer) {
    this.gate = gate;
    this.outer = outer;
  }

  /** Counts a call inside the innermost extent of {@code gate}; false if there is none. */
  static boolean covers(Extent innermost, Gate gate) {
    for (Extent extent = innermost; extent != null; extent = extent.outer) {
      if (extent.gate == gate) {
        extent.nested++;
        return true;
      }
    }
    return false;
  }
}
