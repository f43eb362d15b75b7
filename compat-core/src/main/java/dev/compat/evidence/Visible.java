package dev.compat.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as a terminal can show it: one line of bounded width, on which characters that would be
 * invisible, or would move the cursor, are spelled out.
 */
final class Visible {

  private static final int WIDTH = 88;

  /** How much of two texts is shown before they differ. */
  private static final int BEFORE = 40;

  private static final String ELLIPSIS = "…";

  private final List<String> cells;

  private Visible(List<String> cells) {
    this.cells = cells;
  }

  /** Two texts, cut to the same columns, and the column where they differ; -1 when they do not. */
  record Pair(String legacy, String replacement, int column) {}

  static Visible of(String text) {
    List<String> cells = new ArrayList<>();
    text.codePoints().forEach(c -> cells.add(cell(c)));
    return new Visible(cells);
  }

  static String line(String text) {
    return text.isEmpty() ? "(empty)" : of(text).from(0);
  }

  /** The whole of a text, however long. */
  static String all(String text) {
    return String.join("", of(text).cells);
  }

  /** Two texts in three parts each: what both begin with, what differs, what both end with. */
  record Parted(
      String before, String legacy, String replacement, String legacyAfter, String newAfter) {}

  /** Where two texts differ; all of both differs where they have nothing in common. */
  static Parted parted(String legacy, String replacement) {
    Visible one = of(legacy);
    Visible other = of(replacement);
    int from = one.firstDifference(other);
    if (from < 0) {
      return new Parted(all(legacy), "", "", "", "");
    }
    int tail = 0;
    int most = Math.min(one.cells.size(), other.cells.size()) - from;
    while (tail < most
        && one.cells
            .get(one.cells.size() - 1 - tail)
            .equals(other.cells.get(other.cells.size() - 1 - tail))) {
      tail++;
    }
    return new Parted(
        one.part(0, from),
        one.part(from, one.cells.size() - tail),
        other.part(from, other.cells.size() - tail),
        one.part(one.cells.size() - tail, one.cells.size()),
        other.part(other.cells.size() - tail, other.cells.size()));
  }

  private String part(int from, int to) {
    return String.join("", cells.subList(from, to));
  }

  static Pair pair(String legacy, String replacement) {
    Visible one = of(legacy);
    Visible other = of(replacement);
    int at = one.firstDifference(other);
    if (at < 0 || legacy.isEmpty() || replacement.isEmpty()) {
      return new Pair(line(legacy), line(replacement), -1);
    }
    int from = one.startBefore(at);
    int column = (from > 0 ? 1 : 0) + one.width(from, at);
    return new Pair(one.from(from), other.from(from), column);
  }

  private int firstDifference(Visible other) {
    int shorter = Math.min(cells.size(), other.cells.size());
    for (int i = 0; i < shorter; i++) {
      if (!cells.get(i).equals(other.cells.get(i))) {
        return i;
      }
    }
    return cells.size() == other.cells.size() ? -1 : shorter;
  }

  private int startBefore(int at) {
    int from = at;
    int width = 0;
    while (from > 0 && width < BEFORE) {
      width += width(cells.get(--from));
    }
    return from;
  }

  private int width(int from, int to) {
    return cells.subList(from, to).stream().mapToInt(Visible::width).sum();
  }

  private String from(int start) {
    StringBuilder line = new StringBuilder(start > 0 ? ELLIPSIS : "");
    int width = 0;
    for (String cell : cells.subList(start, cells.size())) {
      width += width(cell);
      if (width > WIDTH) {
        return line.append(ELLIPSIS).toString();
      }
      line.append(cell);
    }
    return line.toString();
  }

  /** The columns that a text takes. */
  static int width(String text) {
    return text.codePoints().map(Visible::columns).sum();
  }

  private static String cell(int c) {
    if (c < 0x20) {
      return Character.toString(0x2400 + c);
    }
    return isPlain(c) ? Character.toString(c) : String.format("‹U+%04X›", c);
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Two for what East Asian terminals show wide, after the blocks of Unicode's own table. */
  private static int columns(int c) {
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
