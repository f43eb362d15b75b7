package dev.compat.evidence;

import dev.compat.compare.Verdict;
import dev.compat.evidence.Findings.ShapeCounts;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * Counts trials per text, for a bounded number of texts; what comes later is counted as others.
 *
 * <p>Safe for use by several threads.
 */
final class ShapeTable {

  private final int most;
  private final String others;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  /**
   * No counts yet.
   *
   * @param most how many texts there is room for
   * @param others the text that stands for those that there is no room for
   */
  ShapeTable(int most, String others) {
    this.most = most;
    this.others = others;
  }

  private static final class Row {
    private final LongAdder matched = new LongAdder();
    private final LongAdder mismatched = new LongAdder();
    private final LongAdder excused = new LongAdder();
    private final LongAdder incomparable = new LongAdder();
    private final LongAdder sought = new LongAdder();

    /** Racy: a moment earlier or later does not matter. */
    private volatile Instant last = Instant.EPOCH;

    void add(Verdict verdict, boolean isSought) {
      if (verdict instanceof Verdict.Incomparable) {
        incomparable.increment();
        return;
      }
      if (verdict instanceof Verdict.Match match) {
        (match.excuses().isEmpty() ? matched : excused).increment();
      } else {
        mismatched.increment();
      }
      if (isSought) {
        sought.increment();
      }
    }

    ShapeCounts counts() {
      long differ = mismatched.sum();
      long only = excused.sum();
      long all = matched.sum() + differ + only;
      return new ShapeCounts(0, all, differ, only, incomparable.sum(), sought.sum());
    }
  }

  void add(String text, Verdict verdict, boolean sought, Instant when) {
    Row row = rows.get(text);
    if (row == null) {
      String place = rows.size() < most ? text : others;
      row = rows.computeIfAbsent(place, fresh -> new Row());
    }
    row.last = when;
    row.add(verdict, sought);
  }

  /** Takes a text away; its counts go to the others. */
  synchronized void forget(String text) {
    Row forgotten = rows.remove(text);
    if (forgotten != null) {
      Row place = rows.computeIfAbsent(others, fresh -> new Row());
      place.matched.add(forgotten.matched.sum());
      place.mismatched.add(forgotten.mismatched.sum());
      place.excused.add(forgotten.excused.sum());
      place.incomparable.add(forgotten.incomparable.sum());
      place.sought.add(forgotten.sought.sum());
    }
  }

  /** Takes away texts that were not seen since then. */
  void forgetBefore(Instant then) {
    rows.forEach(
        (text, row) -> {
          if (row.last.isBefore(then) && !text.equals(others)) {
            forget(text);
          }
        });
  }

  Map<String, ShapeCounts> snapshot() {
    return snapshot(UnaryOperator.identity());
  }

  /** What was counted, under the names that are kept. */
  Map<String, ShapeCounts> snapshot(UnaryOperator<String> name) {
    Map<String, ShapeCounts> counts = new TreeMap<>();
    rows.forEach(
        (text, row) ->
            counts.merge(
                text.equals(others) ? others : name.apply(text), row.counts(), ShapeCounts::plus));
    return counts;
  }
}
