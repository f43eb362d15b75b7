package dev.compat.evidence;

import dev.compat.config.CompatConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Everything recorded in this process that a decision or report rests on; one per process.
 *
 * <p>Safe for use by several threads; nothing here waits for another thread.
 */
public final class Evidence {

  private static final Comparator<JoinPointSnapshot> ORDER =
      Comparator.comparing(JoinPointSnapshot::migration)
          .thenComparing(JoinPointSnapshot::joinPoint)
          .thenComparing(JoinPointSnapshot::version);

  private final Redaction redaction;
  private final Units units;
  private final Recorder recorder;
  private final Map<Key, JoinPointEvidence> joinPoints = new ConcurrentHashMap<>();
  private final Map<String, ObservedEvidence> observed = new ConcurrentHashMap<>();
  private final ObservedTime observedTime = new ObservedTime();

  private record Key(String migration, String joinPoint, String version) {}

  /**
   * Evidence of nothing yet.
   *
   * @param keepValues whether examples of mismatches may quote arguments and results; else they
   *     tell shapes only, such as {@code text of 14 characters}
   */
  public Evidence(boolean keepValues) {
    this(keepValues, Recorder.NONE);
  }

  /**
   * Evidence of nothing yet, of which some is kept so that it can be run again.
   *
   * @param recorder is given every trial that has a verdict
   */
  public Evidence(boolean keepValues, Recorder recorder) {
    this(keepValues ? Redaction.EVERYTHING : Redaction.SHAPES, recorder);
  }

  private Evidence(Redaction redaction, Recorder recorder) {
    this(redaction, new Units(redaction, Units::fresh), recorder);
  }

  /**
   * Evidence of nothing yet.
   *
   * @param redaction what may be kept of values
   * @param units what tenants and users are called
   * @param recorder is given every trial that has a verdict
   */
  public Evidence(Redaction redaction, Units units, Recorder recorder) {
    this.redaction = redaction;
    this.units = units;
    this.recorder = recorder;
  }

  /**
   * Evidence of nothing yet, as a configuration wants it kept.
   *
   * @param recorder is given every trial that has a verdict
   */
  public static Evidence of(CompatConfig config, Recorder recorder) {
    return new Evidence(Redaction.of(config), Units.of(config), recorder);
  }

  /**
   * The evidence of one join point where the version of the application is not known; the same
   * object every time.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   */
  public JoinPointEvidence joinPoint(String migration, String joinPoint) {
    return joinPoint(migration, joinPoint, "");
  }

  /**
   * The evidence of one join point in one version of the application; the same object every time.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   * @param version as {@link LegacyVersion} tells it
   */
  public JoinPointEvidence joinPoint(String migration, String joinPoint, String version) {
    return joinPoints.computeIfAbsent(
        new Key(migration, joinPoint, version),
        key ->
            new JoinPointEvidence(
                migration, joinPoint, version, new Examples(redaction, units), recorder));
  }

  /** Takes away what is kept of one unit, such as a tenant: its name, and its calls' examples. */
  public void forget(String unit) {
    joinPoints.values().forEach(point -> point.forget(unit));
    units.forget(unit);
  }

  /** Takes away examples, and names of units, that are older than that. */
  public void forgetBefore(Instant then) {
    joinPoints.values().forEach(point -> point.forgetBefore(then));
  }

  /**
   * What is observed of one method; the same object every time.
   *
   * @param type the binary name of the class that declares it
   * @param method its name and parameters: {@code quote(String, int)}
   */
  public ObservedEvidence observed(String type, String method) {
    String key = type + "#" + method;
    ObservedEvidence known = observed.get(key);
    if (known != null) {
      return known;
    }
    // Not computeIfAbsent: a stack overflow in its midst would leave the place taken for good.
    ObservedEvidence made = new ObservedEvidence(type, method, observedTime);
    ObservedEvidence first = observed.putIfAbsent(key, made);
    return first == null ? made : first;
  }

  /** Says whether methods are observed from now on, at a reading of {@link System#nanoTime}. */
  public void observing(boolean isOn, long now) {
    observedTime.tell(isOn, now);
  }

  /** What is observed by now, in the order of classes and methods. */
  public List<ObservedSnapshot> observed() {
    return observed.values().stream()
        .map(ObservedEvidence::snapshot)
        .sorted(Comparator.comparing(ObservedSnapshot::key))
        .toList();
  }

  /** How many calls were observed, by class; cheap enough for every heartbeat. */
  public Map<String, ObservedCalls> observedCalls() {
    Map<String, ObservedCalls> counts = new TreeMap<>();
    observed
        .values()
        .forEach(
            one ->
                counts.merge(one.type(), new ObservedCalls(1, one.calls()), ObservedCalls::plus));
    return counts;
  }

  /**
   * What is observed of one class, in short.
   *
   * @param methods how many of its methods
   * @param calls how many calls of these
   */
  public record ObservedCalls(int methods, long calls) {
    /** Nothing yet. */
    public static final ObservedCalls NONE = new ObservedCalls(0, 0);

    ObservedCalls plus(ObservedCalls other) {
      return new ObservedCalls(methods + other.methods, calls + other.calls);
    }
  }

  /** What is recorded by now, in the order of migrations and join points. */
  public List<JoinPointSnapshot> snapshot() {
    return all(JoinPointEvidence::snapshot);
  }

  /**
   * The counts of {@link #snapshot} alone, without latencies and mismatch groups: cheap enough for
   * every heartbeat.
   */
  public List<JoinPointSnapshot> counts() {
    return all(JoinPointEvidence::counts);
  }

  /** How many calls on routes that compare wait for what becomes of them; cheap enough to poll. */
  public long pending() {
    return joinPoints.values().stream().mapToLong(JoinPointEvidence::pending).sum();
  }

  private List<JoinPointSnapshot> all(Function<JoinPointEvidence, JoinPointSnapshot> look) {
    return joinPoints.values().stream().map(look).sorted(ORDER).toList();
  }
}
