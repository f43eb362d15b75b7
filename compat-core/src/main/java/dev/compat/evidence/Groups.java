package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Findings.GroupSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The mismatch groups of one join point, a bounded number of them.
 *
 * <p>Safe for use by several threads. Values are made into text before a group is touched, so that
 * nothing of the application runs, or is waited for, while others want the group.
 */
final class Groups {

  static final int MAX_GROUPS = 50;
  private static final int MAX_SETS = 64;
  private static final int MAX_UNITS = 64;

  private final Examples examples;
  private final TraitBook book;
  private final Map<MismatchGroup.Key, Group> groups = new ConcurrentHashMap<>();
  private final Map<List<MismatchGroup.Key>, Calls> sets = new ConcurrentHashMap<>();
  private final LongAdder others = new LongAdder();

  Groups(Examples examples, TraitBook book) {
    this.examples = examples;
    this.book = book;
  }

  private static final class Calls {
    private final LongAdder calls = new LongAdder();
    private final LongAdder sought = new LongAdder();

    void add(boolean isSought) {
      calls.increment();
      if (isSought) {
        sought.increment();
      }
    }
  }

  /**
   * Counts the call once in every group that one of its differences belongs to.
   *
   * @param traits makes what holds of the call
   * @param call makes the form from which the call can be run again
   */
  void add(
      Verdict.Mismatch mismatch,
      TrialResult trial,
      Supplier<BitSet> traits,
      Supplier<@Nullable String> call) {
    TreeMap<MismatchGroup.Key, Difference> differences = new TreeMap<>(MismatchGroup.Key.ORDER);
    mismatch.differences().forEach(one -> differences.putIfAbsent(keyOf(one), one));
    boolean homeless = false;
    for (Map.Entry<MismatchGroup.Key, Difference> one : differences.entrySet()) {
      homeless |= !add(one.getKey(), one.getValue(), trial, traits, call);
    }
    if (homeless) {
      others.increment();
    } else if (mismatch.isComplete()) {
      add(new ArrayList<>(differences.keySet()), trial.sought());
    }
  }

  /** A call without a set counts as one that nothing is known to account for. */
  private void add(List<MismatchGroup.Key> set, boolean sought) {
    Calls known = sets.get(set);
    if (known == null && sets.size() < MAX_SETS) {
      known = sets.computeIfAbsent(set, fresh -> new Calls());
    }
    if (known != null) {
      known.add(sought);
    }
  }

  private boolean add(
      MismatchGroup.Key key,
      Difference difference,
      TrialResult trial,
      Supplier<BitSet> traits,
      Supplier<@Nullable String> call) {
    Group known = groups.get(key);
    if (known == null && groups.size() >= MAX_GROUPS) {
      return false;
    }
    boolean isSmaller = known == null || Examples.sizeAtLeast(difference) <= known.exampleSize();
    Example example = isSmaller ? examples.of(difference, trial, call) : null;
    BitSet held = known == null || Sample.wants(known.looked.calls()) ? traits.get() : null;
    groups.computeIfAbsent(key, fresh -> new Group(fresh, trial.when())).add(trial, held, example);
    return true;
  }

  private static MismatchGroup.Key keyOf(Difference difference) {
    Difference.Kind kind = difference.kind();
    boolean typed = isTyped(kind);
    return new MismatchGroup.Key(
        Tally.bounded(difference.generalPath()),
        kind,
        typed ? typeOf(difference.legacy()) : "",
        typed ? typeOf(difference.replacement()) : "");
  }

  /** Whether the types of both sides tell groups apart. */
  static boolean isTyped(Difference.Kind kind) {
    return kind == Difference.Kind.THROWN || kind == Difference.Kind.TYPE;
  }

  static String typeOf(@Nullable Object side) {
    if (side instanceof Outcome outcome) {
      return outcome.thrown() == null ? "returned" : outcome.thrown().getClass().getName();
    }
    return side == null ? "null" : side.getClass().getTypeName();
  }

  /** Takes away what is kept of one unit: its name and the examples of its calls. */
  void forget(String unit, String name) {
    groups.values().forEach(group -> group.forget(unit, name));
  }

  /** Takes away examples, and names of units, that are older than that. */
  void forgetBefore(Instant then) {
    groups.values().forEach(group -> group.forgetBefore(then));
  }

  /** The groups, with units under the names that are kept. */
  List<MismatchGroup> snapshot(UnaryOperator<String> name) {
    return groups.values().stream()
        .map(group -> group.snapshot(name))
        .sorted(MismatchGroup.ORDER)
        .toList();
  }

  List<GroupSet> sets() {
    List<GroupSet> all = new ArrayList<>();
    sets.forEach(
        (keys, set) -> {
          long sought = set.sought.sum();
          all.add(new GroupSet(keys, set.calls.sum(), sought));
        });
    all.sort(GroupSet.ORDER);
    return all;
  }

  long others() {
    return others.sum();
  }

  /** One group. Guarded by its monitor, under which nothing but counting is done. */
  private final class Group {
    private final MismatchGroup.Key key;
    private final TraitBook.Counts looked = book.new Counts();
    private final Map<String, Long> units = new HashMap<>();
    private long calls;
    private long sought;
    private Instant first;
    private Instant last;
    private Instant exampleAt = Instant.EPOCH;
    private @Nullable Example example;

    Group(MismatchGroup.Key key, Instant when) {
      this.key = key;
      this.first = when;
      this.last = when;
    }

    synchronized long exampleSize() {
      return example == null ? Long.MAX_VALUE : example.size();
    }

    synchronized void add(TrialResult trial, @Nullable BitSet traits, @Nullable Example candidate) {
      calls++;
      sought += trial.sought() ? 1 : 0;
      first = trial.when().isBefore(first) ? trial.when() : first;
      last = trial.when().isAfter(last) ? trial.when() : last;
      if (traits != null) {
        looked.add(traits);
      }
      if (trial.unit() != null) {
        boolean hasRoom = units.size() < MAX_UNITS || units.containsKey(trial.unit());
        units.merge(hasRoom ? trial.unit() : TrialEvidence.OTHER_UNITS, 1L, Long::sum);
      }
      if (candidate != null) {
        Example smaller = example == null ? candidate : example.smaller(candidate);
        exampleAt = smaller.equals(candidate) ? trial.when() : exampleAt;
        example = smaller;
      }
    }

    synchronized void forget(String unit, String name) {
      Long forgotten = units.remove(unit);
      if (forgotten != null) {
        units.merge(TrialEvidence.OTHER_UNITS, forgotten, Long::sum);
      }
      if (example != null && name.equals(example.unit())) {
        example = null;
      }
    }

    synchronized void forgetBefore(Instant then) {
      if (exampleAt.isBefore(then)) {
        example = null;
      }
      if (last.isBefore(then) && !units.isEmpty()) {
        long all = units.values().stream().mapToLong(Long::longValue).sum();
        units.clear();
        units.put(TrialEvidence.OTHER_UNITS, all);
      }
    }

    synchronized MismatchGroup snapshot(UnaryOperator<String> name) {
      Map<String, Long> named = new HashMap<>();
      units.forEach(
          (unit, count) ->
              named.merge(
                  unit.equals(TrialEvidence.OTHER_UNITS) ? unit : name.apply(unit),
                  count,
                  Long::sum));
      return new MismatchGroup(
          key.path(),
          key.kind(),
          key.legacyType(),
          key.replacementType(),
          calls,
          sought,
          first,
          last,
          named,
          looked.snapshot(),
          example == null ? Example.FORGOTTEN : example);
    }
  }
}
