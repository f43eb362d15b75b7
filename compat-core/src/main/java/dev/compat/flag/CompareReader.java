package dev.compat.flag;

import dev.compat.compare.CompareRules;
import dev.compat.compare.Difference;
import dev.compat.config.Nearest;
import dev.compat.config.Node;
import dev.compat.config.Section;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads how both sides' answers of a migration are compared, noting all that is wrong with it. */
final class CompareReader {

  private static final List<String> KEYS =
      List.of("ignore", "tolerance", "unordered", "normalise", "equality", "expected");

  private final Section section;
  private final CompareRules.Builder rules = CompareRules.builder();

  private CompareReader(Section section) {
    this.section = section;
  }

  static CompareRules read(Section section) {
    section.keys(KEYS.toArray(String[]::new));
    CompareReader reader = new CompareReader(section);
    reader.places("ignore", reader.rules::ignore);
    reader.places("unordered", reader.rules::unordered);
    reader.entries("tolerance", reader::tolerance);
    reader.entries("normalise", reader::normalise);
    reader.entries("equality", reader::equality);
    section.items("expected").forEach(reader::expected);
    return reader.rules.build();
  }

  private interface Place {
    CompareRules.Builder at(String place);
  }

  private void places(String key, Place rule) {
    Node places = section.get(key);
    if (places == null) {
      return;
    }
    if (places.isMap() || places.isEmpty()) {
      places.texts();
      return;
    }
    for (String place : places.texts()) {
      adding(places, () -> rule.at(place));
    }
  }

  private void entries(String key, BiConsumer<String, Node> rule) {
    section.section(key).entries().forEach(rule);
  }

  /** Has a rule that the comparison refuses noted where it stands. */
  private static void adding(Node node, Runnable rule) {
    try {
      rule.run();
    } catch (IllegalArgumentException refused) {
      String[] parts = String.valueOf(refused.getMessage()).split("; ", 2);
      node.problem(parts[0], parts.length > 1 ? parts[1] : "write another");
    }
  }

  private void tolerance(String place, Node node) {
    String amount = node.text();
    if (amount != null) {
      adding(node, () -> rules.tolerance(place, amount));
    }
  }

  private void normalise(String place, Node node) {
    List<String> names = node.texts();
    if (node.isEmpty()) {
      node.problem(
          "'" + place + "' is normalised by nothing",
          "name one of " + String.join(", ", CompareRules.normalisers()));
    } else if (names.stream().allMatch(name -> isKnown(node, "normaliser", name, known(true)))) {
      adding(node, () -> rules.normalise(place, names));
    }
  }

  private static Collection<String> known(boolean normalisers) {
    return normalisers ? CompareRules.normalisers() : CompareRules.equalities();
  }

  private void equality(String place, Node node) {
    String word = node.text();
    if (word != null && isKnown(node, "equality", word, known(false))) {
      adding(node, () -> rules.equality(place, word));
    }
  }

  private static boolean isKnown(Node node, String noun, String name, Collection<String> known) {
    if (known.contains(name)) {
      return true;
    }
    node.problem("unknown " + noun + " '" + name + "'", Nearest.remedy(name, known));
    return false;
  }

  private void expected(Node item) {
    if (!item.isMap()) {
      item.problem(
          "an expected difference must be a map",
          "write it as {path: result.name, kind: text, reason: \"INC-812\", until: 2027-01-31}");
      return;
    }
    Section expected = item.section();
    expected.keys("path", "kind", "reason", "until");
    String path = required(expected, "path", "such as 'path: result.name'");
    String reason = required(expected, "reason", "so that somebody else knows why");
    LocalDate until = until(expected);
    Difference.Kind kind = kind(expected);
    if (path != null && reason != null && until != null) {
      adding(item, () -> rules.expected(path, kind, reason, until));
    }
  }

  private static @Nullable String required(Section expected, String key, String why) {
    if (expected.get(key) == null) {
      expected.problem("an expected difference without '" + key + "'", "add it, " + why);
    }
    return expected.text(key);
  }

  private static Difference.@Nullable Kind kind(Section expected) {
    return expected.get("kind") == null
        ? null
        : expected.choice("kind", Difference.Kind.class, Difference.Kind.VALUE);
  }

  private static @Nullable LocalDate until(Section expected) {
    String until = required(expected, "until", "the last day of it, such as 'until: 2027-01-31'");
    try {
      return until == null ? null : LocalDate.parse(until);
    } catch (DateTimeParseException misspelt) {
      expected.problem("'until' is no day: '" + until + "'", "write it as 2027-01-31");
      return null;
    }
  }
}
