package dev.compat.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells, set in columns as wide as their widest cell. */
final class Columns {

  private static final String GAP = "  ";

  private final String alignment;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * No rows yet.
   *
   * @param alignment one character per column: {@code <} left, {@code >} right
   */
  Columns(String alignment) {
    this.alignment = alignment;
  }

  void row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(cells.length + " cells for columns " + alignment);
    }
    rows.add(Arrays.asList(cells));
  }

  /** The rows as indented lines; columns that are empty in every row take no room. */
  void appendTo(StringBuilder out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < alignment.length(); column++) {
        append(line, row.get(column), column);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /** The rows under a title that is the first of them and not indented; nothing without others. */
  void appendTitled(StringBuilder out) {
    if (rows.size() > 1) {
      StringBuilder lines = new StringBuilder();
      appendTo(lines);
      out.append(lines.toString().replaceAll("(?m)^" + GAP, ""));
    }
  }

  private void append(StringBuilder line, String cell, int column) {
    int width = width(column);
    if (width == 0) {
      return;
    }
    String padding = " ".repeat(width - Visible.width(cell));
    boolean right = alignment.charAt(column) == '>';
    line.append(GAP).append(right ? padding + cell : cell + padding);
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Visible.width(row.get(column))).max().orElse(0);
  }
}
