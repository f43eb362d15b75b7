package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import dev.compat.agent.weave.DecisionWriter;
import dev.compat.agent.weave.FrameWriter;
import dev.compat.call.Invoker;
import dev.compat.call.JoinPoint;
import dev.compat.call.Table;
import dev.compat.container.PerReceiver;
import dev.compat.evidence.Arm;
import dev.compat.flag.Route;
import dev.compat.observe.ObservedMethod;
import java.compat.Cell;
import java.compat.Extent;
import java.compat.Gate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds the method handles of a route, fully typed: no boxing but where both arms run.
 *
 * <p>Two ideas recur. What has to be put back whatever happens is put back by a plain write of the
 * very frame that changed it, so that not even a {@code StackOverflowError} is in the way: method
 * handles cannot do that, which is why {@link FrameWriter} writes classes. And a test that the JIT
 * sees as a constant costs nothing.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by their names, from here
final class Handles {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle IS_NEW = own("isNew", methodType(boolean.class, Route.class));
  private static final MethodHandle IS_LEGACY =
      own("isLegacy", methodType(boolean.class, Route.class));
  private static final MethodHandle IS_FALLBACK =
      own("isFallback", methodType(boolean.class, Route.class));
  private static final MethodHandle HAS_DECLINED =
      own("hasDeclined", methodType(boolean.class, int.class));
  private static final MethodHandle BOTH =
      of(
          JoinPoint.class,
          "both",
          methodType(Object.class, Route.class, Table.class, Object[].class));
  private static final MethodHandle CALL =
      of(Invoker.class, "call", methodType(Object.class, Object[].class));
  private static final MethodHandle TABLE = of(JoinPoint.class, "table", methodType(Table.class));
  private static final MethodHandle ROUTE =
      of(JoinPoint.class, "route", methodType(Route.class, Table.class));
  private static final MethodHandle LOOK =
      of(ObservedMethod.class, "look", methodType(void.class, int.class, Object[].class));
  private static final MethodHandle LOOKS_AT_ARGUMENTS =
      of(JoinPoint.class, "looksAtArguments", methodType(boolean.class, Table.class));

  private static final MethodHandle READY =
      own("ready", methodType(Route.class, PerReceiver.class, Route.class, Object.class));

  /** By erased type, so that no class of an application is kept. */
  private static final Map<MethodType, Frames> FRAMES = new ConcurrentHashMap<>();

  /** By erased type, too. */
  private static final Map<MethodType, MethodHandle> DECISIONS = new ConcurrentHashMap<>();

  private Handles() {}

  /** The methods of one class that {@link FrameWriter} wrote. */
  private record Frames(
      MethodHandle passing,
      MethodHandle recorded,
      MethodHandle fallingBack,
      MethodHandle observed) {}

  /** Enters the legacy method {@code legacy} past {@code gate}. */
  static MethodHandle passing(Gate gate, MethodHandle legacy) {
    return around(legacy, Frames::passing, gate);
  }

  /** Enters the legacy method {@code legacy} past {@code gate}, and has it observed. */
  static MethodHandle observed(ObservedMethod observed, Gate gate, MethodHandle legacy) {
    MethodType erased = legacy.type().erase();
    MethodHandle look =
        LOOK.bindTo(observed)
            .asCollector(Object[].class, erased.parameterCount())
            .asType(erased.insertParameterTypes(0, int.class).changeReturnType(void.class));
    return around(legacy, Frames::observed, observed, gate, look);
  }

  /**
   * Sends each call where {@code joinPoint} says.
   *
   * @param alone enters legacy past the gate, for a call that legacy answers alone
   * @param beside enters legacy past the gate, in an extent
   * @param replacement the adapter, with the type of {@code alone}
   * @param adapters those of the legacy objects; null where one adapter serves them all
   */
  static MethodHandle routed(
      JoinPoint joinPoint,
      MethodHandle alone,
      Invoker beside,
      MethodHandle replacement,
      @Nullable PerReceiver adapters) {
    MethodType type = alone.type();
    MethodHandle legacy = recorded(joinPoint, Arm.LEGACY, alone);
    MethodHandle failed = recorded(joinPoint, Arm.LEGACY, collected(beside, type));
    MethodHandle instead =
        MethodHandles.guardWithTest(
            HAS_DECLINED,
            MethodHandles.dropArguments(erased(legacy), 0, int.class),
            MethodHandles.dropArguments(erased(failed), 0, int.class));
    MethodHandle fallback = around(replacement, Frames::fallingBack, joinPoint, instead);
    MethodHandle both =
        BOTH.bindTo(joinPoint)
            .asCollector(Object[].class, type.parameterCount())
            .asType(type.insertParameterTypes(0, Route.class, Table.class));
    MethodHandle choice =
        choose(
            IS_NEW,
            recorded(joinPoint, Arm.NEW, replacement),
            choose(IS_LEGACY, legacy, choose(IS_FALLBACK, fallback, both)));
    MethodHandle decision = decision(joinPoint, type);
    MethodHandle decided =
        MethodHandles.foldArguments(
            choice, adapters == null ? decision : ifReady(decision, adapters));
    return MethodHandles.foldArguments(decided, TABLE.bindTo(joinPoint));
  }

  /**
   * Takes {@code handle}, which gets the arguments alone, where {@code test} of the route holds.
   */
  private static MethodHandle choose(
      MethodHandle test, MethodHandle handle, MethodHandle otherwise) {
    return MethodHandles.guardWithTest(
        test, MethodHandles.dropArguments(handle, 0, Route.class, Table.class), otherwise);
  }

  /** Where both arms have run already, an array costs nothing that matters. */
  private static MethodHandle collected(Invoker invoker, MethodType type) {
    return CALL.bindTo(invoker).asCollector(Object[].class, type.parameterCount()).asType(type);
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
      int openings = gate.openings;
      Extent extent = new Extent(gate, before);
      cell.extent = extent;
      try {
        return spread.invokeExact(arguments);
      } finally {
        cell.extent = before;
        cell.nested = extent.nested;
        if (gate.openings != openings || (openings & 1) == 1) {
          cell.diverted = gate;
        }
      }
    };
  }

  private static MethodHandle spread(MethodHandle handle) {
    return handle
        .asType(handle.type().generic())
        .asSpreader(Object[].class, handle.type().parameterCount());
  }

  private static MethodHandle decision(JoinPoint joinPoint, MethodType type) {
    MethodHandle byArguments =
        decide(type.erase())
            .bindTo(joinPoint)
            .asType(type.insertParameterTypes(0, Table.class).changeReturnType(Route.class));
    MethodHandle alone =
        MethodHandles.dropArguments(ROUTE.bindTo(joinPoint), 1, type.parameterList());
    return MethodHandles.guardWithTest(LOOKS_AT_ARGUMENTS.bindTo(joinPoint), byArguments, alone);
  }

  /** Has the legacy object's adapter built if need be; legacy answers where it cannot be built. */
  private static MethodHandle ifReady(MethodHandle decision, PerReceiver adapters) {
    MethodType type = decision.type();
    MethodHandle ready =
        READY.bindTo(adapters).asType(methodType(Route.class, Route.class, type.parameterType(1)));
    MethodHandle among = MethodHandles.dropArguments(ready, 1, Table.class);
    List<Class<?>> others = type.parameterList().subList(2, type.parameterCount());
    return MethodHandles.foldArguments(MethodHandles.dropArguments(among, 3, others), decision);
  }

  /** Without a lock, as {@link #frames}. */
  private static MethodHandle decide(MethodType erased) {
    MethodHandle known = DECISIONS.get(erased);
    if (known == null) {
      known = writeDecision(erased);
      DECISIONS.put(erased, known);
    }
    return known;
  }

  private static MethodHandle writeDecision(MethodType erased) {
    try {
      byte[] bytes = DecisionWriter.write(Handles.class, erased);
      MethodHandles.Lookup written = LOOKUP.defineHiddenClass(bytes, true);
      return written.findStatic(
          written.lookupClass(), DecisionWriter.DECIDE, DecisionWriter.type(erased));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle recorded(JoinPoint joinPoint, Arm arm, MethodHandle handle) {
    return around(handle, Frames::recorded, joinPoint, arm);
  }

  /** Binds a written method to {@code handle} and what else it takes before the arguments. */
  private static MethodHandle around(
      MethodHandle handle, Function<Frames, MethodHandle> which, Object... bound) {
    MethodType erased = handle.type().erase();
    MethodHandle frame = MethodHandles.insertArguments(which.apply(frames(erased)), 0, bound);
    return MethodHandles.insertArguments(frame, 0, erased(handle)).asType(handle.type());
  }

  /** Of fixed arity: as one of variable arity it would take the array for an element. */
  private static MethodHandle erased(MethodHandle handle) {
    return handle.asFixedArity().asType(handle.type().erase());
  }

  /** Without a lock: two threads that link may write the same class twice, to no harm. */
  private static Frames frames(MethodType erased) {
    Frames known = FRAMES.get(erased);
    if (known == null) {
      known = write(erased);
      FRAMES.put(erased, known);
    }
    return known;
  }

  private static Frames write(MethodType erased) {
    try {
      byte[] bytes = FrameWriter.write(Handles.class, erased);
      MethodHandles.Lookup written = LOOKUP.defineHiddenClass(bytes, true);
      Class<?> type = written.lookupClass();
      return new Frames(
          written.findStatic(type, FrameWriter.PASSING, FrameWriter.passing(erased)),
          written.findStatic(type, FrameWriter.RECORDED, FrameWriter.recorded(erased)),
          written.findStatic(type, FrameWriter.FALLING_BACK, FrameWriter.fallingBack(erased)),
          written.findStatic(type, FrameWriter.OBSERVED, FrameWriter.observed(erased)));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a shadow worker can make, it makes: the caller never waits for a plugin there. */
  private static Route ready(PerReceiver adapters, Route route, Object receiver) {
    boolean isNotNeeded = route == Route.LEGACY || (route == Route.SHADOW && adapters.isApart());
    return isNotNeeded || adapters.of(receiver) != null ? route : Route.LEGACY;
  }

  private static boolean isNew(Route route) {
    return route == Route.NEW;
  }

  private static boolean isLegacy(Route route) {
    return route == Route.LEGACY;
  }

  private static boolean isFallback(Route route) {
    return route == Route.FALLBACK;
  }

  private static boolean hasDeclined(int how) {
    return how == JoinPoint.DECLINED;
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
