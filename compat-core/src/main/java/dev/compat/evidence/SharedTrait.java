package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.evidence.Findings.Traits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the calls of a mismatch group share and calls that match lack: a trace of the cause.
 *
 * @param trait such as {@code arg(0) has a character above U+007F}
 * @param inGroup in how many calls of the group it holds
 * @param ofGroup of how many that were looked at
 * @param inMatches in how many calls that match
 * @param ofMatches of how many of these that were looked at
 */
public record SharedTrait(
    String trait, long inGroup, long ofGroup, long inMatches, long ofMatches) {

  private static final int MOST = 3;

  /** How much larger the share in the group must be for it to explain anything. */
  private static final double APART = 0.5;

  /** How far behind the best another may be to be told beside it. */
  private static final double BEHIND = 0.1;

  /** How likely it may be that any of all traits stands out so by chance. */
  private static final double CHANCE = 0.001;

  private static final Comparator<SharedTrait> BEST =
      Comparator.comparingDouble(SharedTrait::apart).reversed().thenComparing(SharedTrait::trait);

  /** The best of them, at most three; none where chance would do as an explanation. */
  static List<SharedTrait> of(JoinPointSnapshot evidence, MismatchGroup group) {
    Traits matching = evidence.findings().matching();
    List<SharedTrait> candidates = new ArrayList<>();
    group
        .traits()
        .holding()
        .forEach(
            (trait, calls) ->
                candidates.add(
                    new SharedTrait(
                        trait,
                        calls,
                        group.traits().calls(),
                        matching.holding().getOrDefault(trait, 0L),
                        matching.calls())));
    candidates.removeIf(one -> one.restates(group) || !matching.knows(one.trait));
    addUnits(evidence, group, candidates);
    int tried = candidates.size() + matching.holding().size();
    List<SharedTrait> clear =
        candidates.stream().filter(one -> one.isClear(tried)).sorted(BEST).toList();
    return clear.stream()
        .filter(one -> one.apart() >= clear.get(0).apart() - BEHIND)
        .limit(MOST)
        .toList();
  }

  private static void addUnits(
      JoinPointSnapshot evidence, MismatchGroup group, List<SharedTrait> candidates) {
    long calls = sum(group.units().values());
    long matches =
        evidence.findings().units().values().stream()
            .mapToLong(unit -> unit.compared() - unit.mismatched())
            .sum();
    group
        .units()
        .forEach(
            (unit, count) -> {
              Findings.ShapeCounts all =
                  evidence.findings().units().getOrDefault(unit, Findings.ShapeCounts.NONE);
              if (!unit.equals(TrialEvidence.OTHER_UNITS)) {
                candidates.add(
                    new SharedTrait(
                        "unit is " + unit,
                        count,
                        calls,
                        all.compared() - all.mismatched(),
                        matches));
              }
            });
  }

  private static long sum(Iterable<Long> counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** That legacy threw explains nothing of a difference in what was thrown. */
  private boolean restates(MismatchGroup group) {
    return trait.startsWith("legacy ")
        && (group.kind() == Difference.Kind.THROWN
            || group.kind() == Difference.Kind.NULL
            || group.path().startsWith("thrown"));
  }

  /** How far apart the shares are. */
  private double apart() {
    return (double) inGroup / ofGroup - (double) inMatches / ofMatches;
  }

  private boolean isClear(int tried) {
    boolean isCounted =
        inGroup <= ofGroup && inMatches <= ofMatches && ofGroup > 0 && ofMatches > 0;
    return isCounted
        && apart() >= APART
        && ExactTest.atLeast(inGroup, ofGroup, inMatches, ofMatches) * tried < CHANCE;
  }

  /** Whether the counts are of all calls there were. */
  boolean isOfAll(JoinPointSnapshot evidence, MismatchGroup group) {
    Coverage trials = evidence.trials();
    return ofGroup == group.calls() && ofMatches == trials.matched() + trials.excused();
  }
}
