package dev.compat.compare;

import java.util.List;
import java.util.Map;

/**
 * Says whether two outcomes of one call are the same: what was returned or thrown ({@code result…},
 * {@code thrown…}), and what was left behind ({@code this…}, {@code arg(0)…}).
 *
 * <p>Compared are: text by its characters, whatever the class; numbers by type and {@code equals},
 * so the scale of a {@code BigDecimal} counts, {@code NaN} equals itself and {@code 0.0} is not
 * {@code -0.0}; enum constants by name; arrays, lists and queues in order; sets, maps and other
 * collections by what they hold, in any order; optionals and atomics by what they hold; futures by
 * what they completed with, without waiting; records by component; exceptions by class name,
 * message, causes, suppressed ones and fields of their own; objects of the application field by
 * field, transient ones left out; values of the JDK by {@code equals}, both ways round. Classes are
 * told apart by name, so the two sides may be of different class loaders. A message that the
 * virtual machine wrote about the code that threw a {@code NullPointerException} is no answer and
 * is left out. Functions, proxies, what is not loaded yet, what can be read only once, and values
 * of the JDK without {@code equals} are incomparable unless both sides have the same one. Graphs
 * are compared as such: cycles and shared parts are no obstacle.
 *
 * <p>Never throws: more than 10,000 values, more than 250 levels, more than two seconds, and values
 * whose own code fails, overflowing the stack included, end in {@link Verdict.Incomparable}. It
 * runs code of the values ({@code equals}, {@code hashCode}, accessors of records, iterators), so a
 * value that never returns holds up the calling thread; the caller guards its own time. Immutable
 * but for the counters of its rules, and safe for use by several threads, as long as nobody changes
 * the values meanwhile.
 */
public final class Comparison {

  private static final Comparison EXACT = new Comparison(CompareRules.NONE);

  private final CompareRules rules;

  private Comparison(CompareRules rules) {
    this.rules = rules;
  }

  /**
   * A comparison by rules.
   *
   * <p>What is ignored counts for nothing: when nothing else is left the outcomes are incomparable.
   *
   * <p>It also {@linkplain Snapshots#prepare prepares} snapshots, and itself, so that whoever has a
   * comparison may hold values for it; call it from a thread with stack to spare.
   */
  public static Comparison of(CompareRules rules) {
    Snapshots.prepare();
    Comparison comparison = new Comparison(rules);
    EXACT.compare(
        Outcome.threw(new IllegalStateException("a")).leaving(List.of(1, 2), new int[] {1}),
        Outcome.threw(new IllegalStateException("b")).leaving(Map.of(1, 2), new int[] {2}));
    return comparison;
  }

  /** A comparison without rules. */
  public static Comparison exact() {
    return of(CompareRules.NONE);
  }

  /** Compares what the arms of any method did; paths that begin with a method's name are idle. */
  public Verdict compare(Outcome legacy, Outcome replacement) {
    return compare("", legacy, replacement);
  }

  /**
   * Compares what the arms of one method did.
   *
   * @param method the method's name, for paths that begin with it
   */
  public Verdict compare(String method, Outcome legacy, Outcome replacement) {
    return compare(method, legacy, replacement, false);
  }

  /**
   * Compares what the arms of one method did.
   *
   * @param method the method's name, for paths that begin with it
   * @param isVoid whether the method returns nothing, so that two arms that returned null have not
   *     given the same answer but none
   */
  public Verdict compare(String method, Outcome legacy, Outcome replacement, boolean isVoid) {
    try {
      return new Walk(rules).compare(method, legacy, replacement, isVoid);
    } catch (Throwable failure) {
      return new Verdict.Incomparable("the comparison failed with " + failure.getClass().getName());
    }
  }

  /** How often each rule, as the team wrote it, has taken a difference out so far. */
  public Map<String, Long> applied() {
    return rules.applied();
  }

  /** What is to be said of the rules at present, a line each. */
  public List<String> problems() {
    return rules.expired();
  }
}
