package dev.compat.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a walk has found so far. For one thread. */
final class Findings {

  /** The most that are kept of one verdict, and of one walk, to choose them from. */
  private static final int MOST_EXCUSES = 32;

  private static final int MOST_KEPT = 2_048;

  /** Ends a walk that has found enough. */
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Enough() {
      super(null, null, false, false);
    }
  }

  private record Found(int depth, Difference difference) {}

  private record Excused(Difference difference, Rule rule) {}

  /** A state to go back to. */
  record Mark(int found, long same, int excused, @Nullable String obstacle) {
    static final Mark BEGINNING = new Mark(0, 0, 0, null);
  }

  private final int enough;
  private @Nullable List<Found> kept;
  private @Nullable List<Excused> excuses;
  private int found;
  private long same;
  private @Nullable String obstacle;
  private String nothing = "everything compared was ignored";

  /** Of a walk that ends after so many differences. */
  Findings(int enough) {
    this.enough = enough;
  }

  void same() {
    same++;
  }

  long sameCount() {
    return same;
  }

  int differing() {
    return found;
  }

  boolean isClean() {
    return found == 0 && obstacle == null;
  }

  void differs(int depth, Difference difference) {
    found++;
    if (kept == null) {
      kept = new ArrayList<>();
    }
    if (kept.size() < MOST_KEPT) {
      kept.add(new Found(depth, difference));
    }
    if (found >= enough) {
      throw new Enough();
    }
  }

  void obstacle(String reason) {
    if (obstacle == null) {
      obstacle = reason;
    }
  }

  /** There was no answer to compare; what was left behind has to do alone. */
  void withoutAnswer() {
    nothing = "nothing is returned, and nothing that was left behind could be compared";
  }

  void excuse(Difference difference, Rule rule) {
    if (excuses == null) {
      excuses = new ArrayList<>();
    }
    excuses.add(new Excused(difference, rule));
  }

  Mark mark() {
    return new Mark(found, same, excuses == null ? 0 : excuses.size(), obstacle);
  }

  boolean differSince(Mark mark) {
    return found > mark.found;
  }

  @SuppressWarnings("ReferenceEquality") // the same text may be another obstacle, and no harm done
  boolean troubledSince(Mark mark) {
    return found > mark.found || obstacle != mark.obstacle;
  }

  /** The first difference since; null if there is none, or so many that it was not kept. */
  @Nullable Difference firstSince(Mark mark) {
    return kept != null && kept.size() > mark.found ? kept.get(mark.found).difference() : null;
  }

  void goBack(Mark mark) {
    if (kept != null && kept.size() > mark.found) {
      kept.subList(mark.found, kept.size()).clear();
    }
    if (excuses != null && excuses.size() > mark.excused) {
      excuses.subList(mark.excused, excuses.size()).clear();
    }
    found = mark.found;
    same = mark.same;
    obstacle = mark.obstacle;
  }

  /** To be asked once: it counts the rules that have applied. */
  Verdict verdict() {
    List<Excuse> excused = excuses == null ? List.of() : counted(excuses);
    if (kept != null && !kept.isEmpty()) {
      return mismatch(kept, excused);
    }
    if (obstacle != null) {
      return new Verdict.Incomparable(obstacle);
    }
    if (same == 0) {
      return new Verdict.Incomparable(nothing);
    }
    return excused.isEmpty() ? Verdict.Match.MATCH : new Verdict.Match(excused);
  }

  private static List<Excuse> counted(List<Excused> all) {
    Set<Excuse> each = new LinkedHashSet<>();
    for (Excused one : all) {
      Difference difference = one.difference;
      one.rule.applied.increment();
      if (each.size() < MOST_EXCUSES) {
        each.add(new Excuse(difference.generalPath(), difference.kind(), one.rule.text));
      }
    }
    return List.copyOf(each);
  }

  /** One of each place first, so that a long list in another order hides no other place. */
  private Verdict mismatch(List<Found> all, List<Excuse> excused) {
    List<Found> outermost = new ArrayList<>(all);
    outermost.sort(Comparator.comparingInt(Found::depth));
    Map<String, Difference> places = new LinkedHashMap<>();
    List<Difference> others = new ArrayList<>();
    for (Found one : outermost) {
      Difference difference = one.difference();
      String place = difference.kind() + difference.generalPath();
      if (places.putIfAbsent(place, difference) != null && others.size() < Walk.MAX_DIFFERENCES) {
        others.add(difference);
      }
    }
    List<Difference> told =
        Stream.concat(places.values().stream(), others.stream())
            .limit(Walk.MAX_DIFFERENCES)
            .toList();
    boolean isComplete = found == all.size() && places.size() <= Walk.MAX_DIFFERENCES;
    return new Verdict.Mismatch(inOrder(outermost, told), excused, isComplete);
  }

  private static List<Difference> inOrder(List<Found> outermost, List<Difference> told) {
    Set<Difference> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.addAll(told);
    return outermost.stream().map(Found::difference).filter(chosen::contains).toList();
  }
}
