package dev.compat.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What evidence says, for somebody who has to decide. Immutable.
 *
 * <p>Per migration: what shadowing covers of the calls there were, a line per join point with the
 * neediest first, the groups of mismatches with the smallest example of each, who answered how many
 * callers, how long the arms take, and what the toolkit cost. Counts of differences stand beside
 * the counts they are out of.
 */
public final class Report {

  private static final String SUPPOSED =
      "true rate: the upper 95 % bound (Clopper-Pearson) of the share of calls that differ; it"
          + " supposes that\ncalls are independent, and counts a call that could not be compared, or"
          + " that differs\nno more than noise, as one that differs\n";

  private static final String UNCOUNTED =
      "not counted: calls that legacy answered while the migration was off or not yet armed\n";

  private static final String OBSERVED =
      "observed: calls and what they threw are all there were while observing was on, per minute of"
          + " one process;\nthe rest is of a random sample, in which a call counts for as many as it"
          + " was one of. At 95 %, p99 is in the\nrange beside it, and a share of all calls within so"
          + " many points of that of the sample; both suppose that\ncalls are independent\n";

  private final Map<String, List<JoinPointSnapshot>> migrations;
  private final Map<String, List<ObservedSnapshot>> observed;
  private final List<String> notes;
  private final Map<String, List<ReportedGroup>> groups = new TreeMap<>();

  private Report(
      Map<String, List<JoinPointSnapshot>> migrations,
      List<ObservedSnapshot> observed,
      List<String> notes) {
    this.observed =
        observed.stream()
            .collect(
                Collectors.groupingBy(ObservedSnapshot::type, TreeMap::new, Collectors.toList()));
    this.migrations = migrations;
    this.notes = List.copyOf(notes);
    int next = 1;
    for (Map.Entry<String, List<JoinPointSnapshot>> migration : migrations.entrySet()) {
      List<ReportedGroup> numbered = ReportedGroup.of(migration.getValue(), next);
      groups.put(migration.getKey(), numbered);
      next += numbered.size();
    }
  }

  /** A report of this process. */
  public static Report of(List<JoinPointSnapshot> snapshots) {
    return of(snapshots, List.of());
  }

  /** A report of this process and what it observed. */
  public static Report of(List<JoinPointSnapshot> snapshots, List<ObservedSnapshot> observed) {
    Sections sections = new Sections();
    snapshots.forEach(one -> sections.add("", one));
    return new Report(sections.byTitle(), observed, List.of());
  }

  /**
   * A report of what files say, over all their processes; never over versions: each of several has
   * a section of its own.
   */
  public static Report of(EvidenceReading reading) {
    List<String> notes = new ArrayList<>();
    if (reading.runs() > 1) {
      notes.add("evidence of " + reading.runs() + " runs of processes");
    }
    if (reading.skipped() > 0) {
      notes.add(Texts.count(reading.skipped(), "line", "lines") + " of evidence could not be read");
    }
    Sections sections = new Sections();
    reading.lines().forEach(line -> sections.add(line.adapters(), line.evidence()));
    return new Report(sections.byTitle(), reading.mergedObserved(), notes);
  }

  /** The mismatch groups of all migrations, in the order of their numbers. */
  public List<ReportedGroup> groups() {
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The report as one HTML file that needs nothing else.
   *
   * @param time now
   */
  public String html(Instant time) {
    return HtmlReport.of(this, time);
  }

  /** The report as lines of text. */
  public String text() {
    if (migrations.isEmpty() && observed.isEmpty()) {
      return notes.isEmpty() ? "no evidence\n" : "no evidence\n" + noteText();
    }
    StringBuilder out = new StringBuilder();
    migrations.forEach(
        (migration, joinPoints) -> {
          new MigrationReport(migration, joinPoints, groupsOf(migration), out).append();
          out.append('\n');
        });
    observed.forEach(
        (type, methods) -> {
          new ObservedReport(type, methods, out).append();
          out.append('\n');
        });
    out.append(supposed()).append(migrations.isEmpty() ? "" : UNCOUNTED);
    out.append(observed.isEmpty() ? "" : OBSERVED);
    return out.append(noteText()).toString().stripTrailing() + "\n";
  }

  /** Whether calls of an observed method were counted. */
  public boolean observes() {
    return observed.values().stream().flatMap(List::stream).anyMatch(one -> one.calls() > 0);
  }

  private String supposed() {
    boolean bounded =
        joinPoints().stream().anyMatch(p -> Standing.of(p).word() == Standing.Word.BOUND);
    return bounded ? SUPPOSED : "";
  }

  private String noteText() {
    return notes.stream().map(note -> "note: " + note + "\n").collect(Collectors.joining());
  }

  /** The join points by migration. */
  Map<String, List<JoinPointSnapshot>> migrations() {
    return migrations;
  }

  List<String> notes() {
    return notes;
  }

  List<ReportedGroup> groupsOf(String migration) {
    return groups.getOrDefault(migration, List.of());
  }

  private List<JoinPointSnapshot> joinPoints() {
    return migrations.values().stream().flatMap(List::stream).toList();
  }

  /** Whether a join point is to be held: its outcomes differ, or more is unknown than known. */
  public boolean holds() {
    return joinPoints().stream().anyMatch(p -> Standing.of(p).word() == Standing.Word.HOLD);
  }

  /**
   * The join points that were called though nothing of them was compared, of every migration that
   * was shadowed; by migration, with names as the text has them. Unmodifiable.
   */
  public Map<String, List<String>> uncompared() {
    return called(point -> point.trials().compared() == 0);
  }

  /**
   * The join points of which something was compared and that there is no data of all the same:
   * noise hides more than is left to judge, or no call was picked at random. Unmodifiable.
   */
  public Map<String, List<String>> unjudged() {
    return called(
        point ->
            point.trials().compared() > 0 && Standing.of(point).word() == Standing.Word.NO_DATA);
  }

  private Map<String, List<String>> called(Predicate<JoinPointSnapshot> wanted) {
    Map<String, List<String>> called = new TreeMap<>();
    migrations.forEach(
        (migration, joinPoints) -> {
          List<String> names = called(joinPoints, wanted);
          if (!names.isEmpty()) {
            called.put(migration, names);
          }
        });
    return Collections.unmodifiableMap(called);
  }

  private static List<String> called(
      List<JoinPointSnapshot> joinPoints, Predicate<JoinPointSnapshot> wanted) {
    if (joinPoints.stream().allMatch(point -> point.trials().shadowed() == 0)) {
      return List.of();
    }
    Names names = Names.of(joinPoints.stream().map(JoinPointSnapshot::joinPoint).toList());
    return joinPoints.stream()
        .filter(point -> point.wasCalled() && wanted.test(point))
        .map(point -> names.of(point.joinPoint()))
        .toList();
  }

  /**
   * A join point as JSON has it.
   *
   * @param verdict {@code HOLD}, {@code NO_DATA} or {@code BOUND}
   * @param upper95 the upper 95 % bound of the share of differing calls; null when nothing was
   *     compared at random
   * @param beyondNoise how many calls differ and are held against the replacement
   * @param withinNoise how many differ no more often than legacy does from itself
   * @param notJudged how many differ where legacy always differs from itself
   * @param groups its mismatch groups, with their names and patterns
   */
  record Item(
      String verdict,
      @Nullable Double upper95,
      long beyondNoise,
      long withinNoise,
      long notJudged,
      List<GroupItem> groups,
      JoinPointSnapshot evidence) {

    static Item of(JoinPointSnapshot evidence, List<ReportedGroup> groups) {
      Standing standing = Standing.of(evidence);
      OptionalDouble bound = standing.bound();
      Double upper95 = bound.isPresent() ? bound.getAsDouble() : null;
      Noise noise = Noise.of(evidence);
      return new Item(
          standing.word().name(),
          upper95,
          noise.beyond(),
          noise.within(),
          noise.notJudged(),
          groups.stream().filter(one -> one.evidence() == evidence).map(GroupItem::of).toList(),
          evidence);
    }
  }

  /** A mismatch group as JSON has it. */
  record GroupItem(
      String name,
      MismatchGroup.Key key,
      long calls,
      Noise.Judgement noise,
      List<SharedTrait> patterns) {
    static GroupItem of(ReportedGroup one) {
      return new GroupItem(
          one.name(), one.group().key(), one.group().calls(), one.judgement(), one.patterns());
    }
  }

  /** An observed method as JSON has it. */
  record ObservedItem(ObservedFigures figures, ObservedSnapshot evidence) {}

  /** The report as JSON has it. */
  record Document(
      int format,
      Instant time,
      Map<String, List<Item>> migrations,
      Map<String, List<ObservedItem>> observed,
      String supposed,
      List<String> notes) {}

  /**
   * The report as JSON.
   *
   * @param time now
   */
  public String json(Instant time) {
    Map<String, List<Item>> items = new TreeMap<>();
    migrations.forEach(
        (name, points) ->
            items.put(name, points.stream().map(point -> Item.of(point, groupsOf(name))).toList()));
    Map<String, List<ObservedItem>> methods = new TreeMap<>();
    observed.forEach(
        (type, all) ->
            methods.put(
                type,
                all.stream().map(one -> new ObservedItem(ObservedFigures.of(one), one)).toList()));
    String supposed = SUPPOSED.replace('\n', ' ').strip();
    return Json.writePretty(
        new Document(EvidenceLine.FORMAT, time, items, methods, supposed, notes));
  }
}
