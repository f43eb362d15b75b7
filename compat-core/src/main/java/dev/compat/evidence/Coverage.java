package dev.compat.evidence;

/**
 * What became of the calls on a route that compares, SHADOW or VERIFY.
 *
 * @param shadowed how many there were
 * @param notSampled how many were not to be compared
 * @param dropped how many found the queue full
 * @param matched how many were compared and are the same
 * @param mismatched how many were compared and differ
 * @param incomparable how many could not be compared
 * @param nested calls besides these: inside a legacy extent, where legacy ran uncompared
 */
public record Coverage(
    long shadowed,
    long notSampled,
    long dropped,
    long matched,
    long mismatched,
    long incomparable,
    long nested) {

  static final Coverage NONE = new Coverage(0, 0, 0, 0, 0, 0, 0);

  /** How many calls have a verdict of match or mismatch. */
  public long compared() {
    return matched + mismatched;
  }

  /** How many calls wait for what becomes of them. */
  public long pending() {
    return Math.max(0, shadowed - notSampled - dropped - compared() - incomparable);
  }

  Coverage ofShadowed(long calls) {
    return new Coverage(calls, notSampled, dropped, matched, mismatched, incomparable, nested);
  }

  Coverage plus(Coverage other) {
    return new Coverage(
        shadowed + other.shadowed,
        notSampled + other.notSampled,
        dropped + other.dropped,
        matched + other.matched,
        mismatched + other.mismatched,
        incomparable + other.incomparable,
        nested + other.nested);
  }
}
