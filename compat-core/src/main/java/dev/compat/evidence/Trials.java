package dev.compat.evidence;

import dev.compat.compare.Verdict;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the calls on one route that compares, {@code SHADOW} or {@code VERIFY}, of one
 * join point.
 *
 * <p>Counters allocate nothing and wait for nobody; they may be called on a caller's thread. {@link
 * #compared} makes text and belongs on a worker. Nothing here throws, and no object that is passed
 * in is kept.
 *
 * <p>Of every call exactly one of these becomes true: not sampled, dropped, compared, incomparable.
 * Until then it is pending.
 */
public final class Trials {

  private final LongAdder begun = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder matched = new LongAdder();
  private final LongAdder excused = new LongAdder();
  private final LongAdder mismatched = new LongAdder();
  private final LongAdder soughtCompared = new LongAdder();
  private final LongAdder soughtMismatched = new LongAdder();
  private final LongAdder soughtIncomparable = new LongAdder();
  private final LongAdder nested = new LongAdder();
  private final Tally incomparable = new Tally();
  private final Tally contained;
  private final TrialEvidence found;
  private final Recorder recorder;
  private final String migration;
  private final String joinPoint;
  private final String version;

  Trials(
      TrialEvidence found,
      Tally contained,
      Recorder recorder,
      String migration,
      String joinPoint,
      String version) {
    this.found = found;
    this.contained = contained;
    this.recorder = recorder;
    this.migration = migration;
    this.joinPoint = joinPoint;
    this.version = version;
  }

  /** A call is to be compared. */
  public void begun() {
    begun.increment();
  }

  /**
   * A call is not to be compared: all that is said of it, so that one count cannot lack another.
   */
  public void notSampled() {
    notSampled.increment();
  }

  /** A call that had begun found the queue full. */
  public void dropped() {
    dropped.increment();
  }

  /** A call that had begun cannot be compared, for a reason that names no values. */
  public void incomparable(String reason) {
    incomparable.add(reason);
  }

  /**
   * A call that had begun has its verdict; what it tells is rendered here and not kept. Counted
   * last, so that where no call is pending nothing that was found is still missing.
   */
  public void compared(TrialResult trial) {
    contained(() -> found.add(trial, () -> recorder.call(trial)));
    contained(() -> recorder.record(migration, joinPoint, version, trial));
    if (trial.sought()) {
      countSought(trial.verdict());
    }
    count(trial.verdict());
  }

  private void count(Verdict verdict) {
    if (verdict instanceof Verdict.Mismatch) {
      mismatched.increment();
    } else if (verdict instanceof Verdict.Incomparable unknown) {
      incomparable.add(unknown.reason());
    } else if (verdict instanceof Verdict.Match match) {
      (match.excuses().isEmpty() ? matched : excused).increment();
    }
  }

  private void countSought(Verdict verdict) {
    if (verdict instanceof Verdict.Incomparable) {
      soughtIncomparable.increment();
      return;
    }
    soughtCompared.increment();
    if (verdict instanceof Verdict.Mismatch) {
      soughtMismatched.increment();
    }
  }

  private void contained(Runnable keeping) {
    try {
      keeping.run();
    } catch (Throwable failure) {
      contained.add(Failures.describe(failure));
    }
  }

  /** Calls inside the legacy arm of a trial ran their legacy bodies, uncompared. */
  public void nested(int calls) {
    nested.add(calls);
  }

  /** Parts are read after what they are part of is written, and before it is read. */
  private Coverage.Sought sought() {
    long differ = soughtMismatched.sum();
    long unknown = soughtIncomparable.sum();
    return new Coverage.Sought(soughtCompared.sum(), differ, unknown);
  }

  /** Outcomes are read before the calls they belong to, so that none is without its call. */
  Coverage coverage() {
    long left = notSampled.sum();
    Coverage outcomes =
        new Coverage(
            0,
            left,
            dropped.sum(),
            matched.sum(),
            excused.sum(),
            mismatched.sum(),
            incomparable.total(),
            nested.sum(),
            sought());
    return outcomes.ofShadowed(left + begun.sum());
  }

  Map<String, Long> reasons() {
    return incomparable.snapshot();
  }
}
