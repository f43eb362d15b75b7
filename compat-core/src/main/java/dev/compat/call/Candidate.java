package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.shadow.ShadowPool;
import dev.compat.shadow.Trial;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The new arm of one shadow call: made by the caller, run by a worker.
 *
 * <p>Handed over through the pool's queue, which publishes its fields. Its result counts once: for
 * whoever settles it first, the worker, the pool's clock, or the router that finds it cut short.
 */
final class Candidate implements Trial {

  private static final String VOID = "nothing is returned that could be compared";
  private static final Comparison EXACT = Comparison.of(List.of());
  private static final Outcome NOTHING = Outcome.returned(null);
  private static final String NO_STACK = "the caller's stack was used up";

  /** Whether it is counted as shadowed, and the caller has yet to say what became of it. */
  boolean counted;

  /** Whether the caller has a place in the queue to give back. */
  boolean placed;

  /** What kept the caller from saying what became of it. */
  @Nullable Throwable trouble;

  /** The one that was cut short before it. */
  @Nullable Candidate next;

  long entered;
  long started;

  private final JoinPoint joinPoint;
  private final Comparison comparison;
  private final Surroundings surroundings;
  private final ShadowPool pool;
  private @Nullable ClassLoader callers;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable Object[] given = {};
  private @Nullable Object[] shown = {};
  private Outcome legacy = NOTHING;

  Candidate(
      JoinPoint joinPoint, Comparison comparison, Surroundings surroundings, ShadowPool pool) {
    this.joinPoint = joinPoint;
    this.comparison = comparison;
    this.surroundings = surroundings;
    this.pool = pool;
  }

  JoinPointEvidence evidence() {
    return joinPoint.evidence();
  }

  /** Keeps the arguments as they are now; false, and an end to it, when they cannot be kept. */
  boolean take(@Nullable Object[] arguments) {
    @Nullable Object[] copies = copies(arguments);
    if (copies == null) {
      return false;
    }
    given = copies;
    callers = Thread.currentThread().getContextClassLoader();
    // The new arm may change what it is given, and the example of a mismatch shows what that was.
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
   * Keeps what legacy answered as it is now; or says why it cannot be kept, or would not be all
   * that legacy answered.
   *
   * @param arguments what legacy was given, as it left them
   */
  @Nullable String hold(Outcome outcome, @Nullable Object[] arguments) {
    int changed = changed(arguments);
    if (changed >= 0) {
      return "legacy changes " + label(changed) + ", which is not compared";
    }
    if (outcome.thrown() != null) {
      legacy = outcome;
      return null;
    }
    if (joinPoint.arms().isVoid()) {
      return VOID;
    }
    if (Snapshots.isImmutable(outcome.value())) {
      legacy = outcome;
      return null;
    }
    Snapshot snapshot = Snapshots.of("the result", outcome.value());
    if (snapshot instanceof Snapshot.Refused refused) {
      return refused.reason();
    }
    legacy = Outcome.returned(((Snapshot.Taken) snapshot).value());
    return null;
  }

  /** Ends it, on the caller's thread, for a reason that makes it incomparable. */
  void refuse(String reason) {
    evidence().incomparable(reason);
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
      evidence().incomparable(reason(failure));
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
    Outcome replacement = call();
    long took = System.nanoTime() - before;
    int[] suppression = surroundings.suppression();
    suppression[0]++;
    try {
      settle(replacement, compare(replacement), took);
    } finally {
      suppression[0]--;
    }
  }

  @Override
  public void giveUp(String reason) {
    if (settled.compareAndSet(false, true)) {
      pool.release();
      evidence().incomparable(reason);
    }
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
      return Outcome.returned(joinPoint.arms().replacement().call(given));
    } catch (Throwable thrown) {
      return Outcome.threw(thrown);
    } finally {
      surroundings.candidate(false);
      thread.setContextClassLoader(before);
    }
  }

  /** Comparing calls {@code equals} and accessors of the application's, whatever those may do. */
  private Verdict compare(Outcome replacement) {
    String refused = surroundings.incomparable();
    if (refused != null) {
      return new Verdict.Incomparable(refused);
    }
    try {
      int changed = changed(given);
      if (changed >= 0) {
        return new Verdict.Incomparable(
            "the replacement changes " + label(changed) + ", which is not compared");
      }
      return comparison.compare(joinPoint.arms().method(), legacy, replacement);
    } catch (Throwable failure) {
      evidence().contained(failure);
      return new Verdict.Incomparable("the comparison failed: " + failure.getClass().getName());
    }
  }

  private void settle(Outcome replacement, Verdict verdict, long took) {
    if (settled.compareAndSet(false, true)) {
      pool.release();
      evidence().took(Arm.NEW, took);
      evidence().compared(verdict, withoutReceiver(), legacy, replacement, Instant.now());
    }
  }
}
