package dev.compat.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How evidence of one run, or version, differs from that of another. Immutable. */
public final class ReportDiff {

  /** Two shares that chance would set so far apart more often are not told apart. */
  private static final double LEVEL = 0.05;

  private final Map<String, List<Point>> migrations;

  private ReportDiff(Map<String, List<Point>> migrations) {
    this.migrations = migrations;
  }

  /** What became of a mismatch group. */
  public enum Change {
    /** It was not there before. */
    NEW,
    /** Its share is larger than before, and not by chance. */
    MORE,
    /** Its share is smaller than before, and not by chance. */
    FEWER,
    /** It is no longer there. */
    GONE,
    /** Its share may be what it was before. */
    SAME
  }

  /**
   * A mismatch group before and after.
   *
   * @param key what it is
   * @param before how many calls differed so
   * @param after how many do now
   * @param chance how likely shares so far apart are if nothing has changed (Fisher)
   */
  public record Group(
      MismatchGroup.Key key, Change change, long before, long after, double chance) {

    boolean isWorse() {
      return change == Change.NEW || change == Change.MORE;
    }
  }

  /**
   * A join point before and after.
   *
   * @param before what was compared before
   * @param after what is now
   * @param groups its mismatch groups, but for those within the noise both times
   */
  public record Point(String joinPoint, Coverage before, Coverage after, List<Group> groups) {

    public Point {
      groups = List.copyOf(groups);
    }

    boolean isLost() {
      return before.compared() > 0 && after.compared() == 0;
    }

    boolean isWorse() {
      return isLost() || groups.stream().anyMatch(Group::isWorse);
    }
  }

  /** Compares evidence; of several versions in one of the two, all count together. */
  public static ReportDiff of(EvidenceReading before, EvidenceReading after) {
    Map<String, Map<String, Side>> first = sides(before);
    Map<String, Map<String, Side>> second = sides(after);
    Set<String> names = new LinkedHashSet<>(new TreeMap<>(first).keySet());
    names.addAll(new TreeMap<>(second).keySet());
    Map<String, List<Point>> migrations = new TreeMap<>();
    for (String name : names) {
      migrations.put(
          name, points(first.getOrDefault(name, Map.of()), second.getOrDefault(name, Map.of())));
    }
    return new ReportDiff(migrations);
  }

  /** What is counted of a join point on one side, whatever its versions. */
  private record Side(Coverage trials, Map<MismatchGroup.Key, Long> groups) {
    static final Side NONE = new Side(Coverage.NONE, Map.of());

    static Side of(JoinPointSnapshot evidence) {
      Noise noise = Noise.of(evidence);
      Map<MismatchGroup.Key, Long> groups = new LinkedHashMap<>();
      evidence.groups().stream()
          .filter(group -> noise.of(group) == Noise.Judgement.BEYOND)
          .forEach(group -> groups.put(group.key(), group.calls()));
      return new Side(evidence.trials(), groups);
    }

    Side plus(Side other) {
      Map<MismatchGroup.Key, Long> sum = new LinkedHashMap<>(groups);
      other.groups.forEach((key, calls) -> sum.merge(key, calls, Long::sum));
      return new Side(trials.plus(other.trials), sum);
    }
  }

  private static Map<String, Map<String, Side>> sides(EvidenceReading reading) {
    Map<String, Map<String, Side>> sides = new TreeMap<>();
    for (JoinPointSnapshot one : reading.merged()) {
      sides
          .computeIfAbsent(one.migration(), name -> new TreeMap<>())
          .merge(one.joinPoint(), Side.of(one), Side::plus);
    }
    return sides;
  }

  private static List<Point> points(Map<String, Side> before, Map<String, Side> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Point> points = new ArrayList<>();
    for (String name : names) {
      Side one = before.getOrDefault(name, Side.NONE);
      Side other = after.getOrDefault(name, Side.NONE);
      Set<MismatchGroup.Key> keys = new LinkedHashSet<>(one.groups.keySet());
      keys.addAll(other.groups.keySet());
      List<Group> groups = keys.stream().map(key -> group(key, one, other)).toList();
      points.add(new Point(name, one.trials, other.trials, groups));
    }
    return points;
  }

  private static Group group(MismatchGroup.Key key, Side before, Side after) {
    long one = before.groups.getOrDefault(key, 0L);
    long other = after.groups.getOrDefault(key, 0L);
    double chance = ExactTest.apart(one, before.trials.compared(), other, after.trials.compared());
    return new Group(key, change(one, before, other, after, chance), one, other, chance);
  }

  private static Change change(long one, Side before, long other, Side after, double chance) {
    if (one == 0) {
      return Change.NEW;
    }
    if (other == 0) {
      return Change.GONE;
    }
    double was = (double) one / before.trials.compared();
    double is = (double) other / after.trials.compared();
    if (chance >= LEVEL) {
      return Change.SAME;
    }
    return is > was ? Change.MORE : Change.FEWER;
  }

  /**
   * Whether something got worse: a group is new, or its share larger than chance explains, or a
   * join point that was compared is no longer.
   */
  public boolean isWorse() {
    return migrations.values().stream().flatMap(List::stream).anyMatch(Point::isWorse);
  }

  /** Whether anything was compared on both sides. */
  public boolean saysAnything() {
    return migrations.values().stream()
        .flatMap(List::stream)
        .anyMatch(point -> point.before().compared() > 0 && point.after().compared() > 0);
  }

  /** The differences as lines of text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    migrations.forEach(
        (migration, points) -> {
          out.append(migration).append('\n');
          Names names = Names.of(points.stream().map(Point::joinPoint).toList());
          Columns coverage = new Columns("<>><");
          coverage.row("compared", "before", "after", "");
          points.forEach(point -> coverage.row(row(point, names)));
          coverage.appendTitled(out);
          Columns groups = new Columns("<<<>><");
          groups.row("mismatches", "", "", "before", "after", "");
          for (Point point : points) {
            point.groups().forEach(group -> groups.row(row(point, group, names)));
          }
          groups.appendTitled(out);
          out.append('\n');
        });
    return out.append(isWorse() ? "WORSE\n" : "no worse\n").toString();
  }

  private static String[] row(Point point, Names names) {
    return new String[] {
      "  " + names.of(point.joinPoint()),
      Texts.count(point.before().compared()),
      Texts.count(point.after().compared()),
      point.isLost() ? "no longer compared" : ""
    };
  }

  private static String[] row(Point point, Group group, Names names) {
    String types =
        group.key().legacyType().isEmpty()
            ? ""
            : " · " + group.key().legacyType() + " → " + group.key().replacementType();
    return new String[] {
      "  " + group.change().name().toLowerCase(Locale.ROOT),
      names.of(point.joinPoint()),
      Visible.line(group.key().path() + " · " + group.key().kind().word() + types),
      share(group.before(), point.before()),
      share(group.after(), point.after()),
      chance(group)
    };
  }

  private static String share(long calls, Coverage of) {
    return Texts.count(calls) + " of " + Texts.count(of.compared());
  }

  private static String chance(Group group) {
    if (group.chance() < 0.001) {
      return "chance < 0.1 %";
    }
    String text = String.format(Locale.ROOT, "chance %.1f %%", 100 * group.chance());
    boolean isOpen = group.chance() >= LEVEL && group.change() != Change.SAME;
    return isOpen ? text + ": too few calls to tell" : text;
  }

  private record Document(int format, boolean worse, Map<String, List<Point>> migrations) {}

  /** The differences as JSON. */
  public String json() {
    return Json.writePretty(new Document(EvidenceLine.FORMAT, isWorse(), migrations));
  }
}
