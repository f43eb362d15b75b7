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
    /** Nothing was compared, or noise leaves less to judge than it hides. */
    NO_DATA,
    /** Nothing differs; how much may differ all the same is bounded. */
    BOUND
  }

  /**
   * A call that could not be compared counts as one that differs, and so does one that differs no
   * more than legacy does from itself: noise hides what it is as large as.
   *
   * <p>Which calls are incomparable depends on what they are called with and answer, so the others
   * say nothing about them: left out, a replacement that hangs on every tenth call would look
   * perfect. Where they outnumber what was compared, a bound would describe the exception; that is
   * HOLD, and no data where noise is the reason. Calls that were picked for their shape are no
   * sample: the bound is of the others, and one that differs is HOLD all the same.
   */
  static Standing of(JoinPointSnapshot evidence) {
    return given(evidence, Noise.of(evidence));
  }

  private static Standing given(JoinPointSnapshot evidence, Noise noise) {
    Coverage coverage = evidence.trials();
    Coverage.Sought sought = coverage.sought();
    boolean hold = noise.beyond() > 0 || !evidence.suspended().isEmpty();
    if (coverage.compared() == 0) {
      return new Standing(hold ? Word.HOLD : Word.NO_DATA, OptionalDouble.empty());
    }
    long atRandom = Math.max(0, coverage.compared() - sought.compared());
    long differ =
        Math.max(0, noise.beyond() - noise.beyondSought() + noise.quiet() - noise.quietSought());
    long incomparable = Math.max(0, coverage.incomparable() - sought.incomparable());
    OptionalDouble bound =
        TrueRate.upper95(Math.min(differ, atRandom) + incomparable, atRandom + incomparable);
    boolean isHeld = hold || coverage.incomparable() > coverage.compared();
    long judged = coverage.compared() - noise.quiet();
    boolean isDark = noise.quiet() > 0 && noise.quiet() + coverage.incomparable() > judged;
    Word word = atRandom == 0 || isDark ? Word.NO_DATA : Word.BOUND;
    return new Standing(isHeld ? Word.HOLD : word, bound);
  }
}
