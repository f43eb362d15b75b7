package dev.compat.samples.orders;

import dev.compat.samples.kit.Heartbeat;
import java.util.Locale;

/**
 * How many calls of a layer there were.
 *
 * @param legacy calls that legacy answered
 * @param replacement calls that the replacement answered
 * @param compared calls on which both sides were compared
 * @param differ how many of these differed
 */
record Counts(long legacy, long replacement, long compared, long differ) {

  /** Since the process started. */
  static Counts of(Heartbeat said) {
    return new Counts(said.legacyCalls(), said.newCalls(), said.compared(), said.mismatches());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d calls by legacy, %,d by new; %,d compared, %,d differ",
        legacy,
        replacement,
        compared,
        differ);
  }

  Counts minus(Counts before) {
    return new Counts(
        legacy - before.legacy,
        replacement - before.replacement,
        compared - before.compared,
        differ - before.differ);
  }
}
