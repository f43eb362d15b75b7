package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.Context;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one migration, in one class loader, where its flag says.
 *
 * <p>Reads one immutable table through a volatile field, so a flag changes for all join points at
 * once and each call sees one flag from beginning to end.
 */
public final class Router {

  private final Surroundings surroundings;
  private final ShadowPool pool;
  private volatile @Nullable Table table;

  private record Table(Flag flag, @Nullable ContextReaders readers, Comparison comparison) {}

  /** A router that sends every call to legacy until it is told which flag to follow. */
  public Router(Surroundings surroundings, ShadowPool pool) {
    this.surroundings = surroundings;
    this.pool = pool;
  }

  /** Follows another state of the flag, from the next call on. */
  public void follow(Flag flag, @Nullable ContextReaders readers) {
    boolean always = flag.constant() != null;
    table = new Table(flag, always ? null : readers, Comparison.of(flag.compare().ignore()));
  }

  /**
   * A join point of this migration.
   *
   * @param shadowable whether the replacement was declared free of effects
   */
  public JoinPoint joinPoint(JoinPointEvidence evidence, JoinPoint.Arms arms, boolean shadowable) {
    return new JoinPoint(this, evidence, arms, shadowable);
  }

  boolean looksAtArguments() {
    Table current = table;
    return current != null && current.readers != null && current.readers.needsArguments();
  }

  Route route(
      JoinPoint joinPoint, @Nullable Object @Nullable [] arguments, JoinPoint.@Nullable Arms arms) {
    try {
      Table current = table;
      if (current == null) {
        return Route.LEGACY;
      }
      Route route =
          current.readers == null
              ? current.flag.route(Context.NONE)
              : routeByContext(current, current.readers, arguments, arms);
      return route == Route.SHADOW ? shadowOrLegacy(joinPoint) : route;
    } catch (Throwable failure) {
      contained(joinPoint, failure);
      return Route.LEGACY;
    }
  }

  /** Context readers call code of the application's: what that calls is not routed. */
  private Route routeByContext(
      Table current,
      ContextReaders readers,
      @Nullable Object @Nullable [] arguments,
      JoinPoint.@Nullable Arms arms) {
    Object here = surroundings.here();
    int before = surroundings.suppressed(here);
    surroundings.suppressed(here, before + 1);
    try {
      return current.flag.route(context(readers, arguments, arms));
    } finally {
      surroundings.suppressed(here, before);
    }
  }

  private static Context context(
      ContextReaders readers,
      @Nullable Object @Nullable [] arguments,
      JoinPoint.@Nullable Arms arms) {
    if (arguments == null || arms == null) {
      return readers.read(null, null);
    }
    return arms.isStatic()
        ? readers.read(null, arguments)
        : readers.read(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private Route shadowOrLegacy(JoinPoint joinPoint) {
    return joinPoint.shadowable() && !inCandidate() ? Route.SHADOW : Route.LEGACY;
  }

  boolean inCandidate() {
    return surroundings.candidate(surroundings.here());
  }

  @Nullable Object shadow(JoinPoint joinPoint, @Nullable Object[] arguments) throws Throwable {
    long entered = System.nanoTime();
    Candidate candidate = prepare(joinPoint, arguments);
    if (candidate == null) {
      return legacyAlone(joinPoint, arguments);
    }
    Object result = null;
    Throwable thrown = null;
    long started = System.nanoTime();
    try {
      result = joinPoint.arms().legacyBeside().call(arguments);
    } catch (Throwable failure) {
      thrown = failure;
    }
    conclude(joinPoint, candidate, new Outcome(result, thrown), entered, started);
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  private static @Nullable Object legacyAlone(JoinPoint joinPoint, @Nullable Object[] arguments)
      throws Throwable {
    boolean threw = true;
    try {
      Object result = joinPoint.arms().legacy().call(arguments);
      threw = false;
      return result;
    } finally {
      joinPoint.evidence().answered(Arm.LEGACY, threw);
    }
  }

  /** Gets a trial ready before legacy runs; null when this call has none. */
  private @Nullable Candidate prepare(JoinPoint joinPoint, @Nullable Object[] arguments) {
    JoinPointEvidence evidence = joinPoint.evidence();
    try {
      Table current = table;
      if (current == null) {
        return null;
      }
      evidence.shadowed();
      if (!sampled(current.flag.shadow().sample())) {
        evidence.notSampled();
        return null;
      }
      if (!pool.reserve()) {
        evidence.dropped();
        return null;
      }
      return snapshot(joinPoint, arguments, current.comparison);
    } catch (Throwable failure) {
      contained(joinPoint, failure);
      return null;
    }
  }

  private @Nullable Candidate snapshot(
      JoinPoint joinPoint, @Nullable Object[] arguments, Comparison comparison) {
    Object here = surroundings.here();
    int before = surroundings.suppressed(here);
    surroundings.suppressed(here, before + 1);
    Candidate candidate = null;
    try {
      candidate = copy(joinPoint, arguments, comparison);
      return candidate;
    } finally {
      surroundings.suppressed(here, before);
      if (candidate == null) {
        pool.release();
      }
    }
  }

  private @Nullable Candidate copy(
      JoinPoint joinPoint, @Nullable Object[] arguments, Comparison comparison) {
    @Nullable Object[] given = copies(joinPoint, arguments);
    if (given == null) {
      return null;
    }
    // The new arm may change what it is given, and the example of a mismatch shows what that was.
    @Nullable Object[] shown =
        allImmutable(joinPoint, given) ? given : copies(joinPoint, arguments);
    return shown == null ? null : new Candidate(joinPoint, given, shown, comparison, surroundings);
  }

  private static @Nullable Object @Nullable [] copies(
      JoinPoint joinPoint, @Nullable Object[] arguments) {
    @Nullable Object[] copies = arguments.clone();
    for (int i = joinPoint.firstArgument(); i < arguments.length; i++) {
      Snapshot snapshot = Snapshots.of(label(joinPoint, i), arguments[i]);
      if (snapshot instanceof Snapshot.Refused refused) {
        joinPoint.evidence().incomparable(refused.reason());
        return null;
      }
      copies[i] = ((Snapshot.Taken) snapshot).value();
    }
    return copies;
  }

  private static boolean allImmutable(JoinPoint joinPoint, @Nullable Object[] values) {
    for (int i = joinPoint.firstArgument(); i < values.length; i++) {
      if (!Snapshots.isImmutable(values[i])) {
        return false;
      }
    }
    return true;
  }

  private static String label(JoinPoint joinPoint, int index) {
    return "argument " + (index - joinPoint.firstArgument());
  }

  /** Hands the trial over after legacy has answered. */
  private void conclude(
      JoinPoint joinPoint, Candidate candidate, Outcome legacy, long entered, long started) {
    boolean submitted = false;
    try {
      long ended = System.nanoTime();
      JoinPointEvidence evidence = joinPoint.evidence();
      evidence.answered(Arm.LEGACY, legacy.thrown() != null);
      evidence.took(Arm.LEGACY, ended - started);
      String reason = incomparable(candidate, legacy);
      if (reason == null) {
        pool.submit(candidate);
        submitted = true;
      } else {
        evidence.incomparable(reason);
      }
      evidence.overhead(started - entered + System.nanoTime() - ended);
    } catch (Throwable failure) {
      contained(joinPoint, failure);
    }
    if (!submitted) {
      pool.release();
    }
  }

  /** Keeping the result may call code of the application's: what that calls is not routed. */
  private @Nullable String incomparable(Candidate candidate, Outcome legacy) {
    Object here = surroundings.here();
    if (surroundings.diverted(here)) {
      return "the flag changed during the call";
    }
    int before = surroundings.suppressed(here);
    surroundings.suppressed(here, before + 1);
    try {
      return candidate.hold(legacy);
    } finally {
      surroundings.suppressed(here, before);
    }
  }

  private static boolean sampled(double share) {
    return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
  }

  private static void contained(JoinPoint joinPoint, Throwable failure) {
    try {
      joinPoint.evidence().contained(failure);
    } catch (Throwable ignored) {
      // The failure is most likely a stack overflow that counting ran into again: the caller's
      // answer comes first.
    }
  }
}
