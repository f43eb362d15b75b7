package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mismatch groups of one join point, a bounded number of them.
 *
 * <p>Safe for use by several threads. Values are made into text before a group is touched, so that
 * nothing of the application runs, or is waited for, while others want the group.
 */
final class Groups {

  static final int MAX_GROUPS = 50;

  private final Examples examples;
  private final Map<MismatchGroup.Key, MismatchGroup> groups = new ConcurrentHashMap<>();
  private final LongAdder others = new LongAdder();

  Groups(boolean keepValues) {
    this.examples = new Examples(keepValues);
  }

  /**
   * Counts the call once in every group that one of its differences belongs to.
   *
   * @param call makes the form from which the call can be run again
   */
  void add(
      Verdict.Mismatch mismatch,
      @Nullable Object[] arguments,
      Instant when,
      Supplier<@Nullable String> call) {
    Set<MismatchGroup.Key> counted = new HashSet<>();
    boolean homeless = false;
    for (Difference difference : mismatch.differences()) {
      MismatchGroup.Key key = keyOf(difference);
      if (counted.add(key)) {
        homeless |= !add(key, difference, arguments, when, call);
      }
    }
    if (homeless) {
      others.increment();
    }
  }

  private boolean add(
      MismatchGroup.Key key,
      Difference difference,
      @Nullable Object[] arguments,
      Instant when,
      Supplier<@Nullable String> call) {
    MismatchGroup known = groups.get(key);
    if (known == null && groups.size() >= MAX_GROUPS) {
      return false;
    }
    Example example =
        known != null && Examples.sizeAtLeast(difference) > known.example().size()
            ? known.example()
            : examples.of(difference, arguments, call);
    groups.merge(key, MismatchGroup.of(key, when, example), MismatchGroup::plus);
    return true;
  }

  private static MismatchGroup.Key keyOf(Difference difference) {
    Difference.Kind kind = difference.kind();
    boolean typed = kind == Difference.Kind.THROWN || kind == Difference.Kind.TYPE;
    return new MismatchGroup.Key(
        Tally.bounded(difference.generalPath()),
        kind,
        typed ? typeOf(difference.legacy()) : "",
        typed ? typeOf(difference.replacement()) : "");
  }

  private static String typeOf(@Nullable Object side) {
    if (side instanceof Outcome outcome) {
      return outcome.thrown() == null ? "returned" : outcome.thrown().getClass().getName();
    }
    return side == null ? "null" : side.getClass().getTypeName();
  }

  List<MismatchGroup> snapshot() {
    return groups.values().stream().sorted(MismatchGroup.ORDER).toList();
  }

  long others() {
    return others.sum();
  }
}
