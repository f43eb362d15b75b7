package dev.compat.evidence;

import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one join point.
 *
 * <p>Counters allocate nothing and wait for nobody; they may be called on a caller's thread. {@link
 * #compared}, {@link #incomparable} and {@link #contained} make text and belong on a worker, except
 * that the reason of a refused snapshot is text already. Nothing here throws, and no object that is
 * passed in is kept: the number of groups, reasons and failures is bounded, and so is every text.
 *
 * <p>Of every call on route SHADOW exactly one of these becomes true: not sampled, dropped,
 * compared, incomparable. Until then it is pending.
 */
public final class JoinPointEvidence {

  private final String migration;
  private final String joinPoint;
  private final ArmEvidence legacy = new ArmEvidence();
  private final ArmEvidence replacement = new ArmEvidence();
  private final LongAdder shadowed = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder matched = new LongAdder();
  private final LongAdder mismatched = new LongAdder();
  private final LongAdder nested = new LongAdder();
  private final Tally incomparable = new Tally();
  private final Tally contained = new Tally();
  private final Durations overhead = new Durations();
  private final Groups groups;
  private volatile @Nullable String suspended;
  private volatile @Nullable Instant armedSince;

  JoinPointEvidence(String migration, String joinPoint, boolean keepValues) {
    this.migration = migration;
    this.joinPoint = joinPoint;
    this.groups = new Groups(keepValues);
  }

  /** An arm answered the caller, with a value or by throwing. */
  public void answered(Arm arm, boolean threw) {
    of(arm).answered(threw);
  }

  /** An arm took this long, in nanoseconds; a sample of the calls will do. */
  public void took(Arm arm, long nanos) {
    of(arm).took.record(nanos);
  }

  private ArmEvidence of(Arm arm) {
    return arm == Arm.LEGACY ? legacy : replacement;
  }

  /** A call went the route SHADOW. */
  public void shadowed() {
    shadowed.increment();
  }

  /** A shadowed call is not to become a trial. */
  public void notSampled() {
    notSampled.increment();
  }

  /** A shadowed call found the queue full. */
  public void dropped() {
    dropped.increment();
  }

  /** A shadowed call cannot be compared, for a reason that names no values. */
  public void incomparable(String reason) {
    incomparable.add(reason);
  }

  /**
   * A trial of a shadowed call has its verdict.
   *
   * @param arguments what both arms were given, as it was before the call; rendered here and not
   *     kept
   * @param when when the verdict was reached
   */
  public void compared(
      Verdict verdict,
      @Nullable Object[] arguments,
      Outcome legacy,
      Outcome replacement,
      Instant when) {
    if (verdict instanceof Verdict.Mismatch mismatch) {
      mismatched.increment();
      group(mismatch, arguments, when);
    } else if (verdict instanceof Verdict.Incomparable unknown) {
      incomparable.add(unknown.reason());
    } else {
      matched.increment();
    }
  }

  private void group(Verdict.Mismatch mismatch, @Nullable Object[] arguments, Instant when) {
    try {
      groups.add(mismatch, arguments, when);
    } catch (Throwable failure) {
      contained(failure);
    }
  }

  /** What the toolkit added to a call on its caller's thread, in nanoseconds; sampled. */
  public void overhead(long nanos) {
    overhead.record(nanos);
  }

  /** A failure of the toolkit, or of what it runs beside a call, was kept from the caller. */
  public void contained(Throwable failure) {
    contained.add(Failures.describe(failure));
  }

  /** Calls inside the legacy arm of a trial ran their legacy bodies, uncompared. */
  public void nested(int calls) {
    nested.add(calls);
  }

  /** Shadowing stopped itself. */
  public void suspended(String why) {
    suspended = Tally.bounded(why);
  }

  /** Shadowing goes on after it had stopped itself. */
  public void resumed() {
    suspended = null;
  }

  /** The migration has been armed for this join point since then. */
  public void armed(Instant since) {
    armedSince = since;
  }

  /** How many calls on route SHADOW wait for what becomes of them. */
  long pending() {
    return coverage().pending();
  }

  /** Outcomes are read before the calls they belong to, so that none is without its call. */
  private Coverage coverage() {
    Coverage outcomes =
        new Coverage(
            0,
            notSampled.sum(),
            dropped.sum(),
            matched.sum(),
            mismatched.sum(),
            incomparable.total(),
            nested.sum());
    return outcomes.ofShadowed(shadowed.sum());
  }

  /** What is recorded by now, without what takes time to gather. */
  JoinPointSnapshot counts() {
    return snapshot(legacy.counts(), replacement.counts(), Latency.NONE, List.of());
  }

  /** What is recorded by now. */
  JoinPointSnapshot snapshot() {
    List<MismatchGroup> found = groups.snapshot();
    return snapshot(legacy.snapshot(), replacement.snapshot(), overhead.snapshot(), found);
  }

  private JoinPointSnapshot snapshot(
      ArmSnapshot byLegacy, ArmSnapshot byNew, Latency cost, List<MismatchGroup> found) {
    String why = suspended;
    return new JoinPointSnapshot(
        migration,
        joinPoint,
        byLegacy,
        byNew,
        coverage(),
        incomparable.snapshot(),
        contained.snapshot(),
        cost,
        found,
        groups.others(),
        armedSince,
        why == null ? List.of() : List.of(why));
  }
}
