package dev.compat.samples.orders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was asked and replied, and which replies were wrong. Safe for use by several threads. */
final class Ledger {

  private static final int KEPT = 10;
  private static final int FAILED = 500;

  // All guarded by this.
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Long> placed = new HashMap<>();
  private final Set<String> numbers = new HashSet<>();
  private final List<Long> nanos = new ArrayList<>();
  private boolean ownNumbers;
  private long replies;
  private long orders;
  private long wrongReplies;

  /** From now on the application may give other numbers than its twin, though none twice. */
  synchronized void expectOwnNumbers() {
    ownNumbers = true;
  }

  synchronized void note(
      String tenant, Request request, Reply expected, Reply reply, long nanoseconds) {
    replies++;
    nanos.add(nanoseconds);
    if (request.placesOrder()) {
      placed.merge(tenant, 1L, Long::sum);
    }
    String complaint = complaint(request, expected, reply);
    if (!complaint.isEmpty()) {
      wrongReplies++;
      if (wrong.size() < KEPT) {
        wrong.add(tenant + " " + request.path() + ": " + complaint);
      }
    }
  }

  private String complaint(Request request, Reply expected, Reply reply) {
    if (request.placesOrder() && reply.number().isPresent()) {
      orders++;
      if (!numbers.add(reply.number().get())) {
        return "number given twice: " + reply;
      }
    }
    boolean failed = reply.status() >= FAILED || reply.status() == 0;
    boolean same =
        ownNumbers ? reply.unnumbered().equals(expected.unnumbered()) : reply.equals(expected);
    return same && !failed ? "" : expected + " expected, " + reply + " replied";
  }

  synchronized long replies() {
    return replies;
  }

  synchronized long orders() {
    return orders;
  }

  synchronized long wrongReplies() {
    return wrongReplies;
  }

  /** The first wrong replies. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** How many orders clients of the tenant tried to place. */
  synchronized long placed(String tenant) {
    return placed.getOrDefault(tenant, 0L);
  }

  /** One line of how it goes; times are of the replies since the last such line. */
  synchronized String summary() {
    List<Long> sorted = nanos.stream().sorted().toList();
    String line =
        String.format(
            Locale.ROOT,
            "(load: %,d replies so far, %,d orders placed, %d wrong; p50 %.1f ms, p99 %.1f ms)",
            replies,
            orders,
            wrongReplies,
            percentile(sorted, 50),
            percentile(sorted, 99));
    nanos.clear();
    return line;
  }

  private static double percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100) / 1e6;
  }
}
