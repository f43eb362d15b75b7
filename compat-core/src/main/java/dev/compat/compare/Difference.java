package dev.compat.compare;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place where two outcomes differ.
 *
 * @param path where, such as {@code result}, {@code result.lines[3].price}, {@code
 *     result.prices[EUR]}, {@code thrown.message}, {@code this.count} or {@code arg(0)[1]}; what is
 *     in brackets is an index, a map's key, or {@code *} for an element of a set
 * @param kind in what respect
 * @param legacy what legacy has there; both {@link Outcome}s when only one arm threw, both sizes
 *     for {@link Kind#SIZE}
 * @param replacement what the replacement has there
 */
public record Difference(
    String path, Kind kind, @Nullable Object legacy, @Nullable Object replacement) {

  private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*]");

  /** In what respect two values differ. */
  public enum Kind {
    /** The characters of two texts. */
    TEXT,
    /** The value of two numbers of one type; the scale of a BigDecimal counts. */
    NUMBER,
    /** Two values of one type that are neither text nor number, and have no parts. */
    VALUE,
    /** The types of two values. */
    TYPE,
    /** One of the two is null. */
    NULL,
    /** The number of elements of two lists or arrays. */
    SIZE,
    /** Legacy has an element, entry or optional value that the replacement lacks. */
    MISSING,
    /** The replacement has an element, entry or optional value that legacy lacks. */
    EXTRA,
    /** One arm threw, or its future failed, and the other did not; or both of different classes. */
    THROWN;

    /** The kind as people read it, such as {@code text}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The path with every index and key as {@code [*]}: the same for differences of one cause. */
  public String generalPath() {
    return generalise(path);
  }

  static String generalise(String path) {
    return BRACKETS.matcher(path).replaceAll("[*]");
  }

  /** Names place and kind only, so that no value reaches a log by accident. */
  @Override
  public String toString() {
    return path + " " + kind.word();
  }
}
