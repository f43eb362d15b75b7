package dev.compat.evidence;

import dev.compat.compare.Difference;
import java.time.Instant;
import java.util.Comparator;

/**
 * Mismatches that probably have one cause: the same place, indices aside, in the same respect.
 *
 * @param path the place, with {@code [*]} for indices and keys
 * @param kind the respect
 * @param legacyType for kinds {@code THROWN} and {@code TYPE} the class on legacy's side; else
 *     empty
 * @param replacementType the same on the replacement's side
 * @param calls how many calls differ so
 * @param first when the first of them was compared
 * @param last when the last of them was compared
 * @param example the smallest of them
 */
public record MismatchGroup(
    String path,
    Difference.Kind kind,
    String legacyType,
    String replacementType,
    long calls,
    Instant first,
    Instant last,
    Example example) {

  /** Most calls first; then by what it is, so that the order is always the same. */
  static final Comparator<MismatchGroup> ORDER =
      Comparator.comparingLong(MismatchGroup::calls)
          .reversed()
          .thenComparing(group -> group.key().toString());

  /** What makes two mismatches one group. */
  record Key(String path, Difference.Kind kind, String legacyType, String replacementType) {}

  static MismatchGroup of(Key key, Instant when, Example example) {
    return new MismatchGroup(
        key.path, key.kind, key.legacyType, key.replacementType, 1, when, when, example);
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
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last,
        example.smaller(other.example));
  }
}
