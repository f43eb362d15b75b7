package dev.compat.evidence;

import dev.compat.compare.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a mismatch group is told: what it is, how often, and its smallest example. */
final class GroupText {

  private static final int LABEL_WIDTH = 10;

  /** Names of tenants or users that a line has room for. */
  private static final int MAX_UNITS = 3;

  private final String joinPoint;
  private final ReportedGroup reported;
  private final MismatchGroup group;
  private final StringBuilder out;

  GroupText(String joinPoint, ReportedGroup reported, StringBuilder out) {
    this.joinPoint = joinPoint;
    this.reported = reported;
    this.group = reported.group();
    this.out = out;
  }

  void append() {
    List<String> title = new ArrayList<>(List.of(joinPoint, group.path(), group.kind().word()));
    if (!group.legacyType().isEmpty()) {
      title.add(group.legacyType() + " → " + group.replacementType());
    }
    title.add(calls());
    out.append(reported.name()).append("  ").append(String.join(" · ", title)).append('\n');
    line("seen", Texts.span(group.first(), group.last()));
    if (isForSomebody(group.units())) {
      line("for", Visible.line(units(group.units())));
    }
    String label = "pattern";
    for (SharedTrait pattern : reported.patterns()) {
      line(label, Visible.line(pattern(pattern)));
      label = "";
    }
    appendExample(group.example());
  }

  /** How many, and of how many. */
  String calls() {
    long compared = reported.evidence().trials().compared();
    String sought =
        group.sought() == 0 ? "" : ", " + Texts.count(group.sought()) + " sought for their shape";
    return Texts.count(group.calls(), "call", "calls")
        + " ("
        + Texts.percentOf(group.calls(), compared)
        + " of those compared"
        + sought
        + ")";
  }

  String pattern(SharedTrait pattern) {
    String looked = pattern.isOfAll(reported.evidence(), group) ? "" : " looked at";
    return pattern.trait()
        + ": "
        + Texts.count(pattern.inGroup())
        + " of "
        + Texts.count(pattern.ofGroup())
        + ", and "
        + Texts.count(pattern.inMatches())
        + " of "
        + Texts.count(pattern.ofMatches(), "match", "matches")
        + looked;
  }

  /** Whether there are units that are not forgotten. */
  static boolean isForSomebody(Map<String, Long> units) {
    return units.keySet().stream().anyMatch(unit -> !unit.equals(TrialEvidence.OTHER_UNITS));
  }

  /** How many, and the few with most calls. */
  static String units(Map<String, Long> units) {
    boolean hasOthers = units.containsKey(TrialEvidence.OTHER_UNITS);
    int known = units.size() - (hasOthers ? 1 : 0);
    String named =
        units.entrySet().stream()
            .filter(unit -> !unit.getKey().equals(TrialEvidence.OTHER_UNITS))
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MAX_UNITS)
            .map(unit -> unit.getKey() + " " + Texts.count(unit.getValue()))
            .collect(Collectors.joining(", "));
    return (hasOthers ? "more than " : "")
        + Texts.count(known, "unit", "units")
        + (known > MAX_UNITS ? ", most for " : ": ")
        + named;
  }

  private void appendExample(Example example) {
    if (example.size() == Long.MAX_VALUE) {
      line("example", "forgotten");
      return;
    }
    if (!example.arguments().isEmpty()) {
      line("given", Visible.line(String.join(", ", example.arguments())));
    }
    if (example.values() && !example.path().equals(group.path())) {
      line("at", Visible.line(example.path()));
    }
    Visible.Pair pair = Visible.pair(example.legacy(), example.replacement());
    line("legacy", pair.legacy());
    line("new", pair.replacement());
    appendPointer(example, pair.column());
  }

  private void appendPointer(Example example, int column) {
    if (example.values() && column >= 0 && isAligned(group.kind())) {
      out.append(" ".repeat(LABEL_WIDTH + column)).append("^\n");
    } else if (!example.values() && example.at() >= 0) {
      line("", "they differ from character " + Texts.count(example.at() + 1L) + " on");
    }
  }

  /** Whether both sides of such a difference are texts of one kind, so that characters compare. */
  static boolean isAligned(Difference.Kind kind) {
    return kind == Difference.Kind.TEXT
        || kind == Difference.Kind.NUMBER
        || kind == Difference.Kind.VALUE;
  }

  private void line(String label, String text) {
    out.append(String.format("  %-8s", label)).append(text).append('\n');
  }
}
