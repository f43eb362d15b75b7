package dev.compat.evidence;

import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one join point.
 *
 * <p>Counters allocate nothing and wait for nobody; they may be called on a caller's thread. {@link
 * #contained} makes text and belongs on a worker. Nothing here throws, and no object that is passed
 * in is kept: the number of groups, reasons and failures is bounded, and so is every text.
 */
public final class JoinPointEvidence {

  /** Begins the reason of a fallback that the replacement asked for. */
  static final String DECLINED = "not handled: ";

  private static final String NO_REASON = "no reason given";

  private final String migration;
  private final String joinPoint;
  private final String version;
  private final ArmEvidence legacy = new ArmEvidence();
  private final ArmEvidence replacement = new ArmEvidence();
  private final Trials shadow;
  private final Trials verify;
  private final Tally declined = new Tally();
  private final Tally failed = new Tally();
  private final Tally contained = new Tally();
  private final Durations overhead = new Durations();
  private final TrialEvidence found;
  private final Contexts contexts = new Contexts();
  private final SeenShapes shapes = new SeenShapes(CallShapes::of);
  private volatile @Nullable String suspended;
  private volatile @Nullable Instant armedSince;

  JoinPointEvidence(
      String migration, String joinPoint, String version, Examples examples, Recorder recorder) {
    this.migration = migration;
    this.joinPoint = joinPoint;
    this.version = version;
    this.found = new TrialEvidence(examples);
    this.shadow = new Trials(found, contained, recorder, migration, joinPoint, version);
    this.verify = new Trials(found, contained, recorder, migration, joinPoint, version);
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

  /** Legacy answers a caller, because the replacement declined, for a reason without values. */
  public void declined(@Nullable String reason) {
    declined.add(reason == null ? NO_REASON : reason);
  }

  /** Legacy answers a caller, because the replacement failed. */
  public void failed(Throwable failure) {
    failed.add(failure.getClass().getName());
  }

  /** The calls on route {@code SHADOW}: legacy answers, the replacement is compared with it. */
  public Trials shadow() {
    return shadow;
  }

  /** The calls on route {@code VERIFY}: the replacement answers, legacy is compared with it. */
  public Trials verify() {
    return verify;
  }

  /** The shapes of its calls, where not every call is compared. */
  public SeenShapes shapes() {
    return shapes;
  }

  /**
   * Legacy was run twice on the same input: how it differs from itself is noise, which is held
   * against no replacement. For workers.
   *
   * @param verdict of comparing one answer of legacy's with the other
   * @param when when it was reached
   */
  public void probed(Verdict verdict, Instant when) {
    try {
      found.probed(verdict, when);
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

  /**
   * What its flag asks for does not happen here: trials stopped themselves, or are not permitted.
   *
   * @param why with the remedy at its end, so it is kept as a whole: text of the toolkit's own
   */
  public void suspended(String why) {
    suspended = why;
  }

  /** What its flag asks for happens again. */
  public void resumed() {
    suspended = null;
  }

  /**
   * What counts how often a context is found that is read so.
   *
   * @param specs by key, what it is read from
   */
  public ContextCounts context(Map<String, String> specs) {
    return contexts.of(specs);
  }

  /** The migration has been armed for this join point since then. */
  public void armed(Instant since) {
    armedSince = since;
  }

  /** How many calls on routes that compare wait for what becomes of them. */
  long pending() {
    return shadow.coverage().pending() + verify.coverage().pending();
  }

  /** What is recorded by now, without what takes time to gather. */
  JoinPointSnapshot counts() {
    return snapshot(legacy.counts(), replacement.counts(), Latency.NONE, List.of(), Findings.NONE);
  }

  /** What is recorded by now; differences are read before the calls that they are of. */
  JoinPointSnapshot snapshot() {
    Findings findings = found.snapshot().seeing(shapes.snapshot());
    List<MismatchGroup> groups = found.groups();
    return snapshot(
        legacy.snapshot(), replacement.snapshot(), overhead.snapshot(), groups, findings);
  }

  private JoinPointSnapshot snapshot(
      ArmSnapshot byLegacy,
      ArmSnapshot byNew,
      Latency cost,
      List<MismatchGroup> groups,
      Findings findings) {
    String why = suspended;
    return new JoinPointSnapshot(
        migration,
        joinPoint,
        version,
        byLegacy,
        byNew,
        shadow.coverage(),
        verify.coverage(),
        fallbacks(),
        JoinPointSnapshot.sum(shadow.reasons(), verify.reasons()),
        contained.snapshot(),
        cost,
        groups,
        found.otherGroups(),
        findings,
        armedSince,
        why == null ? List.of() : List.of(why),
        contexts.snapshot());
  }

  /** Takes away what is kept of one unit: its name and the examples of its calls. */
  void forget(String unit) {
    found.forget(unit);
  }

  /** Takes away examples, and names of units, that are older than that. */
  void forgetBefore(Instant then) {
    found.forgetBefore(then);
  }

  private Map<String, Long> fallbacks() {
    Map<String, Long> fallbacks = new TreeMap<>(failed.snapshot());
    declined.snapshot().forEach((reason, calls) -> fallbacks.put(DECLINED + reason, calls));
    return fallbacks;
  }
}
