package dev.compat.agent.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; a heading that starts with > is right. */
final class Table {

  private static final String GAP = "  ";

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  Table(String... headings) {
    right = new boolean[headings.length];
    String[] head = new String[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
      head[i] = right[i] ? headings[i].substring(1) : headings[i];
    }
    rows.add(head);
  }

  Table row(Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + right.length + " columns");
    }
    rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
    return this;
  }

  List<String> lines() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String fill = " ".repeat(widths[i] - row[i].length());
      line.append(i == 0 ? "" : GAP).append(right[i] ? fill + row[i] : row[i] + fill);
    }
    return line.toString().stripTrailing();
  }
}
