package dev.compat.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The part of a report that tells of one migration. */
final class MigrationReport {

  private static final int MAX_GROUPS = 20;
  private static final int MAX_SHAPES = 6;

  private final String migration;
  private final List<JoinPointSnapshot> joinPoints;
  private final List<ReportedGroup> groups;
  private final Names names;
  private final Coverage shadowed;
  private final Coverage verified;
  private final StringBuilder out;

  /**
   * Of one migration.
   *
   * @param groups its mismatch groups, numbered
   */
  MigrationReport(
      String migration,
      List<JoinPointSnapshot> joinPoints,
      List<ReportedGroup> groups,
      StringBuilder out) {
    this.migration = migration;
    this.groups = groups;
    this.names = Names.of(joinPoints.stream().map(JoinPointSnapshot::joinPoint).toList());
    this.joinPoints = joinPoints.stream().sorted(byNeed()).toList();
    this.shadowed = sum(JoinPointSnapshot::coverage);
    this.verified = sum(JoinPointSnapshot::verified);
    this.out = out;
  }

  private Coverage sum(Function<JoinPointSnapshot, Coverage> of) {
    return joinPoints.stream().map(of).reduce(Coverage.NONE, Coverage::plus);
  }

  private Comparator<JoinPointSnapshot> byNeed() {
    return Comparator.comparing(Standing::of, Standing.NEED)
        .thenComparing(point -> names.of(point.joinPoint()));
  }

  void append() {
    out.append(migration).append('\n');
    if (hasCompared()) {
      appendCoverages();
      appendStandings();
      appendReasons();
      appendGroups();
      appendNoise();
      appendExcuses();
      appendShapes();
      appendRedacted();
    }
    appendContext();
    appendAnswers();
    appendFallbacks();
    appendLatencies();
    appendHarm();
  }

  private boolean hasCompared() {
    return shadowed.shadowed() + verified.shadowed() > 0
        || joinPoints.stream().anyMatch(point -> !point.suspended().isEmpty());
  }

  private void appendCoverages() {
    if (shadowed.shadowed() + verified.shadowed() == 0) {
      out.append("compared  0 calls\n");
    }
    appendCoverage("SHADOW", shadowed);
    appendCoverage("VERIFY", verified);
  }

  private void appendCoverage(String route, Coverage coverage) {
    if (coverage.shadowed() == 0) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(Texts.count(coverage.shadowed(), "call", "calls"));
    String share = Texts.percentOf(coverage.compared(), coverage.shadowed());
    parts.add(Texts.count(coverage.compared()) + " compared (" + share + ")");
    parts.add(Texts.count(coverage.dropped()) + " dropped");
    addUnlessZero(parts, coverage.excused(), "excused");
    addUnlessZero(parts, coverage.sought().compared(), "sought for their shape");
    addUnlessZero(parts, coverage.notSampled(), "not sampled");
    addUnlessZero(parts, coverage.incomparable(), "incomparable");
    addUnlessZero(parts, coverage.pending(), "pending");
    addUnlessZero(parts, coverage.nested(), "nested, legacy alone");
    out.append(route).append("  ").append(String.join(" · ", parts)).append('\n');
  }

  private static void addUnlessZero(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Texts.count(count) + " " + what);
    }
  }

  private void appendStandings() {
    Columns columns = new Columns("<>>><<");
    for (JoinPointSnapshot point : joinPoints) {
      Coverage here = point.trials();
      Standing standing = Standing.of(point);
      columns.row(
          names.of(point.joinPoint()),
          Texts.count(here.compared()),
          here.compared() == here.shadowed() ? "" : "of " + Texts.count(here.shadowed()),
          here.compared() == 0 ? "–" : Texts.count(Noise.of(point).beyond()) + " differ",
          detail(point, standing),
          word(standing));
    }
    columns.appendTo(out);
  }

  private static String word(Standing standing) {
    return switch (standing.word()) {
      case HOLD -> "HOLD";
      case NO_DATA -> "no data";
      case BOUND -> "";
    };
  }

  private static String detail(JoinPointSnapshot point, Standing standing) {
    List<String> parts = new ArrayList<>();
    Noise noise = Noise.of(point);
    long held =
        point.groups().stream().filter(group -> noise.of(group) == Noise.Judgement.BEYOND).count();
    if (held > 0) {
      parts.add(Texts.count(held, "group", "groups"));
    }
    addUnlessZero(parts, noise.within(), "no more than noise");
    addUnlessZero(parts, noise.notJudged(), "not judged");
    addUnlessZero(parts, point.otherGroups(), "calls in other groups");
    if (standing.word() == Standing.Word.BOUND) {
      standing.bound().ifPresent(bound -> parts.add(Texts.bound(bound)));
    }
    addUnlessZero(parts, point.trials().incomparable(), "incomparable");
    point.suspended().forEach(why -> parts.add("suspended: " + why));
    if (point.trials().shadowed() == 0) {
      parts.add(point.wasCalled() ? "never compared" : "never called");
    }
    return String.join(" · ", parts);
  }

  private void appendReasons() {
    Columns columns = new Columns("<><");
    for (JoinPointSnapshot point : joinPoints) {
      byCount(point.incomparable())
          .forEach(
              reason ->
                  columns.row(
                      names.of(point.joinPoint()),
                      Texts.count(reason.getValue()),
                      Visible.line(reason.getKey())));
    }
    if (shadowed.incomparable() + verified.incomparable() > 0) {
      out.append("incomparable\n");
      columns.appendTo(out);
    }
  }

  private static List<Map.Entry<String, Long>> byCount(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .toList();
  }

  private void appendGroups() {
    List<ReportedGroup> held = groups.stream().filter(ReportedGroup::isBeyondNoise).toList();
    for (ReportedGroup group : held.subList(0, Math.min(MAX_GROUPS, held.size()))) {
      new GroupText(names.of(group.evidence().joinPoint()), group, out).append();
    }
    if (held.size() > MAX_GROUPS) {
      out.append("and ").append(Texts.count(held.size() - MAX_GROUPS)).append(" more groups\n");
    }
  }

  /** Where legacy differs from itself, and what is not held against the replacement for that. */
  private void appendNoise() {
    Columns columns = new Columns("<<<<");
    columns.row("noise", "", "", "");
    for (JoinPointSnapshot point : joinPoints) {
      Findings.Probes probes = point.findings().probes();
      for (Findings.Probes.Place place : probes.places()) {
        columns.row(
            "  " + names.of(point.joinPoint()),
            Visible.line(place.path() + " · " + place.kind().word()),
            "legacy differs from itself in "
                + Texts.count(place.probes())
                + " of "
                + Texts.count(probes.compared(), "probe", "probes"),
            quiet(groups, point, place));
      }
    }
    columns.appendTitled(out);
  }

  /** What becomes of the mismatches at a place of noise. */
  static String quiet(
      List<ReportedGroup> groups, JoinPointSnapshot point, Findings.Probes.Place place) {
    return groups.stream()
        .filter(group -> group.evidence().equals(point) && Noise.isAt(group.group(), place))
        .map(
            group ->
                group.name()
                    + " "
                    + Texts.count(group.group().calls(), "call", "calls")
                    + " "
                    + word(group.judgement()))
        .collect(Collectors.joining(", "));
  }

  private static String word(Noise.Judgement judgement) {
    return switch (judgement) {
      case BEYOND -> "beyond it";
      case WITHIN -> "within it";
      case NOT_JUDGED -> "not judged";
    };
  }

  private void appendExcuses() {
    Columns columns = new Columns("<><<");
    columns.row("excused", "", "", "");
    for (JoinPointSnapshot point : joinPoints) {
      for (Findings.Excused excused : point.findings().excuses()) {
        columns.row(
            "  " + names.of(point.joinPoint()),
            Texts.count(excused.calls()),
            Visible.line(excused.path() + " · " + excused.kind().word()),
            Visible.line(excused.rule()));
      }
    }
    columns.appendTitled(out);
  }

  private void appendShapes() {
    Columns columns = new Columns("<<>>>");
    columns.row("shapes, rarest first", "", "seen", "compared", "differ");
    for (JoinPointSnapshot point : joinPoints) {
      String name = "  " + names.of(point.joinPoint());
      List<Map.Entry<String, Findings.ShapeCounts>> rows = rarest(point.findings().arguments());
      if (rows.size() < 2) {
        continue;
      }
      for (Map.Entry<String, Findings.ShapeCounts> row :
          rows.subList(0, Math.min(MAX_SHAPES, rows.size()))) {
        Findings.ShapeCounts counts = row.getValue();
        columns.row(
            name,
            Visible.line(row.getKey()),
            counts.seen() == 0 ? "" : Texts.count(counts.seen()),
            Texts.count(counts.compared()),
            Texts.count(counts.mismatched()));
        name = "";
      }
      if (rows.size() > MAX_SHAPES) {
        columns.row("", "and " + (rows.size() - MAX_SHAPES) + " more", "", "", "");
      }
    }
    columns.appendTitled(out);
  }

  static List<Map.Entry<String, Findings.ShapeCounts>> rarest(
      Map<String, Findings.ShapeCounts> shapes) {
    return shapes.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<String, Findings.ShapeCounts> row) -> row.getValue().compared()))
        .toList();
  }

  private void appendRedacted() {
    Map<String, Long> redacted = new TreeMap<>();
    joinPoints.forEach(
        point ->
            point
                .findings()
                .redacted()
                .forEach((rule, times) -> redacted.merge(rule, times, Long::sum)));
    if (!redacted.isEmpty()) {
      out.append("redacted in examples  ")
          .append(
              byCount(redacted).stream()
                  .map(rule -> rule.getKey() + " " + Texts.count(rule.getValue()))
                  .collect(Collectors.joining(" · ")))
          .append('\n');
    }
  }

  private void appendContext() {
    List<String> lines =
        ContextText.lines(joinPoints.stream().flatMap(point -> point.context().stream()));
    if (!lines.isEmpty()) {
      out.append("context\n");
      lines.forEach(line -> out.append("  ").append(Visible.line(line)).append('\n'));
    }
  }

  private void appendAnswers() {
    Columns columns = new Columns("<>>>>");
    columns.row("answered", "by legacy", "threw", "by new", "threw");
    for (JoinPointSnapshot point : joinPoints) {
      ArmSnapshot legacy = point.legacy();
      ArmSnapshot replacement = point.replacement();
      if (legacy.answered() + replacement.answered() > 0) {
        columns.row(
            "  " + names.of(point.joinPoint()),
            Texts.count(legacy.answered()),
            Texts.count(legacy.threw()),
            Texts.count(replacement.answered()),
            Texts.count(replacement.threw()));
      }
    }
    columns.appendTitled(out);
  }

  private void appendFallbacks() {
    Columns columns = new Columns("<><");
    columns.row("fell back to legacy", "", "");
    for (JoinPointSnapshot point : joinPoints) {
      byCount(point.fallbacks())
          .forEach(
              reason ->
                  columns.row(
                      "  " + names.of(point.joinPoint()),
                      Texts.count(reason.getValue()),
                      Visible.line(reason.getKey())));
    }
    columns.appendTitled(out);
  }

  private void appendLatencies() {
    Columns columns = new Columns("<<>>>>");
    columns.row("latency", "", "p50", "p95", "p99", "timed");
    for (JoinPointSnapshot point : joinPoints) {
      String name = "  " + names.of(point.joinPoint());
      row(columns, name, "legacy", point.legacy().latency());
      boolean both = point.legacy().latency().count() > 0;
      row(columns, both ? "" : name, "new", point.replacement().latency());
    }
    columns.appendTitled(out);
  }

  private static void row(Columns columns, String name, String arm, Latency latency) {
    if (latency.count() > 0) {
      columns.row(
          name,
          arm,
          Texts.duration(latency.p50()),
          Texts.duration(latency.p95()),
          Texts.duration(latency.p99()),
          Texts.count(latency.count()));
    }
  }

  /** Only what was measured: what reached a caller all the same is not seen from here. */
  private void appendHarm() {
    long contained = joinPoints.stream().mapToLong(JoinPointSnapshot::containedFailures).sum();
    Latency overhead =
        joinPoints.stream().map(JoinPointSnapshot::overhead).reduce(Latency.NONE, Latency::plus);
    out.append("harm  ").append(Texts.count(contained, "failure", "failures"));
    out.append(" contained · caller ").append(cost(overhead)).append('\n');
    Map<String, Long> failures =
        joinPoints.stream()
            .flatMap(point -> point.contained().entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    Columns columns = new Columns("><");
    byCount(failures)
        .forEach(f -> columns.row(Texts.count(f.getValue()), Visible.line(f.getKey())));
    columns.appendTo(out);
  }

  private static String cost(Latency overhead) {
    return overhead.count() == 0
        ? "overhead not measured"
        : "+"
            + Texts.duration(overhead.p50())
            + " p50, +"
            + Texts.duration(overhead.p99())
            + " p99 ("
            + Texts.count(overhead.count())
            + " timed)";
  }
}
