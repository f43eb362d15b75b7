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
    /** It is no longer there, and not by chance. */
    GONE,
    /** Its share may be what it was before. */
    SAME,
    /** It is there, and now nothing can be held against the replacement for it. */
    QUIET
  }

  /**
   * A mismatch group before and after.
   *
   * @param key what it is
   * @param before how many calls differed so, of those picked at random
   * @param after how many do now
   * @param soughtBefore how many besides that were picked for their shape
   * @param soughtAfter how many are now
   * @param noise what accounts for it now
   * @param chance how likely shares so far apart are if nothing has changed (Fisher)
   */
  public record Group(
      MismatchGroup.Key key,
      Change change,
      long before,
      long after,
      long soughtBefore,
      long soughtAfter,
      Noise.Judgement noise,
      double chance) {

    boolean isWorse() {
      return change == Change.NEW || change == Change.MORE;
    }
  }

  /**
   * A join point before and after.
   *
   * @param before what was compared before
   * @param after what is now
   * @param incomparableChance how likely it is that shares of calls that could not be compared are
   *     so far apart if nothing has changed (Fisher)
   * @param groups its mismatch groups, but for those that are noise both times and no more often
   */
  public record Point(
      String joinPoint,
      Coverage before,
      Coverage after,
      double incomparableChance,
      List<Group> groups) {

    public Point {
      groups = List.copyOf(groups);
    }

    boolean isLost() {
      return before.compared() > 0 && after.compared() == 0;
    }

    /** Whether a larger share cannot be compared, and not by chance. */
    boolean isDarker() {
      return incomparableChance < LEVEL
          && share(incomparable(after), tried(after)) > share(incomparable(before), tried(before));
    }

    boolean isWorse() {
      return isLost() || isDarker() || groups.stream().anyMatch(Group::isWorse);
    }
  }

  /** Of the calls picked at random: the others say nothing about how often calls differ. */
  private static long compared(Coverage trials) {
    return Math.max(0, trials.compared() - trials.sought().compared());
  }

  private static long incomparable(Coverage trials) {
    return Math.max(0, trials.incomparable() - trials.sought().incomparable());
  }

  private static long tried(Coverage trials) {
    return compared(trials) + incomparable(trials);
  }

  private static double share(long calls, long of) {
    return of == 0 ? 0 : (double) calls / of;
  }

  /**
   * Compares evidence.
   *
   * @throws IllegalArgumentException when one of the two is of several versions of a join point:
   *     what one did says nothing about another
   */
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

  /** How often a group was met on one side. */
  private record Met(long calls, long sought, Noise.Judgement noise) {
    static final Met NEVER = new Met(0, 0, Noise.Judgement.BEYOND);

    boolean isNever() {
      return calls + sought == 0;
    }

    boolean isQuiet() {
      return noise != Noise.Judgement.BEYOND;
    }
  }

  /** What is counted of a join point on one side. */
  private record Side(Coverage trials, Map<MismatchGroup.Key, Met> groups) {
    static final Side NONE = new Side(Coverage.NONE, Map.of());

    static Side of(JoinPointSnapshot evidence) {
      Noise noise = Noise.of(evidence);
      Coverage trials = evidence.trials();
      Map<MismatchGroup.Key, Met> groups = new LinkedHashMap<>();
      for (MismatchGroup group : evidence.groups()) {
        long calls = Math.min(group.calls() - group.sought(), ReportDiff.compared(trials));
        groups.put(group.key(), new Met(calls, group.sought(), noise.of(group)));
      }
      return new Side(trials, groups);
    }

    Met met(MismatchGroup.Key key) {
      return groups.getOrDefault(key, Met.NEVER);
    }
  }

  private static Map<String, Map<String, Side>> sides(EvidenceReading reading) {
    Map<String, Map<String, Side>> sides = new TreeMap<>();
    for (JoinPointSnapshot one : reading.merged()) {
      Map<String, Side> points = sides.computeIfAbsent(one.migration(), name -> new TreeMap<>());
      if (points.put(one.joinPoint(), Side.of(one)) != null) {
        throw new IllegalArgumentException("evidence of several versions of " + one.joinPoint());
      }
    }
    return sides;
  }

  private static List<Point> points(Map<String, Side> before, Map<String, Side> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Point> points = new ArrayList<>();
    for (String name : names) {
      points.add(
          point(name, before.getOrDefault(name, Side.NONE), after.getOrDefault(name, Side.NONE)));
    }
    return points;
  }

  private static Point point(String name, Side before, Side after) {
    Set<MismatchGroup.Key> keys = new LinkedHashSet<>(before.groups.keySet());
    keys.addAll(after.groups.keySet());
    List<Group> groups = new ArrayList<>();
    for (MismatchGroup.Key key : keys) {
      Group group = group(key, before, after);
      boolean isNoise =
          before.met(key).isQuiet() && (after.met(key).isQuiet() || after.met(key).isNever());
      if (!isNoise || group.isWorse()) {
        groups.add(group);
      }
    }
    double chance =
        ExactTest.apart(
            incomparable(before.trials),
            tried(before.trials),
            incomparable(after.trials),
            tried(after.trials));
    return new Point(name, before.trials, after.trials, chance, groups);
  }

  private static Group group(MismatchGroup.Key key, Side before, Side after) {
    Met one = before.met(key);
    Met other = after.met(key);
    double chance =
        ExactTest.apart(one.calls, compared(before.trials), other.calls, compared(after.trials));
    Change change =
        change(
            one,
            share(one.calls, compared(before.trials)),
            other,
            share(other.calls, compared(after.trials)),
            chance);
    return new Group(
        key, change, one.calls, other.calls, one.sought, other.sought, other.noise, chance);
  }

  /** A larger share is worse even where noise may account for it: legacy's is in both runs. */
  private static Change change(Met one, double was, Met other, double is, double chance) {
    boolean isClear = chance < LEVEL;
    if (one.isNever() && (isClear || !other.isQuiet())) {
      return Change.NEW;
    }
    if (isClear && is > was) {
      return Change.MORE;
    }
    if (other.isQuiet()) {
      return Change.QUIET;
    }
    if (!isClear) {
      return Change.SAME;
    }
    return other.isNever() ? Change.GONE : Change.FEWER;
  }

  /**
   * Whether something got worse: a group is new, or its share larger than chance explains, or that
   * of calls that could not be compared, or a join point that was compared is no longer.
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
          Columns coverage = new Columns("<>><<");
          coverage.row("compared", "before", "after", "", "");
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
      point.isLost() ? "no longer compared" : "",
      incomparable(point)
    };
  }

  private static String incomparable(Point point) {
    if (point.before().incomparable() + point.after().incomparable() == 0) {
      return "";
    }
    return "incomparable "
        + incomparableOf(point.before())
        + " → "
        + incomparableOf(point.after())
        + " · "
        + chance(point.incomparableChance());
  }

  private static String incomparableOf(Coverage trials) {
    return Texts.count(incomparable(trials)) + " of " + Texts.count(tried(trials));
  }

  private static String[] row(Point point, Group group, Names names) {
    String types =
        group.key().legacyType().isEmpty()
            ? ""
            : " · " + group.key().legacyType() + " → " + group.key().replacementType();
    return new String[] {
      "  " + word(group),
      names.of(point.joinPoint()),
      Visible.line(group.key().path() + " · " + group.key().kind().word() + types),
      share(group.before(), group.soughtBefore(), point.before()),
      share(group.after(), group.soughtAfter(), point.after()),
      chance(group)
    };
  }

  private static String word(Group group) {
    if (group.change() == Change.QUIET) {
      return "now " + noise(group);
    }
    String word = group.change().name().toLowerCase(Locale.ROOT);
    boolean isQuiet = group.noise() != Noise.Judgement.BEYOND;
    return isQuiet ? word + ", now " + noise(group) : word;
  }

  private static String noise(Group group) {
    return group.noise() == Noise.Judgement.NOT_JUDGED ? "not judged" : "within noise";
  }

  private static String share(long calls, long sought, Coverage of) {
    String besides = sought == 0 ? "" : " + " + Texts.count(sought) + " sought";
    return Texts.count(calls) + " of " + Texts.count(compared(of)) + besides;
  }

  private static String chance(double chance) {
    return chance < 0.001
        ? "chance < 0.1 %"
        : String.format(Locale.ROOT, "chance %.1f %%", 100 * chance);
  }

  private static String chance(Group group) {
    boolean isOneSided =
        group.before() + group.soughtBefore() == 0 || group.after() + group.soughtAfter() == 0;
    boolean isOpen = group.chance() >= LEVEL && isOneSided;
    return chance(group.chance()) + (isOpen ? ": too few calls to tell" : "");
  }

  private record Document(int format, boolean worse, Map<String, List<Point>> migrations) {}

  /** The differences as JSON. */
  public String json() {
    return Json.writePretty(new Document(EvidenceLine.FORMAT, isWorse(), migrations));
  }
}
