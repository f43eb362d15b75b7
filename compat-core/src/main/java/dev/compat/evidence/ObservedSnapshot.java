package dev.compat.evidence;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of one legacy method up to one moment, in one process or in several: the
 * baseline that a replacement is judged by.
 *
 * <p>{@code calls}, {@code deeper} and {@code exceptions} are counts of all there were. {@code
 * latency}, {@code callers}, {@code shapes} and {@code context} are of the sample, and their counts
 * estimate what all calls would have given.
 *
 * @param type the binary name of the class
 * @param method its name and parameters: {@code quote(String, int)}
 * @param calls how many calls there were
 * @param millis how long it was observed, in milliseconds, over all processes
 * @param deeper calls besides these, inside too many observed ones to be observed
 * @param sample how large the sample is
 * @param latency how long it took
 * @param exceptions what it threw, by class
 * @param callers the methods outside the JDK that called it
 * @param shapes what values look like, by their place: {@code this}, {@code arg(0)}, {@code result}
 * @param context how often the context was found, by key
 * @param contained failures of observing, kept from callers
 */
public record ObservedSnapshot(
    String type,
    String method,
    long calls,
    long millis,
    long deeper,
    Sample sample,
    Latency latency,
    Map<String, Long> exceptions,
    Map<String, Long> callers,
    Map<String, Map<String, Long>> shapes,
    Map<String, Found> context,
    Map<String, Long> contained) {

  /** Completes what an older writer left out. */
  public ObservedSnapshot {
    Objects.requireNonNull(type);
    Objects.requireNonNull(method);
    sample = Objects.requireNonNullElse(sample, Sample.NONE);
    latency = Objects.requireNonNullElse(latency, Latency.NONE);
    exceptions = sorted(exceptions);
    callers = sorted(callers);
    shapes = sorted(shapes);
    context = sorted(context);
    contained = sorted(contained);
  }

  /**
   * The calls that were looked at.
   *
   * @param count how many
   * @param weight how many calls they stand for
   * @param squares the sum of the squares of what each stands for
   */
  public record Sample(long count, long weight, long squares) {

    static final Sample NONE = new Sample(0, 0, 0);

    /**
     * How many calls, picked each with the same chance, would say as much: the effective sample
     * size of Kish (1965).
     */
    public double effective() {
      return squares == 0 ? 0 : (double) weight * weight / squares;
    }

    Sample plus(Sample other) {
      return new Sample(count + other.count, weight + other.weight, squares + other.squares);
    }
  }

  /** How often a key of the context had a value and had none, in estimated calls. */
  public record Found(long found, long missing) {
    Found plus(Found other) {
      return new Found(found + other.found, missing + other.missing);
    }
  }

  /** How many calls ended by throwing. */
  public long threw() {
    return exceptions.values().stream().mapToLong(Long::longValue).sum();
  }

  String key() {
    return type + "#" + method;
  }

  /** What was observed in both: counts and histograms added. Associative and commutative. */
  ObservedSnapshot plus(ObservedSnapshot other) {
    Map<String, Map<String, Long>> looks = new HashMap<>(shapes);
    other.shapes.forEach((place, counts) -> looks.merge(place, counts, ObservedSnapshot::sum));
    Map<String, Found> found = new HashMap<>(context);
    other.context.forEach((key, counts) -> found.merge(key, counts, Found::plus));
    return new ObservedSnapshot(
        type,
        method,
        calls + other.calls,
        millis + other.millis,
        deeper + other.deeper,
        sample.plus(other.sample),
        latency.plus(other.latency),
        sum(exceptions, other.exceptions),
        sum(callers, other.callers),
        looks,
        found,
        sum(contained, other.contained));
  }

  /** Fails where a part cannot be what was recorded, so that a damaged line is found early. */
  void check() {
    latency.check();
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new HashMap<>(one);
    other.forEach((text, count) -> sum.merge(text, count, Long::sum));
    return sum;
  }

  private static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
