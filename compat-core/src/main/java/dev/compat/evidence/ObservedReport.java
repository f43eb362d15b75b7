package dev.compat.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The part of a report that tells what was observed of one legacy class. */
final class ObservedReport {

  private static final int MAX_CALLERS = 5;
  private static final int MAX_SHAPES = 4;

  private final String type;
  private final List<ObservedSnapshot> methods;
  private final Names names;
  private final StringBuilder out;

  ObservedReport(String type, List<ObservedSnapshot> methods, StringBuilder out) {
    this.type = type;
    this.names = Names.of(methods.stream().map(ObservedSnapshot::key).toList());
    this.methods =
        methods.stream()
            .sorted(
                Comparator.comparingLong(ObservedSnapshot::calls)
                    .reversed()
                    .thenComparing(ObservedSnapshot::key))
            .toList();
    this.out = out;
  }

  void append() {
    long millis = methods.stream().mapToLong(ObservedSnapshot::millis).max().orElse(0);
    out.append(type).append("  observed for ").append(time(millis / 1_000));
    out.append('\n');
    appendCalls();
    appendExceptions();
    appendCallers();
    appendShapes();
    appendContext();
    appendDeeper();
    appendHarm();
  }

  private String name(ObservedSnapshot method) {
    return names.of(method.key());
  }

  private void appendCalls() {
    Columns columns = new Columns("<>>>>>><>>");
    columns.row(
        "answered", "calls", "per min", "threw", "p50", "p95", "p99", "95 %", "sampled", "shares");
    for (ObservedSnapshot method : methods) {
      ObservedFigures figures = ObservedFigures.of(method);
      boolean isTimed = method.latency().count() > 0;
      columns.row(
          "  " + name(method),
          method.calls() == 0 ? "never called" : Texts.count(method.calls()),
          perMinute(method, figures),
          method.calls() == 0 ? "" : Texts.count(method.threw()),
          isTimed ? Texts.duration(method.latency().p50()) : "",
          isTimed ? Texts.duration(method.latency().p95()) : "",
          isTimed ? Texts.duration(method.latency().p99()) : "",
          isTimed ? range(figures.p99()) : "",
          isTimed ? Texts.count(figures.sampled()) : "",
          isTimed ? within(figures.shareWithin()) : "");
    }
    columns.appendTitled(out);
  }

  private static String time(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 120 * 60) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3_600 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  private static String perMinute(ObservedSnapshot method, ObservedFigures figures) {
    if (figures.callsPerMinute().isEmpty()) {
      return method.millis() == 0 ? "no data" : "< 1 min";
    }
    double calls = figures.callsPerMinute().getAsDouble();
    int digits = calls < 10 ? 2 : calls < 1_000 ? 1 : 0;
    BigDecimal rounded = BigDecimal.valueOf(calls).setScale(digits, RoundingMode.HALF_UP);
    return method.calls() == 0 ? "" : String.format(Locale.ROOT, "%,." + digits + "f", rounded);
  }

  private static String within(OptionalDouble share) {
    return String.format(Locale.ROOT, "± %.1f", 100 * share.orElse(1));
  }

  private static String range(ObservedFigures.Range p99) {
    return p99.high() == null
        ? "≥ " + Texts.duration(p99.low())
        : Texts.duration(p99.low()) + "–" + Texts.duration(p99.high());
  }

  private void appendExceptions() {
    Columns columns = new Columns("<><");
    columns.row("exceptions", "", "");
    for (ObservedSnapshot method : methods) {
      String name = "  " + name(method);
      for (Map.Entry<String, Long> thrown : byCount(method.exceptions())) {
        columns.row(name, Texts.count(thrown.getValue()), Visible.line(thrown.getKey()));
        name = "";
      }
    }
    columns.appendTitled(out);
  }

  private void appendCallers() {
    Columns columns = new Columns("<><");
    columns.row("callers", "", "");
    methods.forEach(method -> rows(columns, name(method), method.callers()));
    columns.appendTitled(out);
  }

  private void appendShapes() {
    Columns columns = new Columns("<<><");
    columns.row("shapes", "", "", "");
    for (ObservedSnapshot method : methods) {
      String name = "  " + name(method);
      for (Map.Entry<String, Map<String, Long>> place : method.shapes().entrySet()) {
        String label = place.getKey();
        for (Share share : shares(place.getValue(), MAX_SHAPES)) {
          columns.row(name, label, share.percent(), share.text());
          name = "";
          label = "";
        }
      }
    }
    columns.appendTitled(out);
  }

  private void appendContext() {
    Columns columns = new Columns("<<><");
    columns.row("context", "", "", "");
    for (ObservedSnapshot method : methods) {
      String name = "  " + name(method);
      for (Map.Entry<String, ObservedSnapshot.Found> key : method.context().entrySet()) {
        long found = key.getValue().found();
        long all = found + key.getValue().missing();
        columns.row(name, key.getKey(), Texts.percentOf(found, all), "found");
        name = "";
      }
    }
    columns.appendTitled(out);
  }

  private void appendDeeper() {
    Columns columns = new Columns("<><");
    columns.row("not counted", "", "");
    for (ObservedSnapshot method : methods) {
      if (method.deeper() > 0) {
        columns.row("  " + name(method), Texts.count(method.deeper()), "calls deep inside it");
      }
    }
    columns.appendTitled(out);
  }

  private void appendHarm() {
    Columns columns = new Columns("<><");
    columns.row("harm", "", "");
    for (ObservedSnapshot method : methods) {
      byCount(method.contained())
          .forEach(
              failure ->
                  columns.row(
                      "  " + name(method),
                      Texts.count(failure.getValue()),
                      "contained: " + Visible.line(failure.getKey())));
    }
    columns.appendTitled(out);
  }

  private record Share(String percent, String text) {}

  private static void rows(Columns columns, String name, Map<String, Long> callers) {
    String first = "  " + name;
    for (Share share : shares(callers, MAX_CALLERS)) {
      columns.row(first, share.percent(), share.text());
      first = "";
    }
  }

  /** The largest shares; the rest together, with how many they are. */
  private static List<Share> shares(Map<String, Long> counts, int most) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    List<Share> shares = new ArrayList<>();
    List<Map.Entry<String, Long>> sorted = byCount(counts);
    long shown = 0;
    for (Map.Entry<String, Long> each : sorted.subList(0, Math.min(most, sorted.size()))) {
      shown += each.getValue();
      shares.add(new Share(Texts.percentOf(each.getValue(), all), Visible.line(each.getKey())));
    }
    if (sorted.size() > most) {
      String others = Texts.count(sorted.size() - most, "other", "others");
      shares.add(new Share(Texts.percentOf(all - shown, all), others));
    }
    return shares;
  }

  private static List<Map.Entry<String, Long>> byCount(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }
}
