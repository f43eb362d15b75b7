package dev.compat.agent.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What a call costs. Everything is measured once per round, in a JVM of its own, and the rounds
 * follow one another, so that a machine that is slower for a while is slower for all. A ratio is
 * the median of the ratios within the rounds.
 */
final class Calls {

  private static final int ROUNDS = 5;
  private static final int ROUNDS_FOR_INFORMATION = 2;

  private static final double OFF_GOAL = 1.05;
  private static final double NEW_GOAL = 1.1;

  private static final double ROUTER_GOAL = 15;
  private static final double SHARE_GOAL = 60;
  private static final double BOTH_GOAL = 1_000;

  private static final String NEW_LABEL = "woven, `NEW`, nothing recorded";

  private final Ground ground;
  private final Path plugin;
  private final Map<String, List<Measured>> results = new TreeMap<>();

  /** What is measured, and what it is called in the table. */
  private enum Case {
    NOT_WOVEN("call", "notWoven", Situation.OFF),
    OFF("call", "woven", Situation.OFF),
    DIRECT("call", "direct", Situation.OFF),
    EDITED("call", "edited", Situation.OFF),
    NEW("call", "woven", Situation.NEW),
    NOT_WOVEN_STATIC("call", "notWovenStatic", Situation.OFF),
    OFF_STATIC("call", "wovenStatic", Situation.OFF),
    NEW_STATIC("call", "wovenStatic", Situation.NEW),
    NEW_RECORDED("call", "woven", Situation.NEW_RECORDED),
    FALLBACK("call", "woven", Situation.FALLBACK),
    THROUGH_ROUTER("call", "wovenPlain", Situation.SHADOW_NONE),
    RULE("call", "woven", Situation.RULE),
    SHARE_LEGACY("call", "woven", Situation.SHARE_LEGACY),
    SHARE_NEW("call", "woven", Situation.SHARE_NEW),
    SHADOW_NONE("call", "woven", Situation.SHADOW_NONE),
    PACED("paced", "notWoven", Situation.OFF),
    SHADOW_ALL("paced", "woven", Situation.SHADOW_ALL),
    SHADOW_SLOW("paced", "slowNew", Situation.SHADOW_SLOW),
    VERIFY_ALL("paced", "woven", Situation.VERIFY_ALL),
    VERIFY_SLOW("paced", "slowLegacy", Situation.VERIFY_SLOW);

    private final String benchmark;
    private final String method;
    private final Situation situation;

    Case(String kind, String method, Situation situation) {
      Class<?> type = kind.equals("call") ? CallBenchmark.class : PacedBenchmark.class;
      this.benchmark = type.getName();
      this.method = method;
      this.situation = situation;
    }

    boolean isForInformation() {
      return compareTo(NEW_RECORDED) >= 0;
    }
  }

  private static final Map<Situation, String> FLAGS = new EnumMap<>(Situation.class);

  static {
    FLAGS.put(Situation.OFF, "{route: legacy}");
    FLAGS.put(Situation.NEW, "{route: new, record: false}");
    FLAGS.put(Situation.NEW_RECORDED, "{route: new}");
    FLAGS.put(
        Situation.RULE,
        "{context: {customer: \"static:com.example.pricing.Customers#current\"}, route: legacy,"
            + " rules: [{when: {customer: [test]}, route: new}]}");
    FLAGS.put(Situation.SHARE_NEW, share(99));
    FLAGS.put(Situation.SHARE_LEGACY, share(1));
    FLAGS.put(Situation.FALLBACK, "{route: fallback}");
    FLAGS.put(Situation.SHADOW_NONE, "{route: shadow, shadow: {sample: 0%}}");
    FLAGS.put(Situation.SHADOW_ALL, "{route: shadow, shadow: {queue: 100000}}");
    FLAGS.put(Situation.SHADOW_SLOW, "{route: shadow}");
    FLAGS.put(Situation.VERIFY_ALL, "{route: verify, shadow: {queue: 100000}}");
    FLAGS.put(Situation.VERIFY_SLOW, "{route: verify}");
  }

  private static String share(int percent) {
    return "{context: {customer: \"static:com.example.pricing.Customers#current\"},"
        + " by: customer, route: {new: "
        + percent
        + "}}";
  }

  Calls(Ground ground) throws IOException {
    this.ground = ground;
    this.plugin = ground.pricingPlugin();
  }

  void run(Table table) throws IOException, RunnerException {
    for (int round = 0; round < ROUNDS; round++) {
      for (int version : List.of(61, 47)) {
        measure(version, round);
      }
    }
    for (int version : List.of(61, 47)) {
      goals(table, version);
    }
    for (int version : List.of(61, 47)) {
      information(table, version);
    }
  }

  /** JMH hands the class path of this JVM on to its forks: the pricing classes come first in it. */
  private void measure(int version, int round) throws IOException, RunnerException {
    String before = System.getProperty("java.class.path");
    System.setProperty("java.class.path", ground.pricing(version) + File.pathSeparator + before);
    try {
      for (Case one : Case.values()) {
        if (round < ROUNDS_FOR_INFORMATION || !one.isForInformation()) {
          measure(one, version, round);
        }
      }
    } finally {
      System.setProperty("java.class.path", before);
    }
  }

  private void measure(Case one, int version, int round) throws IOException, RunnerException {
    String name = version + " " + one;
    Path folder =
        ground.configuration(
            "runs/" + version + "-" + one, "pricing: " + FLAGS.get(one.situation), plugin);
    List<String> options =
        List.of(
            ground.attached(folder),
            "-Dbench.state=" + folder.resolve("state"),
            "-Dbench.version=" + version,
            "-Dbench.situation=" + one.situation);
    Measured measured = Measured.of(one.benchmark, one.method, options);
    results.computeIfAbsent(name, key -> new ArrayList<>()).add(measured);
    System.out.printf(
        "round %d  class file %-2d  %-16s %8.3f ns%n", round + 1, version, one, measured.nanos());
  }

  private void goals(Table table, int version) {
    table.title("Calls, class file " + version);
    table.row("", "ns per call", "ratio", "goal", "");
    table.line();
    plain(table, version, Case.NOT_WOVEN, "`int quote(int, long)`, not woven");
    goal(table, version, Case.OFF, "woven, off", Case.NOT_WOVEN, OFF_GOAL);
    plain(table, version, Case.DIRECT, "direct call of the replacement");
    plain(table, version, Case.EDITED, "legacy edited by hand to call the adapter");
    goal(table, version, Case.NEW, NEW_LABEL, Case.DIRECT, NEW_GOAL);
    goal(table, version, Case.NEW, "the same, against the edited class", Case.EDITED, NEW_GOAL);
    plain(table, version, Case.NOT_WOVEN_STATIC, "`static int total(int, long)`, not woven");
    goal(table, version, Case.OFF_STATIC, "woven, off", Case.NOT_WOVEN_STATIC, OFF_GOAL);
    goal(table, version, Case.NEW_STATIC, NEW_LABEL, Case.DIRECT, NEW_GOAL);
  }

  private void information(Table table, int version) {
    table.title("Routes that record, class file " + version);
    table.row("", "caller, ns", "p99, ns", "bytes per call", "goal", "");
    table.line();
    route(table, version, Case.NEW_RECORDED, "`NEW`", 0);
    route(table, version, Case.FALLBACK, "`FALLBACK`, the replacement answers", 0);
    route(table, version, Case.THROUGH_ROUTER, "legacy through the router", ROUTER_GOAL);
    route(table, version, Case.RULE, "`LEGACY` by a rule on a context", SHARE_GOAL);
    route(table, version, Case.SHARE_LEGACY, "a percentage, `LEGACY`", SHARE_GOAL);
    route(table, version, Case.SHARE_NEW, "a percentage, `NEW`", SHARE_GOAL);
    route(table, version, Case.SHADOW_NONE, "`SHADOW`, sample 0 %", 0);
    route(table, version, Case.PACED, "a call in 20 µs, not woven, with two clock readings", 0);
    route(table, version, Case.SHADOW_ALL, "`SHADOW`, all calls compared", BOTH_GOAL);
    route(table, version, Case.SHADOW_SLOW, "`SHADOW`, a replacement of 5 ms", BOTH_GOAL);
    route(table, version, Case.VERIFY_ALL, "`VERIFY`, all calls compared", BOTH_GOAL);
    route(table, version, Case.VERIFY_SLOW, "`VERIFY`, a legacy of 5 ms", BOTH_GOAL);
    table.note(
        "From the clock readings on, a call in 20 µs; the time is the median and holds those two"
            + " readings, and the goal is for what is beyond them.");
  }

  private void plain(Table table, int version, Case one, String label) {
    table.row(label, format(nanos(version, one)), "", "", "");
  }

  private void goal(Table table, int version, Case one, String label, Case against, double goal) {
    double ratio = ratio(version, one, against);
    table.row(
        label,
        format(nanos(version, one)),
        "%.2f".formatted(ratio),
        "≤ %.2f".formatted(goal),
        ratio <= goal ? "met" : "missed");
  }

  /** A goal of 0 is none. A route with a goal for one arm's calls must not allocate either. */
  private void route(Table table, int version, Case one, String label, double goal) {
    List<Measured> all = of(version, one);
    boolean isPaced = one.compareTo(Case.PACED) >= 0;
    double bytes = Table.median(all.stream().mapToDouble(Measured::bytes));
    double nanos = nanos(version, one) - (isPaced ? nanos(version, Case.PACED) : 0);
    boolean isMet = nanos <= goal && (isPaced || bytes < 1);
    table.row(
        label,
        format(nanos(version, one)),
        isPaced ? format(Table.median(all.stream().mapToDouble(Measured::p99))) : "",
        "%.0f".formatted(bytes),
        goal == 0 ? "" : "≤ %,.0f".formatted(goal) + (isPaced ? " beyond" : ", 0 bytes"),
        goal == 0 ? "" : isMet ? "met" : "missed");
  }

  private double nanos(int version, Case one) {
    return Table.median(of(version, one).stream().mapToDouble(Measured::nanos));
  }

  private double ratio(int version, Case one, Case against) {
    List<Measured> ours = of(version, one);
    List<Measured> theirs = of(version, against);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours.get(i).nanos() / theirs.get(i).nanos();
    }
    return Table.median(Arrays.stream(ratios));
  }

  private List<Measured> of(int version, Case one) {
    return results.getOrDefault(version + " " + one, List.of());
  }

  private static String format(double nanos) {
    return nanos < 100 ? "%.2f".formatted(nanos) : "%,.0f".formatted(nanos);
  }
}
