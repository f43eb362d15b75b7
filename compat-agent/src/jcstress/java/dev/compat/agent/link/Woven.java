package dev.compat.agent.link;

import dev.compat.call.Invoker;
import java.compat.Cell;
import java.compat.Gate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A woven method of one gate, as the JVM runs it: it asks the gate, and then its route whether that
 * is direct. A route that is not, and legacy itself, enter it again past the gate.
 */
public class Woven {

  /** What {@link #call} says where legacy answers. */
  static final int LEGACY = 0;

  /** What {@link #call} says where the adapter answers directly. */
  static final int DIRECT = 1;

  /** What is added for each route on the way that was not direct. */
  static final int ROUTED = 10;

  private static final MethodHandle CALL = handle("call");
  private static final MethodHandle OUTER = handle("outer");

  final Gate gate;
  private final MethodHandle isAdmitted;
  private final MethodHandle isDirect;
  private final MethodHandle legacy;

  Woven() {
    try {
      gate = new Gate();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
    isAdmitted = gate.admission().dynamicInvoker();
    isDirect = gate.directness();
    legacy = Handles.passing(gate, CALL.bindTo(this));
  }

  private static MethodHandle handle(String name) {
    try {
      MethodType type = MethodType.methodType(int.class);
      return MethodHandles.lookup().findVirtual(Woven.class, name, type);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  final boolean isAdmitted() {
    try {
      return (boolean) isAdmitted.invokeExact();
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  final boolean isDirect() {
    try {
      return (boolean) isDirect.invokeExact();
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Who answers a call: {@link #LEGACY} or {@link #DIRECT}, with the routes on the way. */
  final int call() {
    if (!isAdmitted()) {
      return LEGACY;
    }
    return isDirect() ? DIRECT : ROUTED + legacy();
  }

  /** The same of a route's call of legacy. */
  final int legacy() {
    try {
      return (int) legacy.invokeExact();
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A legacy method that calls another behind its gate: who answers that. */
  @SuppressWarnings("UnusedMethod") // found by its name
  private int outer() {
    return isAdmitted() ? DIRECT : call();
  }

  /** Calls {@link #outer} as a route does that has the new arm run beside it. */
  final Invoker outerBeside() {
    return Handles.beside(gate, Handles.passing(gate, OUTER.bindTo(this)));
  }

  /** Whether the thread would take its next call past this gate. */
  final boolean leavesPass() {
    Cell cell = Cell.current();
    boolean isLeft = cell.pass != null;
    cell.pass = null;
    return isLeft;
  }

  /** Whether the thread's last legacy arm is known not to be legacy's alone. */
  static boolean isDiverted() {
    Cell cell = Cell.current();
    boolean isDiverted = cell.diverted != null;
    cell.diverted = null;
    return isDiverted;
  }
}
