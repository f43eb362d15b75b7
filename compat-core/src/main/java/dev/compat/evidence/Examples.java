package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a difference into an example: bounded text that refers to nothing. Immutable. */
final class Examples {

  private static final String NONE = "(none)";
  private static final int MAX_ARGUMENTS = 16;

  /** What is shown of two long texts: this many characters before the difference… */
  private static final int BEFORE = 60;

  /** …of this many in all. */
  private static final int WINDOW = 240;

  /** What is redacted of a long text, around the difference, before it is cut to that. */
  private static final int LOOKED_AT = 8_000;

  private final Redaction redaction;
  private final Units units;
  private final Tally redacted = new Tally();

  Examples(Redaction redaction, Units units) {
    this.redaction = redaction;
    this.units = units;
  }

  Redaction redaction() {
    return redaction;
  }

  /** What a unit is called in evidence. */
  String unit(String unit) {
    return units.name(unit);
  }

  /** What was taken out of examples, by the rule, and how often. */
  Map<String, Long> redacted() {
    return redacted.snapshot();
  }

  /** No example of the difference is smaller than this; costs nothing to know. */
  static long sizeAtLeast(Difference difference) {
    return lengthOf(difference.legacy()) + lengthOf(difference.replacement());
  }

  private static long lengthOf(@Nullable Object side) {
    return side instanceof String text ? text.length() : 0;
  }

  /** Never throws: a value that cannot be described is named by its class. */
  Example of(Difference difference, TrialResult trial, Supplier<@Nullable String> call) {
    if (difference.kind() == Kind.TEXT) {
      return texts(difference, trial, call);
    }
    String legacy = side(difference, difference.legacy(), Kind.EXTRA);
    String replacement = side(difference, difference.replacement(), Kind.MISSING);
    long size = (long) legacy.length() + replacement.length();
    return example(difference, trial, legacy, replacement, -1, size, call);
  }

  private Example texts(Difference difference, TrialResult trial, Supplier<@Nullable String> call) {
    String one = Values.text(difference.legacy());
    String other = Values.text(difference.replacement());
    int at = firstDifference(one, other);
    long size = (long) one.length() + other.length();
    if (!redaction.keepsValues()) {
      return example(difference, trial, Shapes.ofText(one), Shapes.ofText(other), at, size, call);
    }
    if (redaction.keepsEverything()) {
      return example(difference, trial, excerpt(one, at), excerpt(other, at), at, size, call);
    }
    String left = left(difference, one, at);
    String right = left(difference, other, at);
    int apart = left.equals(right) ? -1 : firstDifference(left, right);
    int around = Math.max(0, apart);
    return example(
        difference, trial, excerpt(left, around), excerpt(right, around), apart, size, call);
  }

  /** Redacted before it is cut, so that no half of a number is left over. */
  private String left(Difference difference, String text, int at) {
    String rule = redaction.covering(difference.path(), String.class);
    if (rule != null) {
      redacted.add(rule);
      return Redaction.mark(rule);
    }
    int from = whole(text, Math.max(0, at - LOOKED_AT / 2));
    int to = whole(text, Math.min(text.length(), from + LOOKED_AT));
    String left = redaction.text(text.substring(from, to), redacted::add);
    return (from > 0 ? "…" : "") + left + (to < text.length() ? "…" : "");
  }

  private Example example(
      Difference difference,
      TrialResult trial,
      String legacy,
      String replacement,
      int at,
      long size,
      Supplier<@Nullable String> call) {
    return new Example(
        Tally.bounded(path(difference)),
        describe(trial.arguments()),
        legacy,
        replacement,
        at,
        size,
        redaction.keepsValues(),
        trial.unit() == null ? null : unit(trial.unit()),
        redaction.keepsValues() ? call.get() : null);
  }

  /** With keys of maps, which are values, only where those are kept as they are. */
  private String path(Difference difference) {
    return redaction.keepsEverything() ? difference.path() : difference.generalPath();
  }

  private List<String> describe(List<@Nullable Object> arguments) {
    List<String> described = new ArrayList<>();
    for (int i = 0; i < Math.min(arguments.size(), MAX_ARGUMENTS); i++) {
      described.add(describe("arg(" + i + ")", arguments.get(i)));
    }
    return described;
  }

  private String describe(String path, @Nullable Object value) {
    return redaction.describe(path, value, redacted::add);
  }

  private String side(Difference difference, @Nullable Object side, Kind absent) {
    if (difference.kind() == absent) {
      return NONE;
    }
    if (difference.kind() == Kind.SIZE) {
      return side + (Integer.valueOf(1).equals(side) ? " element" : " elements");
    }
    if (side instanceof Outcome outcome) {
      return outcome.hasThrown()
          ? "threw " + describe("thrown", outcome.thrown())
          : "returned " + describe("result", outcome.value());
    }
    String described = describe(difference.path(), side);
    return difference.kind() == Kind.TYPE && side != null ? typed(side, described) : described;
  }

  private static String typed(Object side, String described) {
    String type = side.getClass().getTypeName();
    return described.startsWith(type) ? described : type + " " + described;
  }

  static int firstDifference(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int i = 0;
    while (i < shorter && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  /** Cut at the same characters on both sides, so that they stay aligned up to the difference. */
  private static String excerpt(String text, int at) {
    int from = whole(text, Math.max(0, at - BEFORE));
    int to = whole(text, Math.min(text.length(), from + WINDOW));
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }

  /** Not between the two halves of one character. */
  private static int whole(String text, int at) {
    boolean inside =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return inside ? at - 1 : at;
  }
}
