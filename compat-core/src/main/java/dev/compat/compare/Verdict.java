package dev.compat.compare;

import java.util.List;

/** The result of a trial: match, mismatch, or incomparable. */
public sealed interface Verdict {

  /**
   * Everything that was compared is the same, and something was compared; or the two differ where
   * they are excused, and nowhere else.
   *
   * @param excuses what differs and is excused, each once; empty for a match in every respect
   */
  record Match(List<Excuse> excuses) implements Verdict {

    static final Match MATCH = new Match(List.of());

    public Match {
      excuses = List.copyOf(excuses);
    }
  }

  /**
   * At least one thing differs.
   *
   * @param differences at least one and at most {@value Walk#MAX_DIFFERENCES}, outermost first;
   *     they refer to the values themselves, so render them at once and let go
   * @param excuses what else differs and is excused, each once
   * @param isComplete whether every place that differs, indices and keys aside, is among the
   *     differences
   */
  record Mismatch(List<Difference> differences, List<Excuse> excuses, boolean isComplete)
      implements Verdict {

    /** Of all the differences there are. */
    public Mismatch(List<Difference> differences, List<Excuse> excuses) {
      this(differences, excuses, true);
    }

    public Mismatch {
      differences = List.copyOf(differences);
      excuses = List.copyOf(excuses);
      if (differences.isEmpty()) {
        throw new IllegalArgumentException("a mismatch needs a difference; use Match");
      }
    }
  }

  /**
   * Nothing can be said: neither a match nor a mismatch.
   *
   * @param reason why, for people; names types and places, never values
   */
  record Incomparable(String reason) implements Verdict {}
}
