package dev.compat.compare;

import dev.compat.compare.Difference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two collections in any order.
 *
 * <p>What is the same by content is paired first; then what is the same by the rules, as many pairs
 * as there can be; then, by the number of differences, elements that have something in common. What
 * is left over is missing or extra. Ties go to the element that comes first.
 */
final class Bags {

  /** The most pairs that are tried out. */
  private static final int MOST_TRIALS = 4_096;

  private static final int MOST_DIFFERENCES = 16;
  private static final int APART = Integer.MAX_VALUE;

  private final Walk walk;
  private final Place place;
  private final boolean indexed;
  private final Scope inside;

  /** Whether rules may say that elements are the same that are not so by content. */
  private final boolean byRules;

  /** Whether the content of some element cannot be looked up. */
  private boolean isUnsure;

  private final List<@Nullable Object> ours = new ArrayList<>();
  private final List<@Nullable Object> theirs = new ArrayList<>();

  /** For each of theirs, by index, which of ours it is paired with; -1 for none. */
  private int[] partner = {};

  private int[][] costs = {};
  private List<Integer> left = new ArrayList<>();
  private List<Integer> right = new ArrayList<>();

  Bags(Walk walk, Place place, boolean indexed) {
    this.walk = walk;
    this.place = place;
    this.indexed = indexed;
    this.inside = place.scope().step(Place.ANY);
    this.byRules = walk.rules().mayHold(inside);
  }

  /** Returns whether an element is at another index on the other side. */
  boolean compare(Collection<?> legacy, Collection<?> replacement) {
    walk.findings().same();
    if (!indexed && isSameSet(legacy, replacement)) {
      return false;
    }
    list(legacy, ours);
    list(replacement, theirs);
    boolean moved = pairByContent();
    if (left.isEmpty() && right.isEmpty()) {
      return moved;
    }
    partner = new int[right.size()];
    Arrays.fill(partner, -1);
    if ((long) left.size() * right.size() <= MOST_TRIALS) {
      costs = costs();
      pairBySameness();
      pairBySimilarity();
    } else if (byRules || isUnsure) {
      throw Obstacle.here("holds more that differs in any order than can be paired");
    }
    return report() || moved;
  }

  private static boolean isSameSet(Collection<?> legacy, Collection<?> replacement) {
    if (legacy.size() != replacement.size()
        || !Lookups.isPlain(legacy)
        || !Lookups.isPlain(replacement)) {
      return false;
    }
    try {
      for (Object element : legacy) {
        if (!Lookups.isPlainKey(element, replacement) || !replacement.contains(element)) {
          return false;
        }
      }
      return true;
    } catch (ClassCastException otherElements) {
      return false;
    }
  }

  private void list(Collection<?> values, List<@Nullable Object> into) {
    for (Object value : values) {
      walk.budget().spend();
      into.add(value);
    }
  }

  private boolean pairByContent() {
    Map<@Nullable Object, Deque<Integer>> known = new HashMap<>();
    boolean[] paired = new boolean[theirs.size()];
    for (int i = 0; i < theirs.size(); i++) {
      known.computeIfAbsent(canon(theirs.get(i)), made -> new ArrayDeque<>()).add(i);
    }
    boolean moved = false;
    for (int i = 0; i < ours.size(); i++) {
      Deque<Integer> same = known.get(canon(ours.get(i)));
      Integer other = same == null ? null : same.poll();
      if (other == null) {
        left.add(i);
      } else {
        paired[other] = true;
        moved |= other != i;
        if (byRules) {
          pair(i, other); // for what is excused
        }
      }
    }
    for (int i = 0; i < paired.length; i++) {
      if (!paired[i]) {
        right.add(i);
      }
    }
    return moved;
  }

  /** What stands for it; of something that cannot be looked up, something else each time. */
  private @Nullable Object canon(@Nullable Object value) {
    try {
      return new Canon(walk.rules(), walk.budget()).of(value, inside);
    } catch (Obstacle obstacle) {
      if (obstacle.ends) {
        throw obstacle;
      }
      isUnsure = true;
      return new Object();
    }
  }

  private int[][] costs() {
    int[][] all = new int[left.size()][right.size()];
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < right.size(); j++) {
        all[i][j] = cost(ours.get(left.get(i)), theirs.get(right.get(j)));
      }
    }
    return all;
  }

  /** The number of differences; {@link #APART} for two that have too little in common. */
  private int cost(@Nullable Object one, @Nullable Object other) {
    if (!byRules && (!hasParts(one) || !hasParts(other))) {
      return APART;
    }
    Walk trial = walk.aside(MOST_DIFFERENCES);
    try {
      trial.pair(place, Place.ANY, inside, one, other);
    } catch (Findings.Enough apart) {
      return trial.findings().sameCount() < MOST_DIFFERENCES ? APART : MOST_DIFFERENCES;
    }
    Findings found = trial.findings();
    if (found.isClean()) {
      return 0;
    }
    return found.sameCount() < Math.max(found.differing(), 1) ? APART : found.differing() + 1;
  }

  private static boolean hasParts(@Nullable Object value) {
    if (value == null) {
      return false;
    }
    return switch (Shape.of(value.getClass()).family()) {
      case TEXT, NUMBER, ENUM, VALUE, LOCK, OPAQUE -> false;
      default -> true;
    };
  }

  private void pairBySameness() {
    for (int i = 0; i < left.size(); i++) {
      augment(i, new boolean[right.size()]);
    }
  }

  /** Finds a partner for one, if need be by giving others another one. */
  private boolean augment(int i, boolean[] tried) {
    for (int j = 0; j < right.size(); j++) {
      if (costs[i][j] == 0 && !tried[j]) {
        tried[j] = true;
        if (partner[j] < 0 || augment(partner[j], tried)) {
          partner[j] = i;
          return true;
        }
      }
    }
    return false;
  }

  private void pairBySimilarity() {
    List<int[]> pairs = new ArrayList<>();
    boolean[] taken = new boolean[left.size()];
    Arrays.stream(partner).filter(i -> i >= 0).forEach(i -> taken[i] = true);
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < right.size(); j++) {
        if (!taken[i] && partner[j] < 0 && costs[i][j] < APART) {
          pairs.add(new int[] {i, j});
        }
      }
    }
    pairs.sort(Comparator.comparingInt(pair -> costs[pair[0]][pair[1]]));
    for (int[] pair : pairs) {
      if (!taken[pair[0]] && partner[pair[1]] < 0) {
        taken[pair[0]] = true;
        partner[pair[1]] = pair[0];
      }
    }
  }

  private boolean report() {
    int[] other = new int[left.size()];
    Arrays.fill(other, -1);
    for (int j = 0; j < partner.length; j++) {
      if (partner[j] >= 0) {
        other[partner[j]] = j;
      }
    }
    boolean moved = false;
    for (int i = 0; i < other.length; i++) {
      int at = left.get(i);
      if (other[i] < 0) {
        alone(Kind.MISSING, ours.get(at), null);
      } else {
        int there = right.get(other[i]);
        moved |= at != there;
        pair(at, there);
      }
    }
    for (int j = 0; j < partner.length; j++) {
      if (partner[j] < 0) {
        alone(Kind.EXTRA, null, theirs.get(right.get(j)));
      }
    }
    return moved;
  }

  private void pair(int at, int there) {
    Object step = indexed ? (Object) at : Place.ANY;
    walk.pair(place, step, place.scope().step(step), ours.get(at), theirs.get(there));
  }

  private void alone(Kind kind, @Nullable Object one, @Nullable Object other) {
    Rule ignoring = walk.rules().rule(Rule.Effect.IGNORE, inside, one, other);
    if (ignoring == null) {
      walk.differs(place.parent(), place.step(), place.scope(), kind, one, other);
    } else {
      walk.alone(place.parent(), place.step(), inside, kind, one, other);
    }
  }
}
