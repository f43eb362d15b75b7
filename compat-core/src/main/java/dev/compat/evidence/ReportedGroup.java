package dev.compat.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A mismatch group as a report has it.
 *
 * @param number its number in the report; people call it {@code M1}
 * @param judgement whether noise accounts for it
 * @param patterns what its calls share and matching calls lack
 * @param evidence of the join point that it is of
 * @param group the group
 */
public record ReportedGroup(
    int number,
    Noise.Judgement judgement,
    List<SharedTrait> patterns,
    JoinPointSnapshot evidence,
    MismatchGroup group) {

  private static final Comparator<ReportedGroup> ORDER =
      Comparator.comparing(ReportedGroup::judgement)
          .thenComparing(ReportedGroup::group, MismatchGroup.ORDER)
          .thenComparing(one -> one.evidence.joinPoint());

  /** Such as {@code M1}. */
  public String name() {
    return "M" + number;
  }

  /** Whether it is held against the replacement. */
  public boolean isBeyondNoise() {
    return judgement == Noise.Judgement.BEYOND;
  }

  /** The lines that a report has of it. */
  public String text() {
    StringBuilder out = new StringBuilder();
    String joinPoint = evidence.joinPoint();
    new GroupText(Names.of(List.of(joinPoint)).of(joinPoint), this, out).append();
    return out.toString().stripTrailing();
  }

  /** Those of some join points, most calls first, those within the noise last. */
  static List<ReportedGroup> of(List<JoinPointSnapshot> joinPoints, int first) {
    List<ReportedGroup> groups = new ArrayList<>();
    for (JoinPointSnapshot point : joinPoints) {
      Noise noise = Noise.of(point);
      for (MismatchGroup group : point.groups()) {
        List<SharedTrait> patterns = SharedTrait.of(point, group);
        groups.add(new ReportedGroup(0, noise.of(group), patterns, point, group));
      }
    }
    groups.sort(ORDER);
    List<ReportedGroup> numbered = new ArrayList<>();
    for (ReportedGroup one : groups) {
      numbered.add(
          new ReportedGroup(
              first + numbered.size(), one.judgement, one.patterns, one.evidence, one.group));
    }
    return numbered;
  }
}
