package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import dev.compat.call.Invoker;
import dev.compat.call.JoinPoint;
import dev.compat.evidence.Arm;
import dev.compat.flag.Route;
import java.compat.Cell;
import java.compat.Extent;
import java.compat.Gate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Builds the method handles of a route, fully typed: no boxing but where both arms run.
 *
 * <p>Two ideas recur. A <em>pass</em> is put into the thread's cell right before legacy is
 * re-entered and taken out whatever happens; finding the cell needs more of the stack than clearing
 * it, so where the pass could be put it can be taken away. And a test that the JIT sees as a
 * constant costs nothing.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by their names, from here
final class Handles {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle ENTER = own("enter", methodType(Cell.class, Gate.class));
  private static final MethodHandle EXIT =
      own("exit", methodType(void.class, Throwable.class, Cell.class));
  private static final MethodHandle IS_NEW = own("isNew", methodType(boolean.class, Route.class));
  private static final MethodHandle IS_SHADOW =
      own("isShadow", methodType(boolean.class, Route.class));
  private static final MethodHandle FINISHED =
      own(
          "finished",
          methodType(void.class, JoinPoint.class, Arm.class, Throwable.class, long.class));
  private static final MethodHandle START = of(JoinPoint.class, "start", methodType(long.class));
  private static final MethodHandle SHADOW =
      of(JoinPoint.class, "shadow", methodType(Object.class, Object[].class));
  private static final MethodHandle ROUTE = of(JoinPoint.class, "route", methodType(Route.class));
  private static final MethodHandle ROUTE_BY_ARGUMENTS =
      of(JoinPoint.class, "route", methodType(Route.class, Object[].class));
  private static final MethodHandle LOOKS_AT_ARGUMENTS =
      of(JoinPoint.class, "looksAtArguments", methodType(boolean.class));

  private Handles() {}

  /** Enters the legacy method {@code legacy} past {@code gate}. */
  static MethodHandle passing(Gate gate, MethodHandle legacy) {
    MethodHandle body = MethodHandles.dropArguments(legacy, 0, Cell.class);
    MethodHandle guarded = MethodHandles.tryFinally(body, cleanup(legacy.type(), EXIT, Cell.class));
    return MethodHandles.foldArguments(guarded, ENTER.bindTo(gate));
  }

  /**
   * Sends each call where {@code joinPoint} says.
   *
   * @param passing enters legacy past the gate
   * @param replacement the adapter, with the type of {@code passing}
   */
  static MethodHandle routed(JoinPoint joinPoint, MethodHandle passing, MethodHandle replacement) {
    MethodType type = passing.type();
    MethodHandle shadow =
        SHADOW.bindTo(joinPoint).asCollector(Object[].class, type.parameterCount()).asType(type);
    MethodHandle choice =
        MethodHandles.guardWithTest(
            IS_NEW,
            ignoringRoute(recorded(joinPoint, Arm.NEW, replacement)),
            MethodHandles.guardWithTest(
                IS_SHADOW,
                ignoringRoute(shadow),
                ignoringRoute(recorded(joinPoint, Arm.LEGACY, passing))));
    return MethodHandles.foldArguments(choice, decision(joinPoint, type));
  }

  /** Sends every call straight to {@code replacement} while {@code gate} is open. */
  static MethodHandle directOr(Gate gate, MethodHandle replacement, MethodHandle routed) {
    return MethodHandles.guardWithTest(gate.directness(), replacement, routed);
  }

  /** Calls {@code handle} with its arguments in an array. */
  static Invoker invoker(MethodHandle handle) {
    MethodHandle spread = spread(handle);
    return arguments -> spread.invokeExact(arguments);
  }

  /** Calls legacy through {@code passing}, inside an extent of {@code gate}. */
  static Invoker beside(Gate gate, MethodHandle passing) {
    MethodHandle spread = spread(passing);
    return arguments -> {
      Cell cell = Cell.current();
      Extent before = cell.extent;
      cell.extent = new Extent(gate, before);
      try {
        return spread.invokeExact(arguments);
      } finally {
        cell.extent = before;
      }
    };
  }

  private static MethodHandle spread(MethodHandle handle) {
    return handle
        .asType(handle.type().generic())
        .asSpreader(Object[].class, handle.type().parameterCount());
  }

  private static MethodHandle ignoringRoute(MethodHandle handle) {
    return MethodHandles.dropArguments(handle, 0, Route.class);
  }

  private static MethodHandle decision(JoinPoint joinPoint, MethodType type) {
    MethodHandle byArguments =
        ROUTE_BY_ARGUMENTS
            .bindTo(joinPoint)
            .asCollector(Object[].class, type.parameterCount())
            .asType(type.changeReturnType(Route.class));
    MethodHandle alone =
        MethodHandles.dropArguments(ROUTE.bindTo(joinPoint), 0, type.parameterList());
    return MethodHandles.guardWithTest(LOOKS_AT_ARGUMENTS.bindTo(joinPoint), byArguments, alone);
  }

  private static MethodHandle recorded(JoinPoint joinPoint, Arm arm, MethodHandle handle) {
    MethodHandle finished = MethodHandles.insertArguments(FINISHED, 0, joinPoint, arm);
    MethodHandle body = MethodHandles.dropArguments(handle, 0, long.class);
    MethodHandle guarded =
        MethodHandles.tryFinally(body, cleanup(handle.type(), finished, long.class));
    return MethodHandles.foldArguments(guarded, START.bindTo(joinPoint));
  }

  /** Makes {@code (Throwable, token)void} a cleanup that gives back the result of {@code body}. */
  private static MethodHandle cleanup(MethodType body, MethodHandle action, Class<?> token) {
    Class<?> result = body.returnType();
    if (result == void.class) {
      return action;
    }
    MethodHandle identity = MethodHandles.dropArguments(MethodHandles.identity(result), 1, token);
    MethodHandle withThrown = MethodHandles.dropArguments(identity, 0, Throwable.class);
    MethodHandle before =
        MethodHandles.permuteArguments(
            action, methodType(void.class, Throwable.class, result, token), 0, 2);
    return MethodHandles.foldArguments(withThrown, before);
  }

  private static Cell enter(Gate gate) {
    Cell cell = Cell.current();
    cell.pass = gate;
    return cell;
  }

  private static void exit(@Nullable Throwable thrown, Cell cell) {
    cell.diverted = cell.pass != null;
    cell.pass = null;
  }

  private static boolean isNew(Route route) {
    return route == Route.NEW;
  }

  private static boolean isShadow(Route route) {
    return route == Route.SHADOW;
  }

  private static void finished(
      JoinPoint joinPoint, Arm arm, @Nullable Throwable thrown, long start) {
    joinPoint.finished(arm, thrown, start);
  }

  private static MethodHandle own(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(Handles.class, name, type);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static MethodHandle of(Class<?> owner, String name, MethodType type) {
    try {
      return LOOKUP.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
