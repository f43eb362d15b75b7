package java.compat;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.VarHandle;

/**
 * The switch of one migration in one class loader, shared by all its join points.
 *
 * <p>Two call sites that the JIT compiles as constants. The first is asked by every woven method:
 * shut (false), checked (true unless this very call is to run legacy), watching (checked, for the
 * sake of observing alone), or open (true). The second tells a route whether it is direct. One flip
 * invalidates one site, however many methods share it.
 *
 * <p>Set under its monitor, by the agent's control thread and by whoever has the agent leave; read
 * by every thread. After a setter returns no thread sees the former state in a call that starts
 * later.
 */
public final class Gate {

  /**
   * Counts twice for every opening, before and after, so it is odd in between: where it is odd or
   * changes during a legacy arm, that arm may not have been legacy's alone.
   */
  public volatile int openings;

  /** Observed calls deeper in others run as they are: each takes stack, and legacy may recurse. */
  private static final int DEEPEST = 32;

  private static final MethodType TEST = MethodType.methodType(boolean.class);

  private boolean retired;
  private final MutableCallSite admission;
  private final MutableCallSite directness;
  private final MethodHandle never;
  private final MethodHandle always;
  private final MethodHandle checked;
  private final MethodHandle watching;

  /** A gate that is shut. */
  public Gate() throws ReflectiveOperationException {
    never = MethodHandles.constant(boolean.class, false);
    always = MethodHandles.constant(boolean.class, true);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    checked = lookup.findVirtual(Gate.class, "admits", TEST).bindTo(this);
    watching = lookup.findVirtual(Gate.class, "watches", TEST).bindTo(this);
    admission = new MutableCallSite(never);
    directness = new MutableCallSite(never);
  }

  /** The call site that woven methods ask. */
  public CallSite admission() {
    return admission;
  }

  /** A constant test, {@code ()boolean}: whether routes behind this gate are direct. */
  public MethodHandle directness() {
    return directness.dynamicInvoker();
  }

  /** Sends every call into its legacy body. */
  public synchronized void shut() {
    set(admission, never);
    set(directness, never);
  }

  /**
   * Sends every call to its route, but for those that are to run legacy. Admission changes first: a
   * route that is not direct behind an open gate would meet itself when it calls legacy.
   */
  public synchronized void check() {
    if (retired) {
      return;
    }
    set(admission, checked);
    set(directness, never);
  }

  /**
   * Sends every call to its route for no more than to be observed there: neither those that a new
   * arm makes nor those that are deep in others, which are counted.
   */
  public synchronized void watch() {
    if (retired) {
      return;
    }
    set(admission, watching);
    set(directness, never);
  }

  /**
   * Sends every call to its direct route, but for those that are to run legacy: others than routes
   * enter legacy with a pass.
   */
  public synchronized void checkDirect() {
    if (retired) {
      return;
    }
    set(admission, checked);
    set(directness, always);
  }

  /** Sends every call to its direct route. */
  public synchronized void open() {
    if (retired) {
      return;
    }
    // Odd while it opens: who begins in the midst may meet it shut first and open later.
    int opening = openings | 1;
    openings = opening;
    VarHandle.fullFence();
    set(directness, always);
    set(admission, always);
    openings = opening + 1;
  }

  /** Shuts it for good, since the agent leaves: no other setter does anything from now on. */
  public synchronized void retire() {
    retired = true;
    shut();
  }

  /** Called through {@code checked}. */
  @SuppressWarnings("UnusedMethod")
  private boolean admits() {
    Cell cell = Cell.current();
    if (cell.pass == this) {
      cell.pass = null;
      return false;
    }
    if (cell.suppression[0] > 0) {
      return false;
    }
    return cell.extent == null || !Extent.covers(cell.extent, this);
  }

  /** Called through {@code watching}. */
  @SuppressWarnings("UnusedMethod")
  private boolean watches() {
    Cell cell = Cell.current();
    if (cell.pass == this) {
      cell.pass = null;
      return false;
    }
    if (cell.suppression[0] > 0 || cell.candidate) {
      return false;
    }
    if (cell.observed >= DEEPEST) {
      cell.deeper++;
      return false;
    }
    return cell.extent == null || !Extent.covers(cell.extent, this);
  }

  private static void set(MutableCallSite site, MethodHandle target) {
    if (site.getTarget() != target) {
      site.setTarget(target);
      MutableCallSite.syncAll(new MutableCallSite[] {site});
    }
  }
}
