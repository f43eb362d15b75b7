package dev.compat.evidence;

import dev.compat.evidence.Findings.Probes;
import dev.compat.evidence.Findings.ShapeCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A report as one HTML file that needs nothing else: no script, no font, no image from anywhere.
 */
final class HtmlReport {

  private static final int MAX_SHAPES = 20;

  private final Html html = new Html();
  private final Report report;

  private HtmlReport(Report report) {
    this.report = report;
  }

  static String of(Report report, Instant time) {
    return new HtmlReport(report).write(time);
  }

  private String write(Instant time) {
    html.raw(HEAD).raw("<header><h1>Compat report</h1><p>");
    html.text(Texts.span(time, time)).raw("</p></header><main>");
    if (report.migrations().isEmpty()) {
      html.element("p", "No evidence of migrations.");
    }
    report.migrations().forEach(this::migration);
    if (report.observes()) {
      html.element(
          "p", "What was observed and is not compared is in the text report: run 'report'.");
    }
    notes();
    return html.raw(HOW_TO_READ).raw("</main></body></html>\n").toString();
  }

  private void migration(String title, List<JoinPointSnapshot> points) {
    Names names = Names.of(points.stream().map(JoinPointSnapshot::joinPoint).toList());
    List<ReportedGroup> groups = report.groupsOf(title);
    html.raw("<section>").element("h2", title);
    versions(points);
    coverage("SHADOW", points.stream().map(JoinPointSnapshot::coverage).toList());
    coverage("VERIFY", points.stream().map(JoinPointSnapshot::verified).toList());
    standings(points, names);
    groups.stream().filter(ReportedGroup::isBeyondNoise).forEach(group -> group(group, names));
    noise(points, groups, names);
    excuses(points, names);
    shapes(points, names);
    incomparable(points, names);
    redacted(points);
    html.raw("</section>");
  }

  private void versions(List<JoinPointSnapshot> points) {
    List<String> versions =
        points.stream()
            .map(JoinPointSnapshot::version)
            .filter(version -> !version.isEmpty())
            .distinct()
            .sorted()
            .toList();
    if (!versions.isEmpty()) {
      html.element("p class=quiet", "application " + String.join(", ", versions));
    }
  }

  private void coverage(String route, List<Coverage> parts) {
    Coverage all = parts.stream().reduce(Coverage.NONE, Coverage::plus);
    if (all.shadowed() == 0) {
      return;
    }
    html.raw("<div class=coverage><strong>").text(route).raw("</strong>");
    fact(all.shadowed(), all.shadowed() == 1 ? "call" : "calls");
    fact(all.compared(), "compared, " + Texts.percentOf(all.compared(), all.shadowed()));
    fact(all.matched(), "match");
    fact(all.mismatched(), "differ, noise included");
    factUnlessZero(all.excused(), "excused");
    fact(all.dropped(), "dropped");
    factUnlessZero(all.notSampled(), "not sampled");
    factUnlessZero(all.incomparable(), "incomparable");
    factUnlessZero(all.pending(), "pending");
    factUnlessZero(all.sought().compared(), "sought for their shape");
    html.raw("</div>");
  }

  private void fact(long count, String what) {
    html.raw("<span><b>").text(Texts.count(count)).raw("</b> ").text(what).raw("</span>");
  }

  private void factUnlessZero(long count, String what) {
    if (count > 0) {
      fact(count, what);
    }
  }

  private void table(String... columns) {
    html.raw("<div class=wide><table><thead><tr>");
    for (String column : columns) {
      html.element("th", column);
    }
    html.raw("</tr></thead><tbody>");
  }

  private void endTable() {
    html.raw("</tbody></table></div>");
  }

  private void cells(String... cells) {
    html.raw("<tr>");
    for (String cell : cells) {
      boolean isCount = !cell.isEmpty() && Character.isDigit(cell.charAt(0)) && cell.length() < 16;
      html.element(isCount ? "td class=count" : "td", cell);
    }
    html.raw("</tr>");
  }

  private void standings(List<JoinPointSnapshot> points, Names names) {
    table("join point", "", "compared", "of", "differ", "noise", "not judged", "true rate (95 %)");
    for (JoinPointSnapshot point : points) {
      Standing standing = Standing.of(point);
      Noise noise = Noise.of(point);
      Coverage trials = point.trials();
      html.raw("<tr>");
      html.raw("<td>").element("code", names.of(point.joinPoint()));
      point.suspended().forEach(why -> html.element("p class=quiet", "suspended: " + why));
      html.raw("</td>");
      html.raw("<td>");
      switch (standing.word()) {
        case HOLD -> html.raw("<strong class=hold>HOLD</strong>");
        case NO_DATA -> html.raw("<span class=quiet>no data</span>");
        case BOUND -> html.raw("<span class=bound>bounded</span>");
      }
      html.raw("</td>");
      html.element("td class=count", Texts.count(trials.compared()));
      html.element("td class=count", Texts.count(trials.shadowed()));
      html.element("td class=count", Texts.count(noise.beyond()));
      html.element("td class=count", Texts.count(noise.within()));
      html.element("td class=count", Texts.count(noise.notJudged()));
      html.element(
          "td",
          standing.bound().isPresent()
              ? Texts.bound(standing.bound().getAsDouble())
                  .replace("true rate ", "")
                  .replace(" (95 %)", "")
              : "–");
      html.raw("</tr>");
    }
    endTable();
  }

  private void group(ReportedGroup reported, Names names) {
    MismatchGroup group = reported.group();
    GroupText text = new GroupText("", reported, new StringBuilder());
    html.raw("<article id=").raw(reported.name()).raw("><h3><span class=number>");
    html.text(reported.name()).raw("</span> <code>");
    html.text(names.of(reported.evidence().joinPoint())).raw("</code> <code>");
    html.text(group.path()).raw("</code> ").text(group.kind().word());
    if (!group.legacyType().isEmpty()) {
      html.raw("<br><code>").text(group.legacyType()).raw("</code> → <code>");
      html.text(group.replacementType()).raw("</code>");
    }
    html.raw("</h3>").element("p", text.calls());
    html.raw("<dl>");
    term("seen", Texts.span(group.first(), group.last()));
    if (GroupText.isForSomebody(group.units())) {
      term("for", GroupText.units(group.units()));
    }
    String label = "pattern";
    for (SharedTrait pattern : reported.patterns()) {
      html.raw("<dt>").text(label).raw("</dt><dd>").element("strong", pattern.trait());
      html.text(text.pattern(pattern).substring(pattern.trait().length())).raw("</dd>");
      label = "";
    }
    html.raw("</dl>");
    example(group);
    html.raw("</article>");
  }

  private void term(String term, String text) {
    html.element("dt", term).element("dd", text);
  }

  private void example(MismatchGroup group) {
    Example example = group.example();
    if (example.size() == Long.MAX_VALUE) {
      html.element("p class=quiet", "The example was forgotten.");
      return;
    }
    html.raw("<div class=example><div class=given><h4>given</h4><pre>");
    html.text(
        example.arguments().isEmpty() ? "no arguments" : String.join(", ", example.arguments()));
    html.raw("</pre></div>");
    Visible.Parted parted = Visible.parted(example.legacy(), example.replacement());
    boolean isMarked = example.values() && GroupText.isAligned(group.kind());
    side("legacy", isMarked, parted, example.legacy(), parted.legacy(), parted.legacyAfter());
    side("new", isMarked, parted, example.replacement(), parted.replacement(), parted.newAfter());
    html.raw("</div>");
    if (!example.values() && example.at() >= 0) {
      html.element(
          "p class=quiet", "They differ from character " + Texts.count(example.at() + 1L) + " on.");
    }
  }

  private void side(
      String name,
      boolean isMarked,
      Visible.Parted parted,
      String whole,
      String differing,
      String after) {
    html.raw("<div><h4>").text(name).raw("</h4><pre>");
    if (whole.isEmpty()) {
      html.raw("<span class=quiet>(empty)</span>");
    } else if (isMarked) {
      html.text(parted.before()).raw("<mark>").text(differing).raw("</mark>").text(after);
    } else {
      html.text(whole);
    }
    html.raw("</pre></div>");
  }

  private void noise(List<JoinPointSnapshot> points, List<ReportedGroup> groups, Names names) {
    if (points.stream().allMatch(point -> point.findings().probes().compared() == 0)) {
      return;
    }
    html.raw("<details open><summary>Noise: where legacy differs from itself</summary>");
    table("join point", "place", "legacy differs from itself", "mismatches there");
    for (JoinPointSnapshot point : points) {
      Probes probes = point.findings().probes();
      if (probes.compared() > 0 && probes.places().isEmpty()) {
        cells(names.of(point.joinPoint()), "nowhere", "0 of " + probes(probes), "");
      }
      for (Probes.Place place : probes.places()) {
        cells(
            names.of(point.joinPoint()),
            place.path() + " · " + place.kind().word(),
            Texts.count(place.probes()) + " of " + probes(probes),
            MigrationReport.quiet(groups, point, place));
      }
    }
    endTable();
    html.raw("</details>");
  }

  private static String probes(Probes probes) {
    return Texts.count(probes.compared(), "probe", "probes");
  }

  private void excuses(List<JoinPointSnapshot> points, Names names) {
    if (points.stream().allMatch(point -> point.findings().excuses().isEmpty())) {
      return;
    }
    html.raw("<details open><summary>Excused by rules</summary>");
    table("join point", "calls", "place", "rule");
    for (JoinPointSnapshot point : points) {
      for (Findings.Excused excused : point.findings().excuses()) {
        cells(
            names.of(point.joinPoint()),
            Texts.count(excused.calls()),
            excused.path() + " · " + excused.kind().word(),
            excused.rule());
      }
    }
    endTable();
    html.raw("</details>");
  }

  private void shapes(List<JoinPointSnapshot> points, Names names) {
    html.raw("<details><summary>Coverage by shape, rarest first</summary>");
    for (JoinPointSnapshot point : points) {
      Findings findings = point.findings();
      if (!findings.arguments().isEmpty()) {
        html.raw("<h4><code>").text(names.of(point.joinPoint())).raw("</code></h4>");
        shapes("called with", findings.arguments());
        shapes("legacy answered", findings.results());
        shapes("for", findings.units());
      }
    }
    html.raw("</details>");
  }

  private void shapes(String what, Map<String, ShapeCounts> shapes) {
    if (shapes.isEmpty()) {
      return;
    }
    table(what, "seen", "compared", "differ", "excused", "incomparable", "sought");
    List<Map.Entry<String, ShapeCounts>> rows = MigrationReport.rarest(shapes);
    for (Map.Entry<String, ShapeCounts> row : rows.subList(0, Math.min(MAX_SHAPES, rows.size()))) {
      ShapeCounts counts = row.getValue();
      html.raw("<tr>").element("td", row.getKey());
      html.element("td class=count", counts.seen() == 0 ? "" : Texts.count(counts.seen()));
      for (long count :
          List.of(
              counts.compared(),
              counts.mismatched(),
              counts.excused(),
              counts.incomparable(),
              counts.sought())) {
        html.element("td class=count", Texts.count(count));
      }
      html.raw("</tr>");
    }
    endTable();
    if (rows.size() > MAX_SHAPES) {
      html.element("p class=quiet", "and " + Texts.count(rows.size() - MAX_SHAPES) + " more");
    }
  }

  private void incomparable(List<JoinPointSnapshot> points, Names names) {
    if (points.stream().allMatch(point -> point.incomparable().isEmpty())) {
      return;
    }
    html.raw("<details><summary>Incomparable</summary>");
    table("join point", "calls", "why");
    for (JoinPointSnapshot point : points) {
      point
          .incomparable()
          .forEach((why, calls) -> cells(names.of(point.joinPoint()), Texts.count(calls), why));
    }
    endTable();
    html.raw("</details>");
  }

  private void redacted(List<JoinPointSnapshot> points) {
    Map<String, Long> all = new TreeMap<>();
    points.forEach(
        point -> point.findings().redacted().forEach((rule, n) -> all.merge(rule, n, Long::sum)));
    if (!all.isEmpty()) {
      html.raw("<p class=quiet>Redacted in examples: ");
      String separator = "";
      for (Map.Entry<String, Long> rule : all.entrySet()) {
        html.raw(separator).text(rule.getKey() + " " + Texts.count(rule.getValue()));
        separator = ", ";
      }
      html.raw("</p>");
    }
  }

  private void notes() {
    report.notes().forEach(note -> html.element("p class=quiet", "Note: " + note));
  }

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Compat report</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1f24; --soft: #5c6670; --page: #fff; --card: #f5f7f9;
        --line: #d8dee4; --bad: #b3261e; --good: #1a6e3c; --mark: #ffd9a8; --mark-ink: #1b1f24; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa5b0; --page: #14171a;
        --card: #1e2327; --line: #363d44; --bad: #ff8a80; --good: #7fd6a0; --mark: #7a4a00;
        --mark-ink: #fff; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--ink); background: var(--page);
        font: 16px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.3rem; border-bottom: 2px solid var(--line);
        margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
      h3 { font-size: 1.05rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
      h4 { font-size: .85rem; color: var(--soft); margin: .5rem 0 .2rem; }
      header p, .quiet { color: var(--soft); margin: .2rem 0; }
      code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
      .coverage { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .5rem 0; }
      .wide { overflow-x: auto; margin: .5rem 0; }
      table { border-collapse: collapse; width: 100%; font-size: .92rem; }
      th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0;
        border-bottom: 1px solid var(--line); }
      th { color: var(--soft); font-weight: 600; white-space: nowrap; }
      .count { font-variant-numeric: tabular-nums; white-space: nowrap; }
      .hold { color: var(--bad); } .bound { color: var(--good); }
      article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad);
        border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0; }
      article p { margin: 0; } .number { color: var(--bad); font-weight: 700; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .5rem 0; }
      dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
      .example { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .8rem; }
      .example > div { min-width: 0; } .given { grid-column: 1 / -1; }
      pre { margin: 0; padding: .5rem; background: var(--page); border: 1px solid var(--line);
        border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
      mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; padding: 0 1px; }
      details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
      @media (max-width: 40rem) { .example { grid-template-columns: 1fr; } body { padding: .6rem; }
        article { padding: .6rem; } }
      @media print { details > * { display: block; } article { break-inside: avoid; } }
      </style></head><body>
      """;

  private static final String HOW_TO_READ =
      """
      <section><h2>How to read this</h2>
      <dl>
      <dt>compared</dt><dd>calls that both sides answered and whose answers could be compared; all
      other numbers are out of these. A call that is excused, dropped, not sampled or incomparable
      never counts as a match.</dd>
      <dt>differ</dt><dd>calls whose answers differ by more than legacy's own noise. One is enough for
      HOLD.</dd>
      <dt>noise</dt><dd>calls that differ only where legacy, run twice on the same input, differs from
      itself as often (Fisher's exact test, 5 %). They are no matches: a candidate with less noise of
      its own leaves room there for a difference. Where noise hides more calls than are left to judge
      there is no data.</dd>
      <dt>not judged</dt><dd>calls that differ where legacy always differs from itself: nothing can be
      said of them.</dd>
      <dt>true rate</dt><dd>the upper 95 % bound (Clopper-Pearson) of the share of calls that differ.
      It supposes that calls are independent, counts a call that could not be compared, or that
      differs no more than noise, as one that differs, and leaves out calls that were sought for their shape.</dd>
      <dt>pattern</dt><dd>what the calls of a group share and calls that match lack, told only where
      chance is no likely explanation (1 in 1,000, all that was tried counted). A pattern is a trace
      of the cause, not the cause.</dd>
      <dt>shapes</dt><dd>types, nulls, signs, sizes: what was rare is seldom covered, and what was never
      compared is not covered at all.</dd>
      <dt>not counted</dt><dd>calls that legacy answered while the migration was off or not yet armed.</dd>
      </dl></section>
      """;
}
