package dev.compat.evidence;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts per text, for a bounded number of texts; what comes later is counted as others.
 *
 * <p>Safe for use by several threads. A text that is known already costs one lookup.
 */
final class Tally {

  static final String OTHER = "other reasons";
  private static final int MAX_TEXTS = 32;
  private static final int MAX_LENGTH = 200;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final String others;

  /** Counts of reasons. */
  Tally() {
    this(OTHER);
  }

  /**
   * No counts yet.
   *
   * @param others the text that stands for those that there is no room for
   */
  Tally(String others) {
    this.others = others;
  }

  void add(String text) {
    add(text, 1);
  }

  void add(String text, long times) {
    LongAdder known = counts.get(text);
    if (known == null) {
      known = named(place(bounded(text)));
    }
    known.add(times);
  }

  /** Not computeIfAbsent: a stack overflow in its midst would leave the place taken for good. */
  private LongAdder named(String text) {
    LongAdder fresh = new LongAdder();
    LongAdder known = counts.putIfAbsent(text, fresh);
    return known == null ? fresh : known;
  }

  /** Several threads may each find the last place free: the bound is off by their number. */
  private String place(String text) {
    return counts.containsKey(text) || counts.size() < MAX_TEXTS ? text : others;
  }

  static String bounded(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((text, count) -> sums.put(text, count.sum()));
    return sums;
  }
}
