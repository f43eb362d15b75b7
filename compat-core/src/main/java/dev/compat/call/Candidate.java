package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.shadow.Trial;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The new arm of one shadow call: made by the caller, run by a worker.
 *
 * <p>Handed over through the pool's queue, which publishes its fields. Its result counts once: for
 * whoever settles it first, the worker or the pool's clock.
 */
final class Candidate implements Trial {

  private static final String VOID = "nothing is returned that could be compared";

  private final JoinPoint joinPoint;
  private final @Nullable Object[] given;
  private final @Nullable Object[] shown;
  private final Comparison comparison;
  private final Surroundings surroundings;
  private final @Nullable ClassLoader callers = Thread.currentThread().getContextClassLoader();
  private final AtomicBoolean settled = new AtomicBoolean();
  private Outcome legacy = Outcome.returned(null);

  Candidate(
      JoinPoint joinPoint,
      @Nullable Object[] given,
      @Nullable Object[] shown,
      Comparison comparison,
      Surroundings surroundings) {
    this.joinPoint = joinPoint;
    this.given = given;
    this.shown = shown;
    this.comparison = comparison;
    this.surroundings = surroundings;
  }

  /** Keeps what legacy answered as it is now; or says why it cannot be kept. */
  @Nullable String hold(Outcome outcome) {
    if (outcome.thrown() != null) {
      legacy = outcome;
      return null;
    }
    if (joinPoint.arms().isVoid()) {
      return VOID;
    }
    Snapshot snapshot = Snapshots.of("the result", outcome.value());
    if (snapshot instanceof Snapshot.Refused refused) {
      return refused.reason();
    }
    legacy = Outcome.returned(((Snapshot.Taken) snapshot).value());
    return null;
  }

  @Override
  public void run() {
    Object here = surroundings.here();
    long started = System.nanoTime();
    Outcome replacement = call(here);
    long took = System.nanoTime() - started;
    if (settled.compareAndSet(false, true)) {
      joinPoint.evidence().took(Arm.NEW, took);
      compare(here, replacement);
    }
  }

  @Override
  public void timedOut() {
    if (settled.compareAndSet(false, true)) {
      joinPoint.evidence().incomparable("the replacement did not answer in time");
    }
  }

  private Outcome call(Object here) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(callers);
    surroundings.candidate(here, true);
    try {
      return Outcome.returned(joinPoint.arms().replacement().call(given));
    } catch (Throwable thrown) {
      return Outcome.threw(thrown);
    } finally {
      surroundings.candidate(here, false);
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable Object[] withoutReceiver() {
    return Arrays.copyOfRange(shown, joinPoint.firstArgument(), shown.length);
  }

  /** Comparing calls {@code equals} and accessors of the application's: those are not routed. */
  private void compare(Object here, Outcome replacement) {
    JoinPointEvidence evidence = joinPoint.evidence();
    int before = surroundings.suppressed(here);
    surroundings.suppressed(here, before + 1);
    try {
      Verdict verdict = comparison.compare(joinPoint.arms().method(), legacy, replacement);
      evidence.compared(verdict, withoutReceiver(), legacy, replacement, Instant.now());
    } catch (Throwable failure) {
      evidence.contained(failure);
      evidence.incomparable("the comparison failed: " + failure.getClass().getName());
    } finally {
      surroundings.suppressed(here, before);
    }
  }
}
