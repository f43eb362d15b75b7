package dev.compat.flag;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How often a context key was asked for, and what came of it. Immutable.
 *
 * @param key the key, such as {@code tenant}
 * @param from what it was read from, such as {@code mdc:tenantId}
 * @param found the calls in which it had a value
 * @param missing the calls in which it had none
 * @param failed the calls in which it could not be read
 */
public record Resolution(String key, String from, long found, long missing, long failed) {

  public Resolution {
    Objects.requireNonNull(key);
    Objects.requireNonNull(from);
  }

  /** The calls in which it was asked for. */
  public long read() {
    return found + missing + failed;
  }

  /** Keys that were never asked for, by what they are read from. */
  public static Stream<Resolution> never(Map<String, String> specs) {
    return specs.entrySet().stream()
        .map(spec -> new Resolution(spec.getKey(), spec.getValue(), 0, 0, 0));
  }

  /** All of them, those of one key and place added up, in the order of keys. */
  public static List<Resolution> sum(Stream<Resolution> all) {
    Map<List<String>, Resolution> sum = new HashMap<>();
    all.forEach(one -> sum.merge(List.of(one.key, one.from), one, Resolution::plus));
    return sum.values().stream()
        .sorted(Comparator.comparing(Resolution::key).thenComparing(Resolution::from))
        .toList();
  }

  private Resolution plus(Resolution other) {
    return new Resolution(
        key, from, found + other.found, missing + other.missing, failed + other.failed);
  }
}
