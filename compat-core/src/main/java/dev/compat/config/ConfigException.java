package dev.compat.config;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a configuration file; the message has one problem a line. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Carries these problems.
   *
   * @throws IllegalArgumentException if there are no problems
   */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problems; give at least one");
    }
    this.problems = List.copyOf(problems);
  }

  /** An exception about one problem. */
  public static ConfigException of(String where, String message, String remedy) {
    return new ConfigException(List.of(new Problem(where, message, remedy)));
  }

  /** All problems, in the order in which they were found; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
