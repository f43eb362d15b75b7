package dev.compat.compare;

import java.util.List;

/**
 * Says whether two outcomes of one call are the same.
 *
 * <p>Compared are: text by its characters, whatever the class; numbers by type and {@code equals},
 * so the scale of a {@code BigDecimal} counts, {@code NaN} equals itself and {@code 0.0} is not
 * {@code -0.0}; enum constants by name; arrays and lists in order; sets and maps as sets, whatever
 * their order; optionals by what they hold; records by component; exceptions by class name and
 * message. Anything else is compared where its type defines {@code equals}, both ways round, and is
 * incomparable where it does not. A message that the virtual machine wrote about the code that
 * threw a {@code NullPointerException} is no answer and is left out.
 *
 * <p>Never throws: cycles, more than 10,000 values, more than 500 levels, and values whose own code
 * fails, overflowing the stack included, end in {@link Verdict.Incomparable}. It runs code of the
 * values ({@code equals}, {@code hashCode}, accessors, iterators), so a value that never returns
 * holds up the calling thread; the caller guards its own time. Immutable and safe for use by
 * several threads, as long as nobody changes the values meanwhile.
 */
public final class Comparison {

  private final Ignored ignored;

  private Comparison(Ignored ignored) {
    this.ignored = ignored;
  }

  /**
   * A comparison that leaves out some places.
   *
   * <p>What is ignored counts for nothing: when nothing else is left the outcomes are incomparable.
   *
   * <p>It also {@linkplain Snapshots#prepare prepares} snapshots, so that whoever has a comparison
   * may hold values for it; call it from a thread with stack to spare.
   *
   * @param ignoredPaths paths such as {@code result.issuedAt}, {@code thrown.message} or, for the
   *     result of one method, {@code quote.lines.price}; indices and map keys may be left out or be
   *     {@code [*]}; a path covers all that is below it
   * @throws IllegalArgumentException when a path begins with nothing of the kind
   */
  public static Comparison of(List<String> ignoredPaths) {
    Snapshots.prepare();
    return new Comparison(Ignored.of(ignoredPaths));
  }

  /** Compares what the arms of any method did; paths that begin with a method's name are idle. */
  public Verdict compare(Outcome legacy, Outcome replacement) {
    return compare("result", legacy, replacement);
  }

  /**
   * Compares what the arms of one method did.
   *
   * @param method the method's name, for paths that begin with it
   */
  public Verdict compare(String method, Outcome legacy, Outcome replacement) {
    try {
      return new Walk(ignored.of(method)).compare(legacy, replacement);
    } catch (Throwable failure) {
      return new Verdict.Incomparable("the comparison failed with " + failure.getClass().getName());
    }
  }
}
