package dev.compat.call;

import dev.compat.compare.CompareRules;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshots;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.SeenShapes;
import dev.compat.flag.Context;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.OverdueException;
import dev.compat.flag.PinSettings;
import dev.compat.flag.Pins;
import dev.compat.flag.Route;
import dev.compat.flag.ShadowSettings;
import dev.compat.shadow.ShadowPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one migration, in one class loader, where its flag says.
 *
 * <p>Reads one immutable table through a volatile field, so a flag changes for all join points at
 * once and each call sees one flag from beginning to end.
 *
 * <p>A call may come at the very edge of its thread's stack, where any call of ours fails. So a
 * trial notes by plain writes how far its accounts are, and one that is cut short is left in {@code
 * unfinished}, for {@link #tick()} to put its accounts in order: by another plain write if need be,
 * and then one of two threads that do so at the same moment may be missed.
 */
public final class Router {

  private static final AtomicReferenceFieldUpdater<Router, @Nullable ArmTrial> UNFINISHED =
      AtomicReferenceFieldUpdater.newUpdater(Router.class, ArmTrial.class, "unfinished");

  private final Surroundings surroundings;
  private final ShadowPool pool;
  private volatile Table table = Table.off();
  private volatile Carriers carriers = Carriers.none();
  private volatile @Nullable ArmTrial unfinished;
  private CompareRules code = CompareRules.NONE;

  /** A router that sends every call to legacy until it is told which flag to follow. */
  public Router(Surroundings surroundings, ShadowPool pool) {
    this.surroundings = surroundings;
    this.pool = pool;
  }

  /** Follows another state of the flag, from the next call on. */
  public synchronized void follow(Flag flag, @Nullable ContextReaders readers) {
    table = Table.of(flag, readers, pins(flag.pin()), code);
  }

  /** Compares by these rules in code besides the flag's, from the next call on. */
  public synchronized void compareBy(CompareRules rules) {
    code = rules;
    table = table.comparedBy(rules);
  }

  /** Sends every call to legacy, from the next one on, until it is told which flag to follow. */
  public synchronized void rest() {
    table = Table.off();
  }

  /** Those there are, as long as what is pinned stays the same. */
  private @Nullable Pins pins(@Nullable PinSettings settings) {
    Pins held = table.pins;
    if (settings == null) {
      return null;
    }
    return held != null && held.settings().equals(settings) ? held : new Pins(settings);
  }

  /** What is wrong with calls so far, a line each. */
  public List<String> problems() {
    Table now = table;
    Pins held = now.pins;
    long unpinned = held == null ? 0 : held.unpinned();
    List<String> problems = new ArrayList<>(now.comparison.problems());
    if (unpinned > 0) {
      problems.add(
          unpinned
              + " calls were of units of work that were not pinned, too many being under way;"
              + " raise 'most' of its pin");
    }
    return problems;
  }

  /**
   * A join point of this migration.
   *
   * @param permits which routes it permits
   * @param answers which exceptions of the replacement are answers
   */
  public JoinPoint joinPoint(
      JoinPointEvidence evidence, JoinPoint.Arms arms, Permits permits, AnswerTypes answers) {
    return joinPoint(evidence, arms, permits, answers, Snapshots.STRICT);
  }

  /**
   * A join point of this migration.
   *
   * @param permits which routes it permits
   * @param answers which exceptions of the replacement are answers
   * @param snapshots makes copies of what its calls are given
   */
  public JoinPoint joinPoint(
      JoinPointEvidence evidence,
      JoinPoint.Arms arms,
      Permits permits,
      AnswerTypes answers,
      Snapshots snapshots) {
    return new JoinPoint(this, evidence, arms, permits, answers, snapshots);
  }

  /** Has trials carry this over to their workers from now on. */
  public void carry(Carriers newCarriers) {
    carriers = newCarriers;
  }

  /**
   * Counts the trials that a caller could not, its stack being used up, forgets what is pinned no
   * longer, and looks whether what reads contexts hangs. Call it several times a second.
   */
  public void tick() {
    Pins held = table.pins;
    if (held != null) {
      held.tick();
    }
    ContextReaders readers = table.readers;
    if (readers != null) {
      readers.tick();
    }
    ArmTrial last = unfinished;
    for (ArmTrial each = last; each != null; each = each.next) {
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
    Route always = table.always(joinPoint.kind());
    Route route = always != null ? always : asked(joinPoint, table, given);
    if (route == Route.SHADOW) {
      return isCompared(joinPoint, Arm.LEGACY, table) ? route : Route.LEGACY;
    }
    return route != Route.VERIFY || isCompared(joinPoint, Arm.NEW, table) ? route : Route.NEW;
  }

  private Route asked(JoinPoint joinPoint, Table table, @Nullable Caller given) {
    try {
      return table.inForce(joinPoint.kind(), routeByContext(joinPoint, table, given));
    } catch (Throwable failure) {
      return undecided(joinPoint, failure);
    }
  }

  Route undecided(JoinPoint joinPoint, Throwable failure) {
    contained(joinPoint, failure);
    return table.worst(joinPoint.kind());
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
      Route route = table.route(joinPoint.kind(), flag, caller.context);
      joinPoint.count(table.readers, caller.context);
      return route;
    } catch (OverdueException overdue) {
      joinPoint.count(table.readers, caller.context);
      throw overdue;
    } finally {
      suppression[0] = before;
      caller.context.end();
    }
  }

  /** Whether a call on a route that compares is one of the sample; in a candidate none is. */
  private boolean isCompared(JoinPoint joinPoint, Arm answering, Table table) {
    try {
      Flag flag = table.flag;
      if (flag == null || inCandidate()) {
        return false;
      }
      double sample = flag.shadow().sample();
      if (sampled(sample) || (sample > 0 && sampled(joinPoint.evidence().shapes().share()))) {
        return true;
      }
      joinPoint.trials(answering).notSampled();
      return false;
    } catch (Throwable failure) {
      contained(joinPoint, failure);
      return false;
    }
  }

  boolean inCandidate() {
    return surroundings.candidate();
  }

  /**
   * Whatever happens before and after, the answering arm runs once and the caller gets what it
   * gave. Outside the {@code try} blocks nothing is called: it could fail for want of stack.
   */
  @Nullable Object both(
      JoinPoint joinPoint, Arm answering, Table table, @Nullable Object[] arguments)
      throws Throwable {
    ArmTrial trial = null;
    boolean taken = false;
    Throwable trouble = null;
    try {
      ArmTrial.Purpose purpose = purpose(joinPoint, table, arguments);
      if (purpose == null) {
        joinPoint.trials(answering).notSampled();
      } else {
        trial = new ArmTrial(joinPoint, answering, table.comparison, surroundings, pool, purpose);
        taken = prepare(trial, table, arguments);
      }
    } catch (Throwable failure) {
      trouble = failure;
    }
    Object result = null;
    Throwable thrown = null;
    try {
      JoinPoint.Arms arms = joinPoint.arms();
      Invoker legacy = taken ? arms.legacyBeside() : arms.legacy();
      result = (answering == Arm.LEGACY ? legacy : arms.replacement()).call(arguments);
    } catch (Throwable failure) {
      thrown = failure;
    }
    try {
      conclude(
          joinPoint, answering, table, taken ? trial : null, outcome(result, thrown), arguments);
    } catch (Throwable failure) {
      trouble = failure;
    }
    if (trial != null && (trial.counted || trial.placed)) {
      trial.trouble = trouble;
      trial.next = unfinished;
      try {
        leave(trial);
      } catch (Throwable noStack) {
        unfinished = trial;
      }
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  private static Outcome outcome(@Nullable Object result, @Nullable Throwable thrown) {
    return thrown == null ? Outcome.returned(result) : Outcome.threw(thrown);
  }

  /** For {@link #tick()} to complete. */
  private void leave(ArmTrial trial) {
    while (!UNFINISHED.compareAndSet(this, trial.next, trial)) {
      trial.next = unfinished;
    }
  }

  /**
   * Why this call is a trial; null if it is none.
   *
   * <p>A call that comes here was drawn at random, or is looked at because its shape may be rare.
   * Which of the two is drawn once more, so that a call is picked at random just as often as the
   * flag says, whatever its shape.
   */
  private ArmTrial.@Nullable Purpose purpose(
      JoinPoint joinPoint, Table table, @Nullable Object[] arguments) {
    ShadowSettings settings = table.shadow();
    String unit = unit(joinPoint, table, arguments);
    SeenShapes.@Nullable Shape shape = null;
    boolean isSought = false;
    if (settings.sample() < 1) {
      SeenShapes shapes = joinPoint.evidence().shapes();
      double looked = (1 - settings.sample()) * shapes.share();
      boolean isDrawn = sampled(settings.sample() / (settings.sample() + looked));
      shape = shapes.see(arguments, joinPoint.firstArgument(), unit);
      isSought = !isDrawn;
      if (isSought && !SeenShapes.isRare(shape)) {
        return null;
      }
    }
    boolean isProbed = !settings.isOnCaller() && joinPoint.isProbed(settings.noise());
    return new ArmTrial.Purpose(isSought, isProbed, unit, shape);
  }

  /** Who a call is for: context readers call code of the application's, which is not routed. */
  private @Nullable String unit(JoinPoint joinPoint, Table table, @Nullable Object[] arguments) {
    String key = table.unit;
    if (key == null) {
      return null;
    }
    int[] suppression = surroundings.suppression();
    int before = suppression[0];
    Caller caller = caller(joinPoint, table, arguments.length);
    suppression[0] = before + 1;
    try {
      for (int i = 0; i < arguments.length; i++) {
        caller.take(i, arguments[i]);
      }
      return caller.context.get(key);
    } finally {
      suppression[0] = before;
      caller.context.end();
    }
  }

  /** Gets a trial ready before the answering arm runs; false when this call has none. */
  private boolean prepare(ArmTrial trial, Table table, @Nullable Object[] arguments) {
    trial.trials().begun();
    trial.counted = true;
    trial.entered = System.nanoTime();
    if (pool.reserve(!trial.isLocked())) {
      trial.placed = true;
      boolean taken = take(trial, table, arguments);
      trial.started = System.nanoTime();
      return taken;
    }
    trial.trials().dropped();
    trial.counted = false;
    trial.giveShapeBack();
    return false;
  }

  /** Copying arguments may call code of the application's: what that calls is not routed. */
  private boolean take(ArmTrial trial, Table table, @Nullable Object[] arguments) {
    int[] suppression = surroundings.suppression();
    int before = suppression[0];
    suppression[0] = before + 1;
    try {
      return trial.take(arguments, table.isOnCaller() ? null : carriers);
    } finally {
      suppression[0] = before;
    }
  }

  /** Hands the trial over, if there is one, after the caller's arm has answered. */
  private void conclude(
      JoinPoint joinPoint,
      Arm answering,
      Table table,
      @Nullable ArmTrial trial,
      Outcome answer,
      @Nullable Object[] arguments) {
    long ended = trial == null ? 0 : System.nanoTime();
    JoinPointEvidence evidence = joinPoint.evidence();
    evidence.answered(answering, answer.thrown() != null);
    if (trial == null) {
      return;
    }
    evidence.took(answering, ended - trial.started);
    String reason = incomparable(trial, answering, answer, arguments);
    if (reason != null) {
      trial.refuse(reason);
    } else {
      if (table.isOnCaller()) {
        trial.runOnCaller();
      }
      trial.submit();
    }
    evidence.overhead(trial.started - trial.entered + System.nanoTime() - ended);
  }

  /** Keeping the result may call code of the application's: what that calls is not routed. */
  private @Nullable String incomparable(
      ArmTrial trial, Arm answering, Outcome answer, @Nullable Object[] arguments) {
    if (answering == Arm.LEGACY) {
      trial.trials().nested(surroundings.nested());
      if (surroundings.diverted()) {
        return ArmTrial.DIVERTED;
      }
    }
    int[] suppression = surroundings.suppression();
    int before = suppression[0];
    suppression[0] = before + 1;
    try {
      return trial.hold(answer, arguments);
    } finally {
      suppression[0] = before;
    }
  }

  private static boolean sampled(double share) {
    return share >= 1 || (share > 0 && ThreadLocalRandom.current().nextDouble() < share);
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
