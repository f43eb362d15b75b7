package dev.compat.evidence;

import dev.compat.compare.Difference;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Mismatches that probably have one cause: the same place, indices aside, in the same respect.
 *
 * @param path the place, with {@code [*]} for indices and keys
 * @param kind the respect
 * @param legacyType for kinds {@code THROWN} and {@code TYPE} the class on legacy's side; else
 *     empty
 * @param replacementType the same on the replacement's side
 * @param calls how many calls differ so
 * @param sought how many of them were picked for their shape
 * @param first when the first of them was compared
 * @param last when the last of them was compared
 * @param units how many of them were for whom; empty where the flag splits by no key
 * @param traits what they share
 * @param example the smallest of them
 */
public record MismatchGroup(
    String path,
    Difference.Kind kind,
    String legacyType,
    String replacementType,
    long calls,
    long sought,
    Instant first,
    Instant last,
    Map<String, Long> units,
    Findings.Traits traits,
    Example example) {

  /** Most calls first; then by what it is, so that the order is always the same. */
  static final Comparator<MismatchGroup> ORDER =
      Comparator.comparingLong(MismatchGroup::calls)
          .reversed()
          .thenComparing(group -> group.key().toString());

  public MismatchGroup {
    units = Collections.unmodifiableMap(new TreeMap<>(units));
  }

  /** What makes two mismatches one group. */
  public record Key(String path, Difference.Kind kind, String legacyType, String replacementType) {

    static final Comparator<Key> ORDER = Comparator.comparing(Key::toString);
  }

  Key key() {
    return new Key(path, kind, legacyType, replacementType);
  }

  MismatchGroup plus(MismatchGroup other) {
    return new MismatchGroup(
        path,
        kind,
        legacyType,
        replacementType,
        calls + other.calls,
        sought + other.sought,
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last,
        JoinPointSnapshot.sum(units, other.units),
        traits.plus(other.traits),
        example.smaller(other.example));
  }

  boolean isExampleOf(Set<String> wanted) {
    return example.unit() != null && wanted.contains(example.unit());
  }

  /** The same without the names of these units and, if it is of one of them, the example. */
  MismatchGroup without(Set<String> forgotten) {
    Map<String, Long> left = new TreeMap<>();
    units.forEach(
        (unit, count) ->
            left.merge(
                forgotten.contains(unit) ? TrialEvidence.OTHER_UNITS : unit, count, Long::sum));
    return new MismatchGroup(
        path,
        kind,
        legacyType,
        replacementType,
        calls,
        sought,
        first,
        last,
        left,
        traits,
        isExampleOf(forgotten) ? Example.FORGOTTEN : example);
  }
}
