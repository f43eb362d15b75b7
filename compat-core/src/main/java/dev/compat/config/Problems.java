package dev.compat.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong with one file so far. Not thread-safe. */
final class Problems {
  private final String file;
  private final List<Located> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  private record Located(int line, Problem problem) {}

  /** The file and line as problems name them; the file alone for line 0. */
  String where(int line) {
    return line > 0 ? file + ":" + line : file;
  }

  void add(int line, String message, String remedy) {
    found.add(new Located(line, new Problem(where(line), message, remedy)));
  }

  /**
   * @throws ConfigException in the order of the lines, if anything was found
   */
  void check() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(
          found.stream()
              .sorted(Comparator.comparingInt(Located::line))
              .map(Located::problem)
              .toList());
    }
  }
}
