package dev.compat.evidence;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mismatch, as text.
 *
 * @param path the place, with indices and keys where values may be kept
 * @param arguments what the call was given, or the shapes of it
 * @param legacy what legacy has at the place, or its shape; an excerpt around the difference when
 *     it is long
 * @param replacement what the replacement has there, excerpted at the same characters
 * @param at the index of the first character that differs, counted from 0; -1 when they are not two
 *     texts
 * @param size by which the smallest example is found: the characters of both sides, uncut
 * @param values whether values are quoted; else shapes only
 * @param unit who the call was for, under the name that is kept; null for nobody in particular
 * @param call the call in a form from which it can be run again; null where that is not kept
 */
public record Example(
    String path,
    List<String> arguments,
    String legacy,
    String replacement,
    int at,
    long size,
    boolean values,
    @Nullable String unit,
    @Nullable String call) {

  /** Stands for one that was deleted; any other is smaller. */
  static final Example FORGOTTEN =
      new Example(
          "", List.of(), "(forgotten)", "(forgotten)", -1, Long.MAX_VALUE, false, null, null);

  /** By size, then by everything else, so that the smaller of two is the same either way. */
  private static final Comparator<Example> ORDER =
      Comparator.comparingLong(Example::size)
          .thenComparing(Example::legacy)
          .thenComparing(Example::replacement)
          .thenComparing(Example::path)
          .thenComparing(example -> example.arguments().toString())
          .thenComparingInt(Example::at)
          .thenComparing(Example::values)
          .thenComparing(Example::unit, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Example::call, Comparator.nullsLast(Comparator.naturalOrder()));

  public Example {
    arguments = List.copyOf(arguments);
  }

  Example smaller(Example other) {
    return ORDER.compare(this, other) <= 0 ? this : other;
  }
}
