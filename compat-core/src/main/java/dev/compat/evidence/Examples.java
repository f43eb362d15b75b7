package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

  private final boolean keepValues;

  Examples(boolean keepValues) {
    this.keepValues = keepValues;
  }

  /** No example of the difference is smaller than this; costs nothing to know. */
  static long sizeAtLeast(Difference difference) {
    return lengthOf(difference.legacy()) + lengthOf(difference.replacement());
  }

  private static long lengthOf(@Nullable Object side) {
    return side instanceof String text ? text.length() : 0;
  }

  /** Never throws: a value that cannot be described is named by its class. */
  Example of(Difference difference, @Nullable Object[] arguments, Supplier<@Nullable String> call) {
    Function<@Nullable Object, String> describe = keepValues ? Values::describe : Shapes::describe;
    if (difference.kind() == Kind.TEXT) {
      return texts(difference, arguments, call);
    }
    String legacy = side(difference, difference.legacy(), Kind.EXTRA, describe);
    String replacement = side(difference, difference.replacement(), Kind.MISSING, describe);
    long size = (long) legacy.length() + replacement.length();
    return example(difference, arguments, legacy, replacement, -1, size, call);
  }

  private Example texts(
      Difference difference, @Nullable Object[] arguments, Supplier<@Nullable String> call) {
    String one = Values.text(difference.legacy());
    String other = Values.text(difference.replacement());
    int at = firstDifference(one, other);
    long size = (long) one.length() + other.length();
    return keepValues
        ? example(difference, arguments, excerpt(one, at), excerpt(other, at), at, size, call)
        : example(difference, arguments, Shapes.ofText(one), Shapes.ofText(other), at, size, call);
  }

  private Example example(
      Difference difference,
      @Nullable Object[] arguments,
      String legacy,
      String replacement,
      int at,
      long size,
      Supplier<@Nullable String> call) {
    String path = keepValues ? difference.path() : difference.generalPath();
    return new Example(
        Tally.bounded(path),
        describe(arguments),
        legacy,
        replacement,
        at,
        size,
        keepValues,
        keepValues ? call.get() : null);
  }

  private List<String> describe(@Nullable Object[] arguments) {
    List<String> described = new ArrayList<>();
    for (int i = 0; i < Math.min(arguments.length, MAX_ARGUMENTS); i++) {
      described.add(keepValues ? Values.describe(arguments[i]) : Shapes.describe(arguments[i]));
    }
    return described;
  }

  private static String side(
      Difference difference,
      @Nullable Object side,
      Kind absent,
      Function<@Nullable Object, String> describe) {
    if (difference.kind() == absent) {
      return NONE;
    }
    if (difference.kind() == Kind.SIZE) {
      return side + (Integer.valueOf(1).equals(side) ? " element" : " elements");
    }
    if (side instanceof Outcome outcome) {
      return outcome.hasThrown()
          ? "threw " + describe.apply(outcome.thrown())
          : "returned " + describe.apply(outcome.value());
    }
    String described = describe.apply(side);
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
