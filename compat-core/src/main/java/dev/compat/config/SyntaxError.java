package dev.compat.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * What the YAML scanner said, cut down to one line.
 *
 * <p>Its message names one or two places in the text, each followed by an excerpt; the exception's
 * own location is that of the token before. So the last place in the message is where it went wrong
 * and an earlier one where the unfinished thing began.
 */
record SyntaxError(int line, String message, String remedy) {
  private static final Pattern PLACE = Pattern.compile(" in .*, line (\\d+), column \\d+:");

  static SyntaxError of(RuntimeException e) {
    List<String> said = new ArrayList<>();
    int line = 0;
    for (String part : original(e).split("\n")) {
      Matcher place = PLACE.matcher(part);
      if (place.matches()) {
        line = Integer.parseInt(place.group(1));
        said.add("at line " + line);
      } else if (!part.isBlank() && !part.startsWith(" ")) {
        said.add(part.strip());
      }
    }
    if (line > 0) {
      said.remove(said.size() - 1); // the last place is where the problem says it is
    }
    String message = String.join(" ", said);
    return new SyntaxError(line > 0 ? line : line(e), message, remedy(message));
  }

  void addTo(Problems problems) {
    problems.add(line, "not YAML: " + message, remedy);
  }

  private static String original(RuntimeException e) {
    String message = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
    return Objects.requireNonNullElse(message, e.toString());
  }

  private static int line(RuntimeException e) {
    TokenStreamLocation at = e instanceof JacksonException j ? j.getLocation() : null;
    return at == null ? 0 : at.getLineNr();
  }

  private static String remedy(String message) {
    if (message.contains("TAB")) {
      return "indent with spaces";
    }
    return "check indentation and brackets, and quote values with special characters";
  }
}
