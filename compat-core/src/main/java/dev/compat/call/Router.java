package dev.compat.call;

import dev.compat.compare.Outcome;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.Context;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.PinSettings;
import dev.compat.flag.Pins;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one migration, in one class loader, where its flag says.
 *
 * <p>Reads one immutable table through a volatile field, so a flag changes for all join points at
 * once and each call sees one flag from beginning to end.
 *
 * <p>A call may come at the very edge of its thread's stack, where any call of ours fails. So a
 * trial notes by plain writes how far its accounts are, and one that is cut short is left in {@code
 * unfinished} by another plain write, for {@link #tick()} to put its accounts in order.
 */
public final class Router {

  private final Surroundings surroundings;
  private final ShadowPool pool;
  private volatile Table table = Table.off();
  private volatile @Nullable Candidate unfinished;

  /** A router that sends every call to legacy until it is told which flag to follow. */
  public Router(Surroundings surroundings, ShadowPool pool) {
    this.surroundings = surroundings;
    this.pool = pool;
  }

  /** Follows another state of the flag, from the next call on. */
  public void follow(Flag flag, @Nullable ContextReaders readers) {
    table = Table.of(flag, readers, pins(flag.pin()));
  }

  /** Those there are, as long as what is pinned stays the same. */
  private @Nullable Pins pins(@Nullable PinSettings settings) {
    Pins held = table.pins;
    if (settings == null) {
      return null;
    }
    return held != null && held.settings().equals(settings) ? held : new Pins(settings);
  }

  /** How many calls were of units of work that could not be pinned: there were too many. */
  public long unpinned() {
    Pins held = table.pins;
    return held == null ? 0 : held.unpinned();
  }

  /**
   * A join point of this migration.
   *
   * @param shadowable whether the replacement was declared free of effects
   */
  public JoinPoint joinPoint(JoinPointEvidence evidence, JoinPoint.Arms arms, boolean shadowable) {
    return new JoinPoint(this, evidence, arms, shadowable);
  }

  /**
   * Counts the trials that a caller could not, its stack being used up, and forgets what is pinned
   * no longer. Call it several times a second.
   */
  public void tick() {
    Pins held = table.pins;
    if (held != null) {
      held.tick();
    }
    Candidate last = unfinished;
    for (Candidate each = last; each != null; each = each.next) {
      each.cutShort();
    }
    if (last != null) {
      // The last one stays, so that nothing is written here that a caller might write as well.
      last.next = null;
    }
  }

  Table table() {
    return table;
  }

  /**
   * Ready to take what a call was given. A thread that is evaluating a context already, which is
   * code of our own whose calls are not to be routed, gets another one.
   */
  Caller caller(JoinPoint joinPoint, Table table, int count) {
    Caller kept = surroundings.caller();
    Caller caller = kept.suppression[0] == 0 ? kept : new Caller(kept.suppression);
    caller.begin(joinPoint, table, count);
    return caller;
  }

  /**
   * Decides.
   *
   * @param given what has taken the arguments; null if none is looked at
   */
  Route route(JoinPoint joinPoint, Table table, @Nullable Caller given) {
    Route always = table.always;
    if (always == Route.NEW || always == Route.LEGACY) {
      return always;
    }
    try {
      Route route = always != null ? always : routeByContext(joinPoint, table, given);
      return route == Route.SHADOW ? shadowOrLegacy(joinPoint) : route;
    } catch (Throwable failure) {
      return undecided(joinPoint, failure);
    }
  }

  Route undecided(JoinPoint joinPoint, Throwable failure) {
    contained(joinPoint, failure);
    return Route.LEGACY;
  }

  /** Context readers call code of the application's: what that calls is not routed. */
  private Route routeByContext(JoinPoint joinPoint, Table table, @Nullable Caller given) {
    Flag flag = table.flag;
    if (flag == null || table.readers == null) {
      return flag == null ? Route.LEGACY : flag.route(Context.NONE);
    }
    Caller caller = given == null ? caller(joinPoint, table, 0) : given;
    int[] suppression = caller.suppression;
    int before = suppression[0];
    suppression[0] = before + 1;
    try {
      return Table.route(flag, table.pins, caller.context);
    } finally {
      suppression[0] = before;
      caller.context.end();
    }
  }

  private Route shadowOrLegacy(JoinPoint joinPoint) {
    return joinPoint.shadowable() && !inCandidate() ? Route.SHADOW : Route.LEGACY;
  }

  boolean inCandidate() {
    return surroundings.candidate();
  }

  /**
   * Whatever happens before and after legacy, legacy runs once and the caller gets what it gave.
   * Outside the three {@code try} blocks nothing is called: it could fail for want of stack.
   */
  @Nullable Object shadow(JoinPoint joinPoint, Table table, @Nullable Object[] arguments)
      throws Throwable {
    Candidate candidate = null;
    boolean trial = false;
    Throwable trouble = null;
    try {
      candidate = new Candidate(joinPoint, table.comparison, surroundings, pool);
      trial = prepare(candidate, table, arguments);
    } catch (Throwable failure) {
      trouble = failure;
    }
    Object result = null;
    Throwable thrown = null;
    try {
      JoinPoint.Arms arms = joinPoint.arms();
      result = (trial ? arms.legacyBeside() : arms.legacy()).call(arguments);
    } catch (Throwable failure) {
      thrown = failure;
    }
    try {
      conclude(joinPoint, candidate, trial, new Outcome(result, thrown), arguments);
    } catch (Throwable failure) {
      trouble = failure;
    }
    if (candidate != null && (candidate.counted || candidate.placed)) {
      candidate.trouble = trouble;
      candidate.next = unfinished;
      unfinished = candidate;
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  /** Gets a trial ready before legacy runs; false when this call has none. */
  private boolean prepare(Candidate candidate, Table table, @Nullable Object[] arguments) {
    Flag flag = table.flag;
    if (flag == null) {
      return false;
    }
    JoinPointEvidence evidence = candidate.evidence();
    evidence.shadowed();
    candidate.counted = true;
    boolean sampled = sampled(flag.shadow().sample());
    candidate.entered = sampled ? System.nanoTime() : 0;
    if (sampled && pool.reserve()) {
      candidate.placed = true;
      boolean taken = take(candidate, arguments);
      candidate.started = System.nanoTime();
      return taken;
    }
    if (sampled) {
      evidence.dropped();
    } else {
      evidence.notSampled();
    }
    candidate.counted = false;
    return false;
  }

  /** Copying arguments may call code of the application's: what that calls is not routed. */
  private boolean take(Candidate candidate, @Nullable Object[] arguments) {
    int[] suppression = surroundings.suppression();
    int before = suppression[0];
    suppression[0] = before + 1;
    try {
      return candidate.take(arguments);
    } finally {
      suppression[0] = before;
    }
  }

  /** Hands the trial over, if there is one, after legacy has answered. */
  private void conclude(
      JoinPoint joinPoint,
      @Nullable Candidate candidate,
      boolean trial,
      Outcome legacy,
      @Nullable Object[] arguments) {
    long ended = trial ? System.nanoTime() : 0;
    JoinPointEvidence evidence = joinPoint.evidence();
    evidence.answered(Arm.LEGACY, legacy.thrown() != null);
    if (candidate == null || !trial) {
      return;
    }
    evidence.took(Arm.LEGACY, ended - candidate.started);
    evidence.nested(surroundings.nested());
    String reason = incomparable(candidate, legacy, arguments);
    if (reason != null) {
      candidate.refuse(reason);
    } else {
      candidate.submit();
    }
    evidence.overhead(candidate.started - candidate.entered + System.nanoTime() - ended);
  }

  /** Keeping the result may call code of the application's: what that calls is not routed. */
  private @Nullable String incomparable(
      Candidate candidate, Outcome legacy, @Nullable Object[] arguments) {
    if (surroundings.diverted()) {
      return "the flag changed during the call";
    }
    int[] suppression = surroundings.suppression();
    int before = suppression[0];
    suppression[0] = before + 1;
    try {
      return candidate.hold(legacy, arguments);
    } finally {
      suppression[0] = before;
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
