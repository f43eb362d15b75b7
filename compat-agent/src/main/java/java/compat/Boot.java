package java.compat;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bootstrap methods of woven call sites.
 *
 * <p>Guarded by the volatile linker alone: it is set once, before anything is woven. A gate that
 * cannot be linked stays shut for good, so its method runs its legacy body; that is counted.
 *
 * <p>A stack or heap that is used up while linking is no reason to give a method up: its error goes
 * to the caller, as it does where the JVM's own part of linking meets it, and the next call links
 * again.
 */
public final class Boot {

  /** The version of this package's API. */
  public static final int VERSION = 1;

  private static volatile Linker linker;
  private static final LongAdder FAILURES = new LongAdder();
  private static volatile String lastFailure;

  private Boot() {}

  /** Puts {@code linker} in charge of all call sites linked from now on; null takes it away. */
  public static void install(Linker newLinker) {
    linker = newLinker;
  }

  /** Links {@code gate()Z}: true sends the call to its route, false into the legacy body. */
  public static CallSite gate(
      MethodHandles.Lookup caller, String name, MethodType type, String migration, Class<?> owner) {
    try {
      Linker current = linker;
      if (current != null) {
        return current.gate(caller, migration, owner);
      }
    } catch (VirtualMachineError atTheEdge) {
      throw atTheEdge;
    } catch (Throwable failure) {
      failed(failure);
    }
    return new ConstantCallSite(MethodHandles.constant(boolean.class, false));
  }

  /**
   * Links the route of one method. Only reached behind an open gate, for which the agent has
   * prepared everything that this needs.
   */
  public static CallSite route(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      String migration,
      Class<?> owner,
      String descriptor)
      throws Throwable {
    try {
      return linker.route(caller, name, type, migration, owner, descriptor);
    } catch (VirtualMachineError atTheEdge) {
      throw atTheEdge;
    } catch (Throwable failure) {
      failed(failure);
      throw failure;
    }
  }

  /** How many call sites failed to link since the JVM started; tests hold this at zero. */
  public static long failures() {
    return FAILURES.sum();
  }

  /** The failure that {@link #failures()} counted last, or null. */
  public static String lastFailure() {
    return lastFailure;
  }

  private static void failed(Throwable failure) {
    FAILURES.increment();
    lastFailure = failure.toString();
  }
}
