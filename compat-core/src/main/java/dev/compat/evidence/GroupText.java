package dev.compat.evidence;

import dev.compat.compare.Difference;
import java.util.ArrayList;
import java.util.List;

/** How a mismatch group is told: what it is, how often, and its smallest example. */
final class GroupText {

  private static final int LABEL_WIDTH = 10;

  private final String joinPoint;
  private final MismatchGroup group;
  private final StringBuilder out;

  GroupText(String joinPoint, MismatchGroup group, StringBuilder out) {
    this.joinPoint = joinPoint;
    this.group = group;
    this.out = out;
  }

  void append(int number) {
    List<String> title = new ArrayList<>(List.of(joinPoint, group.path(), group.kind().word()));
    if (!group.legacyType().isEmpty()) {
      title.add(group.legacyType() + " → " + group.replacementType());
    }
    title.add(Texts.count(group.calls(), "call", "calls"));
    out.append('M').append(number).append("  ").append(String.join(" · ", title)).append('\n');
    appendExample(group.example());
  }

  private void appendExample(Example example) {
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
    if (example.values() && column >= 0 && isAligned()) {
      out.append(" ".repeat(LABEL_WIDTH + column)).append("^\n");
    } else if (!example.values() && example.at() >= 0) {
      line("", "they differ from character " + Texts.count(example.at() + 1L) + " on");
    }
  }

  private boolean isAligned() {
    Difference.Kind kind = group.kind();
    return kind == Difference.Kind.TEXT
        || kind == Difference.Kind.NUMBER
        || kind == Difference.Kind.VALUE;
  }

  private void line(String label, String text) {
    out.append(String.format("  %-8s", label)).append(text).append('\n');
  }
}
