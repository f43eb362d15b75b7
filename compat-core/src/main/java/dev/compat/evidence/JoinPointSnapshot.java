package dev.compat.evidence;

import dev.compat.flag.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one join point at one moment, of one process or of several.
 *
 * @param migration the migration's name
 * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
 * @param version the version of the application that it is of; empty where it is not known
 * @param legacy what legacy did
 * @param replacement what the replacement did
 * @param coverage what became of the calls on route SHADOW
 * @param verified what became of the calls on route VERIFY; none in lines of an earlier version
 * @param fallbacks why legacy answered on route FALLBACK, and how many callers: by class of the
 *     failure, or by what the replacement said when it declined; none in lines of an earlier
 *     version
 * @param incomparable why calls could not be compared, and how many
 * @param contained failures that were kept from callers, by class and origin
 * @param overhead what the toolkit added on the caller's thread, of the calls that were timed
 * @param groups the mismatches, most calls first
 * @param otherGroups calls with a mismatch that was of one group too many
 * @param findings what trials found besides
 * @param armedSince since when the migration is armed here, if known; the earliest of several
 * @param suspended why what its flag asks for does not happen; empty when it does
 * @param context how often its context was found, by key and what it was read from; empty in lines
 *     of an earlier version
 */
public record JoinPointSnapshot(
    String migration,
    String joinPoint,
    String version,
    ArmSnapshot legacy,
    ArmSnapshot replacement,
    Coverage coverage,
    Coverage verified,
    Map<String, Long> fallbacks,
    Map<String, Long> incomparable,
    Map<String, Long> contained,
    Latency overhead,
    List<MismatchGroup> groups,
    long otherGroups,
    Findings findings,
    @Nullable Instant armedSince,
    List<String> suspended,
    List<Resolution> context) {

  public JoinPointSnapshot {
    Objects.requireNonNull(migration);
    Objects.requireNonNull(joinPoint);
    Objects.requireNonNull(version);
    Objects.requireNonNull(coverage);
    Objects.requireNonNull(findings);
    verified = Objects.requireNonNullElse(verified, Coverage.NONE);
    fallbacks =
        Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(fallbacks, Map.of())));
    incomparable = Collections.unmodifiableMap(new TreeMap<>(incomparable));
    contained = Collections.unmodifiableMap(new TreeMap<>(contained));
    groups = List.copyOf(groups);
    suspended = List.copyOf(suspended);
    context = List.copyOf(Objects.requireNonNullElse(context, List.of()));
  }

  /**
   * Whether it answered a caller, or was to; calls inside a legacy extent are part of the outer.
   */
  boolean wasCalled() {
    return trials().shadowed() + legacy.answered() + replacement.answered() > 0;
  }

  /** What became of the calls on the routes that compare, whichever side answered. */
  public Coverage trials() {
    return coverage.plus(verified);
  }

  /** How many callers legacy answered because the replacement declined or failed. */
  public long fellBack() {
    return fallbacks.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many failures were kept from callers. */
  public long containedFailures() {
    return contained.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The evidence of both: counts and histograms added, groups joined. Associative and commutative.
   *
   * @throws IllegalArgumentException when the two are of different join points or versions
   */
  public JoinPointSnapshot plus(JoinPointSnapshot other) {
    if (!migration.equals(other.migration) || !joinPoint.equals(other.joinPoint)) {
      throw new IllegalArgumentException(
          "evidence of " + joinPoint + " and " + other.joinPoint + " cannot be added; group it");
    }
    if (!version.equals(other.version)) {
      throw new IllegalArgumentException(
          "evidence of versions " + version + " and " + other.version + " cannot be added");
    }
    return new JoinPointSnapshot(
        migration,
        joinPoint,
        version,
        legacy.plus(other.legacy),
        replacement.plus(other.replacement),
        coverage.plus(other.coverage),
        verified.plus(other.verified),
        sum(fallbacks, other.fallbacks),
        sum(incomparable, other.incomparable),
        sum(contained, other.contained),
        overhead.plus(other.overhead),
        join(groups, other.groups),
        otherGroups + other.otherGroups,
        findings.plus(other.findings),
        earlier(armedSince, other.armedSince),
        union(suspended, other.suspended),
        Resolution.sum(Stream.concat(context.stream(), other.context.stream())));
  }

  /** The same, with keys that were never asked for. */
  public JoinPointSnapshot expecting(Map<String, String> specs) {
    return new JoinPointSnapshot(
        migration,
        joinPoint,
        version,
        legacy,
        replacement,
        coverage,
        verified,
        fallbacks,
        incomparable,
        contained,
        overhead,
        groups,
        otherGroups,
        findings,
        armedSince,
        suspended,
        Resolution.sum(Stream.concat(context.stream(), Resolution.never(specs))));
  }

  /** How many examples and names of units there are of these. */
  long countOf(Set<String> units) {
    long examples = groups.stream().filter(group -> group.isExampleOf(units)).count();
    long names =
        groups.stream()
            .flatMap(group -> group.units().keySet().stream())
            .filter(units::contains)
            .count();
    return examples + names + findings.units().keySet().stream().filter(units::contains).count();
  }

  /** The same without the names of these units and the examples of their calls. */
  JoinPointSnapshot without(Set<String> units) {
    return new JoinPointSnapshot(
        migration,
        joinPoint,
        version,
        legacy,
        replacement,
        coverage,
        verified,
        fallbacks,
        incomparable,
        contained,
        overhead,
        groups.stream().map(group -> group.without(units)).toList(),
        otherGroups,
        findings.without(units),
        armedSince,
        suspended,
        context);
  }

  /** Fails where a part cannot be what was recorded, so that a damaged line is found early. */
  void check() {
    legacy.latency().check();
    replacement.latency().check();
    overhead.check();
    groups.forEach(group -> Objects.requireNonNull(group.example()));
  }

  static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new HashMap<>(one);
    other.forEach((text, count) -> sum.merge(text, count, Long::sum));
    return sum;
  }

  static List<MismatchGroup> join(List<MismatchGroup> one, List<MismatchGroup> other) {
    Map<MismatchGroup.Key, MismatchGroup> joined = new HashMap<>();
    one.forEach(group -> joined.merge(group.key(), group, MismatchGroup::plus));
    other.forEach(group -> joined.merge(group.key(), group, MismatchGroup::plus));
    return joined.values().stream().sorted(MismatchGroup.ORDER).toList();
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static List<String> union(List<String> one, List<String> other) {
    TreeSet<String> union = new TreeSet<>(one);
    union.addAll(other);
    return new ArrayList<>(union);
  }
}
