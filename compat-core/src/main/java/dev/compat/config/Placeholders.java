package dev.compat.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts values of the environment in place of {@code ${VAR}} and {@code ${VAR:default}}.
 *
 * <p>A default ends at the first closing brace and is taken as it stands; placeholders do not nest.
 */
final class Placeholders {
  private final Function<String, @Nullable String> environment;

  Placeholders(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The text with every placeholder replaced, or {@code null} after telling {@code report} what is
   * wrong with one of them.
   */
  @Nullable String resolve(String text, Report report) {
    StringBuilder resolved = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        report.problem("'" + text + "' has a '${' without an end", "close it with '}'");
        return null;
      }
      String value = value(text.substring(open + 2, close), report);
      if (value == null) {
        return null;
      }
      resolved.append(text, at, open).append(value);
      at = close + 1;
    }
    return at == 0 ? text : resolved.append(text, at, text.length()).toString();
  }

  private @Nullable String value(String placeholder, Report report) {
    int colon = placeholder.indexOf(':');
    String name = colon < 0 ? placeholder : placeholder.substring(0, colon);
    String value = name.isEmpty() ? null : environment.apply(name);
    if (value != null) {
      return value;
    }
    if (colon < 0) {
      report.problem(
          "environment variable '" + name + "' is not set",
          "set it, or give a default: ${" + name + ":default}");
      return null;
    }
    return placeholder.substring(colon + 1);
  }

  /** Takes what is wrong with a value; knows where the value stands. */
  interface Report {
    void problem(String message, String remedy);
  }
}
