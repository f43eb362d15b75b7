package dev.compat.embed;

import dev.compat.call.Caller;
import dev.compat.call.JoinPoint;
import dev.compat.call.Table;
import dev.compat.evidence.Arm;
import dev.compat.flag.Route;
import org.jspecify.annotations.Nullable;

/**
 * A join point as it is called: one class for every number of arguments, those that are missing
 * being null.
 *
 * <p>Runs on the caller's thread and throws nothing but what an arm threw: what goes wrong on the
 * way to an arm ends in legacy, or above a floor in the replacement, what goes wrong after it is
 * dropped. Both are caught in the very frame in which they happen, since a call could fail for want
 * of stack. Allocates only where the flag looks at arguments or both arms run. Immutable.
 */
final class Routed implements ArmCall {

  private final Course course;
  private final JoinPoint joinPoint;
  private final Packing packing;
  private final ArmCall legacy;
  private final ArmCall replacement;

  Routed(Course course, JoinPoint joinPoint, Packing packing, ArmCall legacy, ArmCall replacement) {
    this.course = course;
    this.joinPoint = joinPoint;
    this.packing = packing;
    this.legacy = legacy;
    this.replacement = replacement;
  }

  /**
   * As the lambdas of the application see it: what an arm returns is an R, and what it throws is
   * unchecked or an X, since it could neither return nor throw anything else.
   */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <R extends @Nullable Object, X extends Throwable> R typed(
      ArmCall routed,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws X {
    try {
      return (R) routed.call(a, b, c, d, e);
    } catch (Throwable thrown) {
      throw (X) thrown;
    }
  }

  @Override
  public @Nullable Object call(
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws Throwable {
    Route route = Route.LEGACY;
    Table table = null;
    boolean astray = false;
    @Nullable Object @Nullable [] given = null;
    long start = 0;
    try {
      if (course.admits()) {
        Table now = joinPoint.table();
        route = joinPoint.looksAtArguments(now) ? route(now, a, b, c, d, e) : joinPoint.route(now);
        if (route == Route.SHADOW || route == Route.VERIFY) {
          given = packing.pack(a, b, c, d, e);
        } else {
          start = joinPoint.start();
        }
        table = now;
      }
    } catch (Throwable failure) {
      table = null;
      astray = course.isFloorNew();
    }
    if (table == null) {
      return (astray ? replacement : legacy).call(a, b, c, d, e);
    }
    if (given != null) {
      return joinPoint.both(route, table, given);
    }
    if (route == Route.FALLBACK) {
      return fallingBack(start, a, b, c, d, e);
    }
    if (route == Route.NEW && !course.isRecorded()) {
      return replacement.call(a, b, c, d, e);
    }
    return route == Route.NEW
        ? recorded(Arm.NEW, replacement, start, a, b, c, d, e)
        : recorded(Arm.LEGACY, legacy, start, a, b, c, d, e);
  }

  private Route route(
      Table table,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e) {
    try {
      Caller caller = joinPoint.caller(table, packing.size(a));
      packing.tell(caller, a, b, c, d, e);
      return joinPoint.route(table, caller);
    } catch (Throwable failure) {
      return joinPoint.undecided(failure);
    }
  }

  private @Nullable Object fallingBack(
      long start,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws Throwable {
    Object result = null;
    Throwable thrown = null;
    int how = JoinPoint.THROWN;
    try {
      result = replacement.call(a, b, c, d, e);
    } catch (Throwable failure) {
      thrown = failure;
    }
    try {
      if (thrown == null) {
        joinPoint.finished(Arm.NEW, null, start);
      } else {
        how = joinPoint.fallBack(thrown, start);
      }
    } catch (Throwable dropped) {
      // What the arm did is what the caller gets.
    }
    if (how != JoinPoint.THROWN) {
      ArmCall instead = how == JoinPoint.DECLINED ? legacy : this::legacyBeside;
      return recorded(Arm.LEGACY, instead, restarted(start), a, b, c, d, e);
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  /** What the replacement took is not legacy's. */
  private long restarted(long start) {
    try {
      return joinPoint.start();
    } catch (Throwable dropped) {
      return start;
    }
  }

  private @Nullable Object legacyBeside(
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws Throwable {
    return Cells.beside(course, packing.invoker(legacy), packing.pack(a, b, c, d, e));
  }

  private @Nullable Object recorded(
      Arm arm,
      ArmCall body,
      long start,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e)
      throws Throwable {
    Object result = null;
    Throwable thrown = null;
    try {
      result = body.call(a, b, c, d, e);
    } catch (Throwable failure) {
      thrown = failure;
    }
    try {
      joinPoint.finished(arm, thrown, start);
    } catch (Throwable dropped) {
      // What the arm did is what the caller gets.
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }
}
