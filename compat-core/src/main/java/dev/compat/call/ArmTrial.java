package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.TrialResult;
import dev.compat.evidence.Trials;
import dev.compat.shadow.ShadowPool;
import dev.compat.shadow.Trial;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One trial: of the arm that answers the caller, and of the other one, which a worker runs beside
 * it. On route SHADOW legacy answers, on route VERIFY the replacement.
 *
 * <p>Made by the caller. Handed over through the pool's queue, which publishes its fields. Its
 * result counts once: for whoever settles it first, the worker, the pool's clock, or the router
 * that finds it cut short.
 */
final class ArmTrial implements Trial {

  static final String DIVERTED = "the flag changed during the call";

  private static final String SUBCLASS =
      "the legacy object is of a subclass, and what that keeps is not for a second thread";
  private static final String VOID = "nothing is returned that could be compared";
  private static final Comparison EXACT = Comparison.of(List.of());
  private static final Outcome NOTHING = Outcome.returned(null);
  private static final String NO_STACK = "the caller's stack was used up";

  /** Whether it is counted as begun, and the caller has yet to say what became of it. */
  boolean counted;

  /** Whether the caller has a place in the queue to give back. */
  boolean placed;

  /** What kept the caller from saying what became of it. */
  @Nullable Throwable trouble;

  /** The one that was cut short before it. */
  @Nullable ArmTrial next;

  long entered;
  long started;

  private final JoinPoint joinPoint;
  private final Arm answering;
  private final Trials trials;
  private final Comparison comparison;
  private final Surroundings surroundings;
  private final ShadowPool pool;
  private @Nullable ClassLoader callers;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable Object[] given = {};
  private @Nullable Object[] shown = {};
  private Outcome answer = NOTHING;

  /**
   * A trial that has not begun.
   *
   * @param answering the arm that answers the caller
   */
  ArmTrial(
      JoinPoint joinPoint,
      Arm answering,
      Comparison comparison,
      Surroundings surroundings,
      ShadowPool pool) {
    this.joinPoint = joinPoint;
    this.answering = answering;
    this.trials = joinPoint.trials(answering);
    this.comparison = comparison;
    this.surroundings = surroundings;
    this.pool = pool;
  }

  private JoinPointEvidence evidence() {
    return joinPoint.evidence();
  }

  Trials trials() {
    return trials;
  }

  /** Whether the caller holds a lock that the other arm may need. */
  boolean isLocked() {
    return joinPoint.arms().isLocked();
  }

  Arm answering() {
    return answering;
  }

  private Arm beside() {
    return answering == Arm.LEGACY ? Arm.NEW : Arm.LEGACY;
  }

  /** What the arms are called in what people read. */
  private static String name(Arm arm) {
    return arm == Arm.LEGACY ? "legacy" : "the replacement";
  }

  /** Keeps the arguments as they are now; false, and an end to it, when they cannot be kept. */
  boolean take(@Nullable Object[] arguments) {
    if (joinPoint.sharesUnknown(answering, arguments)) {
      refuse(SUBCLASS);
      return false;
    }
    @Nullable Object[] copies = copies(arguments);
    if (copies == null) {
      return false;
    }
    given = copies;
    callers = Thread.currentThread().getContextClassLoader();
    // The other arm may change what it is given, and the example of a mismatch shows what that was.
    @Nullable Object[] more = areImmutable(copies) ? copies : copies(arguments);
    if (more == null) {
      return false;
    }
    shown = more;
    return true;
  }

  private @Nullable Object @Nullable [] copies(@Nullable Object[] arguments) {
    @Nullable Object[] copies = arguments.clone();
    for (int i = joinPoint.firstArgument(); i < arguments.length; i++) {
      if (!Snapshots.isImmutable(arguments[i])) {
        Snapshot snapshot = Snapshots.of(label(i), arguments[i]);
        if (snapshot instanceof Snapshot.Refused refused) {
          refuse(refused.reason());
          return null;
        }
        copies[i] = ((Snapshot.Taken) snapshot).value();
      }
    }
    return copies;
  }

  /** The first argument that is not what it was before the call; -1 if all are. */
  private int changed(@Nullable Object[] after) {
    for (int i = joinPoint.firstArgument(); i < after.length; i++) {
      if (!Snapshots.isImmutable(shown[i]) && !isSame(shown[i], after[i])) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSame(@Nullable Object before, @Nullable Object after) {
    Verdict verdict = EXACT.compare(Outcome.returned(before), Outcome.returned(after));
    return verdict instanceof Verdict.Match;
  }

  private String label(int index) {
    return "argument " + (index - joinPoint.firstArgument());
  }

  private boolean areImmutable(@Nullable Object[] values) {
    for (int i = joinPoint.firstArgument(); i < values.length; i++) {
      if (!Snapshots.isImmutable(values[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Keeps what the caller was answered as it is now; or says why it cannot be kept, or would not be
   * all that was answered.
   *
   * @param arguments what the answering arm was given, as it left them
   */
  @Nullable String hold(Outcome outcome, @Nullable Object[] arguments) {
    int changed = changed(arguments);
    if (changed >= 0) {
      return changes(answering, changed);
    }
    if (outcome.thrown() != null) {
      answer = outcome;
      return null;
    }
    if (joinPoint.arms().isVoid()) {
      return VOID;
    }
    if (Snapshots.isImmutable(outcome.value())) {
      answer = outcome;
      return null;
    }
    Snapshot snapshot = Snapshots.of("the result", outcome.value());
    if (snapshot instanceof Snapshot.Refused refused) {
      return refused.reason();
    }
    answer = Outcome.returned(((Snapshot.Taken) snapshot).value());
    return null;
  }

  private String changes(Arm arm, int argument) {
    return name(arm) + " changes " + label(argument) + ", which is not compared";
  }

  /** Ends it, on the caller's thread, for a reason that makes it incomparable. */
  void refuse(String reason) {
    trials.incomparable(reason);
    counted = false;
    pool.release();
    placed = false;
  }

  /** Hands it over. From here on the pool has to say what becomes of it. */
  void submit() {
    pool.submit(this);
    counted = false;
    placed = false;
  }

  /** Ends it for a caller that could not. */
  void cutShort() {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    Throwable failure = trouble;
    if (counted) {
      trials.incomparable(reason(failure));
    }
    if (failure != null) {
      evidence().contained(failure);
    }
    if (placed) {
      pool.release();
    }
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null || failure instanceof StackOverflowError
        ? NO_STACK
        : "failed: " + failure.getClass().getName();
  }

  @Override
  public void run() {
    long before = System.nanoTime();
    Outcome other = call();
    long took = System.nanoTime() - before;
    int[] suppression = surroundings.suppression();
    suppression[0]++;
    try {
      settle(other, compare(other), took);
    } finally {
      suppression[0]--;
    }
  }

  @Override
  public boolean giveUp(String reason) {
    boolean isMine = settled.compareAndSet(false, true);
    if (isMine) {
      pool.release();
      trials.incomparable(reason);
    }
    return isMine;
  }

  private @Nullable Object[] withoutReceiver() {
    return Arrays.copyOfRange(shown, joinPoint.firstArgument(), shown.length);
  }

  private Outcome call() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(callers);
    surroundings.candidate(true);
    try {
      return Outcome.returned(armBeside().call(given));
    } catch (Throwable thrown) {
      return Outcome.threw(thrown);
    } finally {
      surroundings.candidate(false);
      thread.setContextClassLoader(before);
    }
  }

  private Invoker armBeside() {
    JoinPoint.Arms arms = joinPoint.arms();
    return answering == Arm.LEGACY ? arms.replacement() : arms.legacyBeside();
  }

  @Override
  public String runs() {
    return name(beside());
  }

  /** Comparing calls {@code equals} and accessors of the application's, whatever those may do. */
  private Verdict compare(Outcome other) {
    String refused = surroundings.incomparable();
    if (refused != null) {
      return new Verdict.Incomparable(refused);
    }
    try {
      if (answering == Arm.NEW && surroundings.diverted()) {
        return new Verdict.Incomparable(DIVERTED);
      }
      int changed = changed(given);
      if (changed >= 0) {
        return new Verdict.Incomparable(changes(beside(), changed));
      }
      return comparison.compare(joinPoint.arms().method(), legacy(other), replacement(other));
    } catch (Throwable failure) {
      evidence().contained(failure);
      return new Verdict.Incomparable("the comparison failed: " + failure.getClass().getName());
    }
  }

  private Outcome legacy(Outcome other) {
    return answering == Arm.LEGACY ? answer : other;
  }

  private Outcome replacement(Outcome other) {
    return answering == Arm.LEGACY ? other : answer;
  }

  private void settle(Outcome other, Verdict verdict, long took) {
    if (settled.compareAndSet(false, true)) {
      pool.release();
      evidence().took(beside(), took);
      if (answering == Arm.NEW) {
        trials.nested(surroundings.nested());
      }
      trials.compared(
          new TrialResult(
              verdict,
              null,
              Arrays.asList(withoutReceiver()),
              legacy(other),
              replacement(other),
              null,
              false,
              Instant.now()));
    }
  }
}
