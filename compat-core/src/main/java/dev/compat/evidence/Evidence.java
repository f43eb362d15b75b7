package dev.compat.evidence;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
          .thenComparing(JoinPointSnapshot::joinPoint);

  private final boolean keepValues;
  private final Map<Key, JoinPointEvidence> joinPoints = new ConcurrentHashMap<>();

  private record Key(String migration, String joinPoint) {}

  /**
   * Evidence of nothing yet.
   *
   * @param keepValues whether examples of mismatches may quote arguments and results; else they
   *     tell shapes only, such as {@code text of 14 characters}
   */
  public Evidence(boolean keepValues) {
    this.keepValues = keepValues;
  }

  /**
   * The evidence of one join point; the same object every time.
   *
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   */
  public JoinPointEvidence joinPoint(String migration, String joinPoint) {
    return joinPoints.computeIfAbsent(
        new Key(migration, joinPoint),
        key -> new JoinPointEvidence(migration, joinPoint, keepValues));
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

  /** How many calls on route SHADOW wait for what becomes of them; cheap enough to poll. */
  public long pending() {
    return joinPoints.values().stream().mapToLong(JoinPointEvidence::pending).sum();
  }

  private List<JoinPointSnapshot> all(Function<JoinPointEvidence, JoinPointSnapshot> look) {
    return joinPoints.values().stream().map(look).sorted(ORDER).toList();
  }
}
