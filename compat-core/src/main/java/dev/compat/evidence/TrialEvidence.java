package dev.compat.evidence;

import dev.compat.compare.Difference;
import dev.compat.compare.Excuse;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Findings.Excused;
import dev.compat.evidence.Findings.Probes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What trials found at one join point, whichever side answered.
 *
 * <p>Bounded: 50 groups, 64 sets of groups, 64 excuses, 64 places of noise, 128 traits, 128 shapes
 * of arguments, 32 of results and 256 units. All of them taken take about 400 kB, examples
 * included; a join point that matches takes some 10 kB. For workers, safe for use by several.
 */
final class TrialEvidence {

  /** Stands for units that there is no room for, and for those that were forgotten. */
  static final String OTHER_UNITS = "(others)";

  static final String OTHER_SHAPES = "(other shapes)";
  private static final int MAX_EXCUSES = 64;
  private static final int MAX_PLACES = 64;
  private static final String ELSEWHERE = "(elsewhere)";

  private final TraitBook book = new TraitBook();
  private final Groups groups;
  private final Examples examples;
  private final TraitBook.Counts matching = book.new Counts();
  private final Map<ExcuseKey, LongAdder> excuses = new ConcurrentHashMap<>();
  private final LongAdder probes = new LongAdder();
  private final AtomicReference<Instant> lastProbe = new AtomicReference<>(Instant.EPOCH);
  private final LongAdder incomparableProbes = new LongAdder();
  private final Map<ProbeKey, LongAdder> places = new ConcurrentHashMap<>();
  private final ShapeTable arguments = new ShapeTable(128, OTHER_SHAPES);
  private final ShapeTable results = new ShapeTable(32, OTHER_SHAPES);
  private final ShapeTable units = new ShapeTable(256, OTHER_UNITS);

  private record ExcuseKey(String path, Difference.Kind kind, String rule) {}

  private record ProbeKey(String path, Difference.Kind kind, List<String> types) {}

  TrialEvidence(Examples examples) {
    this.examples = examples;
    this.groups = new Groups(examples, book);
  }

  /**
   * Keeps what a trial tells.
   *
   * @param call makes the form from which the call can be run again
   */
  void add(TrialResult trial, Supplier<@Nullable String> call) {
    count(trial);
    if (trial.verdict() instanceof Verdict.Mismatch mismatch) {
      excuse(mismatch.excuses());
      groups.add(mismatch, trial, once(trial), call);
    } else if (trial.verdict() instanceof Verdict.Match match) {
      excuse(match.excuses());
      if (Sample.wants(matching.calls())) {
        matching.add(TraitWalk.of(book, examples.redaction(), trial));
      }
    }
  }

  private Supplier<BitSet> once(TrialResult trial) {
    return new Supplier<>() {
      private @Nullable BitSet traits;

      @Override
      public BitSet get() {
        if (traits == null) {
          traits = TraitWalk.of(book, examples.redaction(), trial);
        }
        return traits;
      }
    };
  }

  private void count(TrialResult trial) {
    Verdict verdict = trial.verdict();
    boolean sought = trial.sought();
    arguments.add(CallShapes.of(trial), verdict, sought, trial.when());
    results.add(kind(trial.legacy()), verdict, sought, trial.when());
    if (trial.unit() != null) {
      units.add(trial.unit(), verdict, sought, trial.when());
    }
  }

  private static String kind(Outcome outcome) {
    if (outcome.thrown() != null) {
      return "threw " + Looks.name(outcome.thrown().getClass());
    }
    return outcome.value() == null ? "null" : Looks.name(outcome.value().getClass());
  }

  private void excuse(List<Excuse> found) {
    for (Excuse one : found) {
      ExcuseKey key =
          new ExcuseKey(Tally.bounded(one.path()), one.kind(), Tally.bounded(one.rule()));
      boolean hasRoom = excuses.containsKey(key) || excuses.size() < MAX_EXCUSES;
      ExcuseKey place = hasRoom ? key : new ExcuseKey(ELSEWHERE, one.kind(), Tally.OTHER);
      excuses.computeIfAbsent(place, fresh -> new LongAdder()).increment();
    }
  }

  /** Legacy was run twice on the same input. */
  void probed(Verdict verdict, Instant when) {
    lastProbe.accumulateAndGet(when, (one, other) -> other.isAfter(one) ? other : one);
    if (verdict instanceof Verdict.Incomparable) {
      incomparableProbes.increment();
      return;
    }
    if (verdict instanceof Verdict.Mismatch mismatch) {
      Set<ProbeKey> here = new HashSet<>();
      mismatch.differences().forEach(difference -> here.add(keyOf(difference)));
      here.forEach(this::differs);
    }
    probes.increment();
  }

  /** A place that there is no room for accounts for nothing. */
  private void differs(ProbeKey key) {
    if (places.containsKey(key) || places.size() < MAX_PLACES) {
      places.computeIfAbsent(key, fresh -> new LongAdder()).increment();
    }
  }

  private static ProbeKey keyOf(Difference difference) {
    Difference.Kind kind = difference.kind();
    List<String> types =
        Groups.isTyped(kind)
            ? Noise.types(
                Groups.typeOf(difference.legacy()), Groups.typeOf(difference.replacement()))
            : List.of();
    return new ProbeKey(Tally.bounded(difference.generalPath()), kind, types);
  }

  /** Takes away what is kept of one unit. */
  void forget(String unit) {
    groups.forget(unit, examples.unit(unit));
    units.forget(unit);
  }

  /** Takes away examples, and names of units, that are older than that. */
  void forgetBefore(Instant then) {
    groups.forgetBefore(then);
    units.forgetBefore(then);
  }

  List<MismatchGroup> groups() {
    return groups.snapshot(examples::unit);
  }

  long otherGroups() {
    return groups.others();
  }

  /** Places are read before the probes they are out of, so that none is more often than those. */
  Findings snapshot() {
    List<Probes.Place> noisy = new ArrayList<>();
    places.forEach(
        (key, count) -> noisy.add(new Probes.Place(key.path, key.kind, key.types, count.sum())));
    noisy.sort(Probes.Place.ORDER);
    List<Excused> excused = new ArrayList<>();
    excuses.forEach(
        (key, count) -> excused.add(new Excused(key.path, key.kind, key.rule, count.sum())));
    excused.sort(Excused.ORDER);
    return new Findings(
        excused,
        groups.sets(),
        new Probes(probes.sum(), incomparableProbes.sum(), lastProbe.get(), noisy),
        arguments.snapshot(),
        results.snapshot(),
        units.snapshot(examples::unit),
        matching.snapshot(),
        examples.redacted());
  }
}
