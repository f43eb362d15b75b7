package dev.compat.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The part of a report that tells of one migration. */
final class MigrationReport {

  private static final int MAX_GROUPS = 20;

  private final String migration;
  private final List<JoinPointSnapshot> joinPoints;
  private final Names names;
  private final Coverage shadowed;
  private final Coverage verified;
  private final StringBuilder out;

  MigrationReport(String migration, List<JoinPointSnapshot> joinPoints, StringBuilder out) {
    this.migration = migration;
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
          here.compared() == 0 ? "–" : Texts.count(here.mismatched()) + " differ",
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
    int groups = point.groups().size();
    if (groups > 0) {
      parts.add(Texts.count(groups, "group", "groups"));
    }
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

  private record Named(String joinPoint, MismatchGroup group) {}

  private void appendGroups() {
    List<Named> groups = new ArrayList<>();
    joinPoints.forEach(
        point ->
            point.groups().forEach(g -> groups.add(new Named(names.of(point.joinPoint()), g))));
    groups.sort(Comparator.comparing(Named::group, MismatchGroup.ORDER));
    for (int i = 0; i < Math.min(MAX_GROUPS, groups.size()); i++) {
      Named named = groups.get(i);
      new GroupText(named.joinPoint(), named.group(), out).append(i + 1);
    }
    if (groups.size() > MAX_GROUPS) {
      out.append("and ").append(Texts.count(groups.size() - MAX_GROUPS)).append(" more groups\n");
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
