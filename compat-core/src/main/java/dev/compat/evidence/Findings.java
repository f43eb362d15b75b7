package dev.compat.evidence;

import dev.compat.compare.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What trials found at one join point, besides the mismatch groups.
 *
 * @param excuses what differs and is excused, and in how many calls
 * @param sets the calls that differ by all the groups that they are in
 * @param probes how often legacy differs from itself
 * @param arguments how many calls of which shape were compared
 * @param results the same by what legacy answered
 * @param units the same by who the calls were for, where the flag splits by a key
 * @param matching what calls share that match
 * @param redacted how often what was redacted in examples, by the reason
 */
public record Findings(
    List<Excused> excuses,
    List<GroupSet> sets,
    Probes probes,
    Map<String, ShapeCounts> arguments,
    Map<String, ShapeCounts> results,
    Map<String, ShapeCounts> units,
    Traits matching,
    Map<String, Long> redacted) {

  static final Findings NONE =
      new Findings(
          List.of(), List.of(), Probes.NONE, Map.of(), Map.of(), Map.of(), Traits.NONE, Map.of());

  public Findings {
    excuses = List.copyOf(excuses);
    sets = List.copyOf(sets);
    Objects.requireNonNull(probes);
    arguments = Counts.sorted(arguments);
    results = Counts.sorted(results);
    units = Counts.sorted(units);
    Objects.requireNonNull(matching);
    redacted = Counts.sorted(redacted);
  }

  /**
   * A difference that a rule takes out of the verdict.
   *
   * @param path the place, with {@code [*]} for indices and keys
   * @param kind in what respect
   * @param rule the rule as the team wrote it
   * @param calls in how many calls, of those that match otherwise and of those that do not
   */
  public record Excused(String path, Difference.Kind kind, String rule, long calls) {

    static final Comparator<Excused> ORDER =
        Comparator.comparingLong(Excused::calls)
            .reversed()
            .thenComparing(Excused::rule)
            .thenComparing(Excused::path)
            .thenComparing(Excused::kind);

    Excused plus(Excused other) {
      return new Excused(path, kind, rule, calls + other.calls);
    }

    List<Object> key() {
      return List.of(path, kind, rule);
    }
  }

  /**
   * The calls that are in these groups and in no other.
   *
   * @param groups at least one, in order
   * @param calls how many
   * @param sought how many of them were picked for their shape
   */
  public record GroupSet(List<MismatchGroup.Key> groups, long calls, long sought) {

    static final Comparator<GroupSet> ORDER = Comparator.comparing(set -> set.groups.toString());

    public GroupSet {
      groups = List.copyOf(groups);
    }

    GroupSet plus(GroupSet other) {
      return new GroupSet(groups, calls + other.calls, sought + other.sought);
    }
  }

  /**
   * What came of running legacy twice on the same input.
   *
   * @param compared how often both answers were compared
   * @param incomparable how often they could not be
   * @param last when it was done last; the epoch for never
   * @param places where they differ
   */
  public record Probes(long compared, long incomparable, Instant last, List<Place> places) {

    static final Probes NONE = new Probes(0, 0, Instant.EPOCH, List.of());

    public Probes {
      places = List.copyOf(places);
    }

    /**
     * A place where legacy differs from itself.
     *
     * @param path with {@code [*]} for indices and keys
     * @param kind in what respect
     * @param types for kinds {@code THROWN} and {@code TYPE} both classes, in order; else empty
     * @param probes how many probes differ there
     */
    public record Place(String path, Difference.Kind kind, List<String> types, long probes) {

      static final Comparator<Place> ORDER =
          Comparator.comparingLong(Place::probes)
              .reversed()
              .thenComparing(place -> place.key().toString());

      public Place {
        types = List.copyOf(types);
      }

      List<Object> key() {
        return List.of(path, kind, types);
      }

      Place plus(Place other) {
        return new Place(path, kind, types, probes + other.probes);
      }
    }

    Probes plus(Probes other) {
      return new Probes(
          compared + other.compared,
          incomparable + other.incomparable,
          last.isAfter(other.last) ? last : other.last,
          join(places, other.places, Place::key, Place::plus, Place.ORDER));
    }
  }

  /**
   * The calls of one shape.
   *
   * @param seen how many calls were seen, of those that were looked at; 0 where that is not known
   * @param compared how many have a verdict
   * @param mismatched how many of these differ
   * @param excused how many of these differ only where it is excused
   * @param incomparable how many were tried and could not be compared
   * @param sought how many of those compared were picked for their shape
   */
  public record ShapeCounts(
      long seen, long compared, long mismatched, long excused, long incomparable, long sought) {

    static final ShapeCounts NONE = new ShapeCounts(0, 0, 0, 0, 0, 0);

    ShapeCounts seen(long calls) {
      return new ShapeCounts(calls, compared, mismatched, excused, incomparable, sought);
    }

    ShapeCounts plus(ShapeCounts other) {
      return new ShapeCounts(
          seen + other.seen,
          compared + other.compared,
          mismatched + other.mismatched,
          excused + other.excused,
          incomparable + other.incomparable,
          sought + other.sought);
    }
  }

  /**
   * In how many calls something holds.
   *
   * @param calls how many calls were looked at: all, or where there are many a random sample
   * @param leftOut how many things there was no room for
   * @param holding in how many of the calls each holds; where some were left out nothing is known
   *     of what is not in it
   */
  public record Traits(long calls, long leftOut, Map<String, Long> holding) {

    static final Traits NONE = new Traits(0, 0, Map.of());

    public Traits {
      holding = Counts.sorted(holding);
    }

    /** Whether it is known in how many of the calls this holds: there was room to count it. */
    boolean knows(String trait) {
      return leftOut == 0 || holding.containsKey(trait);
    }

    /** Of what one of both had no room for nothing is known. */
    Traits plus(Traits other) {
      Map<String, Long> sum = new HashMap<>(JoinPointSnapshot.sum(holding, other.holding));
      sum.keySet().removeIf(trait -> !knows(trait) || !other.knows(trait));
      return new Traits(calls + other.calls, leftOut + other.leftOut, sum);
    }
  }

  Findings plus(Findings other) {
    return new Findings(
        join(excuses, other.excuses, Excused::key, Excused::plus, Excused.ORDER),
        join(sets, other.sets, GroupSet::groups, GroupSet::plus, GroupSet.ORDER),
        probes.plus(other.probes),
        join(arguments, other.arguments),
        join(results, other.results),
        join(units, other.units),
        matching.plus(other.matching),
        JoinPointSnapshot.sum(redacted, other.redacted));
  }

  /** The same, with how often calls of each shape were seen. */
  Findings seeing(Map<String, Long> seen) {
    Map<String, ShapeCounts> shapes = new HashMap<>(arguments);
    seen.forEach(
        (shape, calls) -> {
          String place = shapes.containsKey(shape) ? shape : TrialEvidence.OTHER_SHAPES;
          ShapeCounts counts = shapes.getOrDefault(place, ShapeCounts.NONE);
          shapes.put(place, counts.seen(counts.seen() + calls));
        });
    return new Findings(excuses, sets, probes, shapes, results, units, matching, redacted);
  }

  /** The same without the names of these units. */
  Findings without(Set<String> forgotten) {
    Map<String, ShapeCounts> left = new HashMap<>();
    units.forEach(
        (unit, counts) ->
            left.merge(
                forgotten.contains(unit) ? TrialEvidence.OTHER_UNITS : unit,
                counts,
                ShapeCounts::plus));
    return new Findings(excuses, sets, probes, arguments, results, left, matching, redacted);
  }

  private static <T> List<T> join(
      List<T> one,
      List<T> other,
      Function<T, Object> key,
      BinaryOperator<T> plus,
      Comparator<T> order) {
    Map<Object, T> joined = new HashMap<>();
    Stream.concat(one.stream(), other.stream())
        .forEach(item -> joined.merge(key.apply(item), item, plus));
    List<T> items = new ArrayList<>(joined.values());
    items.sort(order);
    return items;
  }

  private static Map<String, ShapeCounts> join(
      Map<String, ShapeCounts> one, Map<String, ShapeCounts> other) {
    Map<String, ShapeCounts> joined = new HashMap<>(one);
    other.forEach((shape, counts) -> joined.merge(shape, counts, ShapeCounts::plus));
    return joined;
  }
}
