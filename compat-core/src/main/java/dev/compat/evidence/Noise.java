package dev.compat.evidence;

import dev.compat.evidence.Findings.GroupSet;
import dev.compat.evidence.Findings.Probes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which mismatches are no more than what legacy's own answers differ from run to run.
 *
 * <p>Told from the counts when somebody asks, so that nothing is learned away: a group that was
 * within the noise is beyond it as soon as the counts say so. A group is within the noise only
 * where the noise is known well, and calls differ there no more often than probes do, as far as an
 * exact test (Fisher) at the level of 5 % can tell; of calls picked at random and of those picked
 * for their shape, each by themselves.
 */
public final class Noise {

  private static final double LEVEL = 0.05;

  /** What accounts for the mismatches of a group. */
  public enum Judgement {
    /** Something else than noise: calls differ that would not by themselves. */
    BEYOND,
    /** Legacy differs from itself there, in as large a share of calls. */
    WITHIN,
    /** Legacy always differs from itself there: nothing can be said. */
    NOT_JUDGED
  }

  private final JoinPointSnapshot evidence;
  private final Map<MismatchGroup.Key, Judgement> judgements = new HashMap<>();

  private Noise(JoinPointSnapshot evidence) {
    this.evidence = evidence;
    evidence.groups().forEach(group -> judgements.put(group.key(), judge(group)));
  }

  static Noise of(JoinPointSnapshot evidence) {
    return new Noise(evidence);
  }

  /** Which of two arms of probes is which means nothing. */
  static List<String> types(String one, String other) {
    return Stream.of(one, other).sorted().toList();
  }

  Judgement of(MismatchGroup group) {
    return judgements.getOrDefault(group.key(), Judgement.BEYOND);
  }

  /** Whether a place of legacy's own noise is that of a group. */
  static boolean isAt(MismatchGroup group, Probes.Place place) {
    List<String> types =
        Groups.isTyped(group.kind())
            ? types(group.legacyType(), group.replacementType())
            : List.of();
    return place.path().equals(group.path())
        && place.kind() == group.kind()
        && place.types().equals(types);
  }

  private long probesLike(MismatchGroup group) {
    return evidence.findings().probes().places().stream()
        .filter(place -> isAt(group, place))
        .mapToLong(Probes.Place::probes)
        .sum();
  }

  private Judgement judge(MismatchGroup group) {
    long noisy = probesLike(group);
    // A place may be counted a moment before its probe is.
    long probes = Math.max(noisy, evidence.findings().probes().compared());
    if (!isKnown(noisy, probes)) {
      return Judgement.BEYOND;
    }
    if (noisy == probes) {
      return Judgement.NOT_JUDGED;
    }
    Coverage trials = evidence.trials();
    long sought = trials.sought().compared();
    boolean isMore =
        isMore(group.calls() - group.sought(), trials.compared() - sought, noisy, probes)
            || isMore(group.sought(), sought, noisy, probes);
    return isMore ? Judgement.BEYOND : Judgement.WITHIN;
  }

  private static boolean isMore(long calls, long of, long noisy, long probes) {
    return ExactTest.atLeast(calls, of, noisy, probes) < LEVEL;
  }

  /**
   * With few probes next to any share could be chance: it must be at least half of what it seems.
   */
  private static boolean isKnown(long noisy, long probes) {
    return noisy > 0 && 2 * TrueRate.lower95(noisy, probes) >= (double) noisy / probes;
  }

  /**
   * The calls that differ, less those all of whose groups are within the noise, or not judged. What
   * is found of a call is kept before the call is counted, so its sets may be ahead.
   */
  long beyond() {
    long known =
        evidence.findings().sets().stream()
            .filter(set -> !isQuiet(set))
            .mapToLong(GroupSet::calls)
            .sum();
    return Math.max(known, evidence.trials().mismatched() - quiet());
  }

  /** Of these, the calls that were picked for their shape. */
  long beyondSought() {
    return evidence.trials().sought().mismatched() - quietSought();
  }

  /** How many calls differ and are not held against the replacement; they are no matches. */
  long quiet() {
    return quietSets().mapToLong(GroupSet::calls).sum();
  }

  /** Of these, the calls that were picked for their shape. */
  long quietSought() {
    return quietSets().mapToLong(GroupSet::sought).sum();
  }

  /** How many of them differ where legacy always differs from itself. */
  long notJudged() {
    return quietSets().filter(this::isNotJudged).mapToLong(GroupSet::calls).sum();
  }

  /** How many of them differ no more often than legacy does. */
  long within() {
    return quiet() - notJudged();
  }

  private Stream<GroupSet> quietSets() {
    return evidence.findings().sets().stream().filter(this::isQuiet);
  }

  private boolean isNotJudged(GroupSet set) {
    return set.groups().stream().anyMatch(key -> judgements.get(key) == Judgement.NOT_JUDGED);
  }

  private boolean isQuiet(GroupSet set) {
    return set.groups().stream()
        .allMatch(key -> judgements.getOrDefault(key, Judgement.BEYOND) != Judgement.BEYOND);
  }
}
