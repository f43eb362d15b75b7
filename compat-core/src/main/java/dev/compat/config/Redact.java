package dev.compat.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What is taken out of values before anything of them is kept.
 *
 * @param paths places such as {@code arg(0).customer.iban}, {@code result.name}, {@code this.owner}
 *     or {@code unit}, or {@code *.password} for a name anywhere; a place covers all that is below
 * @param types binary names of classes and interfaces, whose instances are taken out wherever they
 *     are
 * @param patterns {@code card}, {@code iban}, {@code email}, or regular expressions for what is
 *     taken out of texts
 */
public record Redact(List<String> paths, List<String> types, List<String> patterns) {

  /** No rules: nothing is taken out. */
  public static final Redact NOTHING = new Redact(List.of(), List.of(), List.of());

  /** What everybody would take out, where a team has not said what it does. */
  public static final Redact USUAL =
      new Redact(List.of(), List.of(), List.of("card", "iban", "email"));

  private static final Pattern PATH =
      Pattern.compile("(arg\\(\\d+\\)|this|result|thrown|unit)([.\\[].*)?|\\*\\.[^.\\[]+");

  public Redact {
    paths = List.copyOf(paths);
    types = List.copyOf(types);
    patterns = List.copyOf(patterns);
  }

  static Redact read(CompatConfig.Values values, Section root) {
    Node node = root.get("redact");
    if (node == null) {
      return values == CompatConfig.Values.REDACTED ? USUAL : NOTHING;
    }
    if (values != CompatConfig.Values.REDACTED) {
      node.problem(
          "'redact' without 'values: redacted': nothing would be taken out of anything",
          "write 'values: redacted', or remove 'redact'");
    }
    Section redact = node.section();
    redact.keys("paths", "types", "patterns");
    redact.items("paths").forEach(Redact::checkPath);
    redact.items("patterns").forEach(Redact::checkPattern);
    List<String> patterns =
        redact.get("patterns") == null ? USUAL.patterns : redact.texts("patterns");
    return new Redact(redact.texts("paths"), redact.texts("types"), patterns);
  }

  private static void checkPath(Node item) {
    String path = item.text();
    if (path != null && !PATH.matcher(path).matches()) {
      item.problem(
          "'" + path + "' is not a place",
          "write one such as 'arg(0).customer.iban', 'result.name', 'this.owner', 'thrown.message',"
              + " 'unit', or '*.password' for a name anywhere");
    }
  }

  private static void checkPattern(Node item) {
    String pattern = item.text();
    String wrong = pattern == null ? null : wrong(pattern);
    if (wrong != null) {
      item.problem(
          "'" + pattern + "' is not a regular expression: " + wrong,
          "correct it, or write card, iban or email");
    }
  }

  private static @Nullable String wrong(String pattern) {
    try {
      return Pattern.compile(pattern).matcher("").matches()
          ? "it finds the empty text, and so everything"
          : null;
    } catch (PatternSyntaxException e) {
      return e.getDescription();
    }
  }
}
