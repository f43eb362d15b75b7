package dev.compat.evidence;

import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * What the evidence of one join point says to somebody who has to decide.
 *
 * @param word in a word
 * @param bound the upper bound of the true rate; empty where there is none to speak of
 */
record Standing(Word word, OptionalDouble bound) {

  /** Most in need of attention first. */
  static final Comparator<Standing> NEED =
      Comparator.comparing(Standing::word)
          .thenComparing(
              Comparator.comparingDouble((Standing standing) -> standing.bound.orElse(0))
                  .reversed());

  /** What the evidence says, in a word. */
  enum Word {
    /** Something differs, what is asked for does not happen, or more is unknown than known. */
    HOLD,
    /** Nothing was compared. */
    NO_DATA,
    /** Nothing differs; how much may differ all the same is bounded. */
    BOUND
  }

  /**
   * A call that could not be compared counts as one that differs.
   *
   * <p>Which calls are incomparable depends on what they are called with and answer, so the others
   * say nothing about them: left out, a replacement that hangs on every tenth call would look
   * perfect. Where they outnumber what was compared, a bound would describe the exception; that is
   * HOLD.
   */
  static Standing of(JoinPointSnapshot evidence) {
    Coverage coverage = evidence.trials();
    long unknown = coverage.incomparable();
    boolean hold = coverage.mismatched() > 0 || !evidence.suspended().isEmpty();
    if (coverage.compared() == 0) {
      return new Standing(hold ? Word.HOLD : Word.NO_DATA, OptionalDouble.empty());
    }
    OptionalDouble bound =
        TrueRate.upper95(coverage.mismatched() + unknown, coverage.compared() + unknown);
    return new Standing(hold || unknown > coverage.compared() ? Word.HOLD : Word.BOUND, bound);
  }
}
