package dev.compat.evidence;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one legacy method while it is observed.
 *
 * <p>Calls and exceptions are counted, all of them. Everything else is of a sample, in which each
 * call stands for as many as it was one of: its weight. Shapes, callers and exceptions are bounded
 * in number and become text at once, so no object of the application is kept; a histogram takes 28
 * kB from the first sample on. Safe for use by several threads, which wait for nobody.
 */
public final class ObservedEvidence {

  private static final String OTHERS = "others";

  private final String type;
  private final String method;
  private final ObservedTime time;
  private final long since;
  private final LongAdder calls = new LongAdder();
  private final LongAdder deeper = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder weights = new LongAdder();
  private final LongAdder squares = new LongAdder();
  private final Durations took = new Durations();
  private final Tally exceptions = new Tally(OTHERS);
  private final Tally callers = new Tally(OTHERS);
  private final Tally contained = new Tally();
  private final Map<String, Tally> shapes = new ConcurrentHashMap<>();
  private final Map<String, Found> context = new ConcurrentHashMap<>();

  /** How often a key of the context was there. */
  private record Found(LongAdder found, LongAdder missing) {
    Found() {
      this(new LongAdder(), new LongAdder());
    }

    ObservedSnapshot.Found snapshot() {
      return new ObservedSnapshot.Found(found.sum(), missing.sum());
    }
  }

  ObservedEvidence(String type, String method, ObservedTime time) {
    this.type = type;
    this.method = method;
    this.time = time;
    this.since = time.nanos();
  }

  /** It was called. */
  public void called() {
    calls.increment();
  }

  /** Calls inside it, too deep to be observed themselves, ran as they are. */
  public void deeper(int count) {
    deeper.add(count);
  }

  /** It ended by throwing. */
  public void threw(Throwable thrown) {
    exceptions.add(thrown.getClass().getName());
  }

  /** A call is looked at that stands for so many. */
  public void sampled(int weight) {
    samples.increment();
    weights.add(weight);
    squares.add((long) weight * weight);
  }

  /** A sampled call took this long, in nanoseconds. */
  public void took(long nanos, int weight) {
    took.record(nanos, weight);
  }

  /** A sampled call came from there. */
  public void calledBy(String caller, int weight) {
    callers.add(caller, weight);
  }

  /**
   * A sampled call had this value; only its shape is noted, by code of the JDK alone.
   *
   * @param place one of few: {@code this}, {@code arg(0)}, {@code result}
   */
  public void shape(String place, @Nullable Object value, int weight) {
    Tally tally = shapes.get(place);
    if (tally == null) {
      // Not computeIfAbsent: a stack overflow in its midst would leave the place taken for good.
      shapes.putIfAbsent(place, new Tally(OTHERS));
      tally = shapes.get(place);
    }
    if (tally != null) {
      tally.add(Looks.of(value), weight);
    }
  }

  /** A key of a sampled call's context, one of few, was there or not. */
  public void context(String key, boolean isFound, int weight) {
    Found counts = context.get(key);
    if (counts == null) {
      context.putIfAbsent(key, new Found());
      counts = context.get(key);
    }
    if (counts != null) {
      (isFound ? counts.found : counts.missing).add(weight);
    }
  }

  /** A failure of observing was kept from a caller. */
  public void contained(Throwable failure) {
    contained.add(Failures.describe(failure));
  }

  /** How many calls there were. */
  long calls() {
    return calls.sum();
  }

  String type() {
    return type;
  }

  /** What is recorded by now. */
  ObservedSnapshot snapshot() {
    Map<String, Map<String, Long>> looks = new TreeMap<>();
    shapes.forEach((place, tally) -> looks.put(place, tally.snapshot()));
    Map<String, ObservedSnapshot.Found> found = new TreeMap<>();
    context.forEach((key, counts) -> found.put(key, counts.snapshot()));
    return new ObservedSnapshot(
        type,
        method,
        calls.sum(),
        (time.nanos() - since) / 1_000_000,
        deeper.sum(),
        new ObservedSnapshot.Sample(samples.sum(), weights.sum(), squares.sum()),
        took.snapshot(),
        exceptions.snapshot(),
        callers.snapshot(),
        looks,
        found,
        contained.snapshot());
  }
}
