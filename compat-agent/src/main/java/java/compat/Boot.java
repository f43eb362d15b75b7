package java.compat;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bootstrap methods of woven call sites.
 *
 * <p>The linker is volatile, and changed under this class's monitor: set before anything is woven,
 * and taken away when the agent leaves. A gate that cannot be linked stays shut for good, so its
 * method runs its legacy body; that is counted.
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

  /**
   * Puts a linker in charge of all call sites linked from now on.
   *
   * @return false if another one is in charge, which then stays
   */
  public static synchronized boolean install(Linker newLinker) {
    if (linker != null) {
      return false;
    }
    linker = newLinker;
    return true;
  }

  /**
   * Takes the linker away. All its gates have to be shut for good by then: routes linked from now
   * on are the woven method itself, which behind any other gate would meet itself.
   */
  public static synchronized void uninstall(Linker oldLinker) {
    if (linker == oldLinker) {
      linker = null;
    }
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
      Linker current = linker;
      return current == null
          ? new ConstantCallSite(legacy(caller, name, type, owner, descriptor))
          : current.route(caller, name, type, migration, owner, descriptor);
    } catch (VirtualMachineError atTheEdge) {
      throw atTheEdge;
    } catch (Throwable failure) {
      failed(failure);
      throw failure;
    }
  }

  /** For a call that found its gate open before the agent left: by now legacy answers. */
  private static MethodHandle legacy(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> owner, String descriptor)
      throws ReflectiveOperationException {
    MethodHandles.Lookup lookup =
        caller.lookupClass() == owner ? caller : MethodHandles.privateLookupIn(owner, caller);
    MethodType declared = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
    return declared.parameterCount() == type.parameterCount()
        ? lookup.findStatic(owner, name, type)
        : lookup.findSpecial(owner, name, declared, owner);
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
