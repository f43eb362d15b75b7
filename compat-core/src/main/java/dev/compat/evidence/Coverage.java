package dev.compat.evidence;

import java.util.Objects;

/**
 * What became of the calls on a route that compares, SHADOW or VERIFY.
 *
 * @param shadowed how many there were
 * @param notSampled how many were not to be compared
 * @param dropped how many found the queue full
 * @param matched how many were compared and are the same in every respect
 * @param excused how many were compared and differ only where a rule takes it out of the verdict
 * @param mismatched how many were compared and differ
 * @param incomparable how many could not be compared
 * @param nested calls besides these: inside a legacy extent, where legacy ran uncompared
 * @param sought how many of them were picked for their shape and not at random
 */
public record Coverage(
    long shadowed,
    long notSampled,
    long dropped,
    long matched,
    long excused,
    long mismatched,
    long incomparable,
    long nested,
    Sought sought) {

  static final Coverage NONE = new Coverage(0, 0, 0, 0, 0, 0, 0);

  public Coverage {
    sought = Objects.requireNonNullElse(sought, Sought.NONE);
  }

  /** Of calls that were all picked at random, none of them excused. */
  public Coverage(
      long shadowed,
      long notSampled,
      long dropped,
      long matched,
      long mismatched,
      long incomparable,
      long nested) {
    this(shadowed, notSampled, dropped, matched, 0, mismatched, incomparable, nested, Sought.NONE);
  }

  /**
   * What became of the calls that were picked because their shape is rare: they say nothing about
   * how often calls differ.
   *
   * @param compared how many of them were compared
   * @param mismatched how many of these differ
   * @param incomparable how many could not be compared
   */
  public record Sought(long compared, long mismatched, long incomparable) {
    static final Sought NONE = new Sought(0, 0, 0);

    Sought plus(Sought other) {
      return new Sought(
          compared + other.compared,
          mismatched + other.mismatched,
          incomparable + other.incomparable);
    }
  }

  /** How many calls have a verdict: they match, differ, or differ only where it is excused. */
  public long compared() {
    return matched + excused + mismatched;
  }

  /** How many calls wait for what becomes of them. */
  public long pending() {
    return Math.max(0, shadowed - notSampled - dropped - compared() - incomparable);
  }

  Coverage ofShadowed(long calls) {
    return new Coverage(
        calls, notSampled, dropped, matched, excused, mismatched, incomparable, nested, sought);
  }

  Coverage plus(Coverage other) {
    return new Coverage(
        shadowed + other.shadowed,
        notSampled + other.notSampled,
        dropped + other.dropped,
        matched + other.matched,
        excused + other.excused,
        mismatched + other.mismatched,
        incomparable + other.incomparable,
        nested + other.nested,
        sought.plus(other.sought));
  }
}
