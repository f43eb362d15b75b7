package dev.compat.agent.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * What a call costs. Everything is measured once per round, in a JVM of its own, and the rounds
 * follow one another, so that a machine that is slower for a while is slower for all. A ratio is
 * the median of the ratios within the rounds.
 */
final class Calls {

  private static final int ROUNDS = 5;
  private static final int ROUNDS_FOR_INFORMATION = 2;

  /** The percentile of short iterations that stands for all: what disturbs one only adds to it. */
  private static final double UNDISTURBED = 10;

  private static final double OFF_GOAL = 1.05;
  private static final double NEW_GOAL = 1.1;

  private static final String NEW_LABEL = "woven, `NEW`, nothing recorded";

  private final Ground ground;
  private final Path plugin;
  private final Map<String, List<Measured>> results = new TreeMap<>();

  private record Measured(double nanos, double p99, double bytes) {}

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
    RULE("call", "woven", Situation.RULE),
    SHADOW_NONE("call", "woven", Situation.SHADOW_NONE),
    PACED("paced", "notWoven", Situation.OFF),
    SHADOW_ALL("paced", "woven", Situation.SHADOW_ALL);

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
    FLAGS.put(Situation.SHADOW_NONE, "{route: shadow, shadow: {sample: 0%}}");
    FLAGS.put(Situation.SHADOW_ALL, "{route: shadow, shadow: {queue: 100000}}");
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
    Collection<RunResult> found = new Runner(options(one, version, folder)).run();
    if (found.size() != 1) {
      throw new IllegalStateException(one + " measured nothing");
    }
    Measured measured = measured(found.iterator().next());
    results.computeIfAbsent(name, key -> new ArrayList<>()).add(measured);
    System.out.printf(
        "round %d  class file %-2d  %-16s %8.3f ns%n", round + 1, version, one, measured.nanos);
  }

  private Options options(Case one, int version, Path folder) {
    return new OptionsBuilder()
        .include("^" + one.benchmark.replace(".", "\\.") + "\\." + one.method + "$")
        .forks(1)
        .warmupIterations(4)
        .warmupTime(TimeValue.milliseconds(150))
        .measurementIterations(50)
        .measurementTime(TimeValue.milliseconds(20))
        .jvmArgs(
            ground.attached(folder),
            "-Xms512m",
            "-Xmx512m",
            "-Dbench.state=" + folder.resolve("state"),
            "-Dbench.version=" + version,
            "-Dbench.situation=" + one.situation)
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static Measured measured(RunResult run) {
    Result<?> primary = run.getPrimaryResult();
    Statistics of = primary.getStatistics();
    boolean isMean = run.getParams().getMode() == Mode.AverageTime;
    return new Measured(
        of.getPercentile(isMean ? UNDISTURBED : 50), of.getPercentile(99), bytes(run));
  }

  private static double bytes(RunResult run) {
    for (Result<?> secondary : run.getSecondaryResults().values()) {
      if (secondary.getLabel().endsWith("gc.alloc.rate.norm")) {
        return secondary.getScore();
      }
    }
    return Double.NaN;
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
    table.row("", "caller, ns", "p99, ns", "bytes per call");
    table.line();
    route(table, version, Case.NEW_RECORDED, "`NEW`, recorded", false);
    route(table, version, Case.RULE, "`LEGACY` by a rule on a context, recorded", false);
    route(table, version, Case.SHADOW_NONE, "`SHADOW`, sample 0 %", false);
    route(
        table,
        version,
        Case.PACED,
        "not woven, a call in 20 µs, with its two clock readings",
        true);
    route(table, version, Case.SHADOW_ALL, "`SHADOW`, all calls compared, a call in 20 µs", true);
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

  private void route(Table table, int version, Case one, String label, boolean sampled) {
    List<Measured> all = of(version, one);
    table.row(
        label,
        format(nanos(version, one)),
        sampled ? format(Table.median(all.stream().mapToDouble(Measured::p99))) : "",
        "%.0f".formatted(Table.median(all.stream().mapToDouble(Measured::bytes))));
  }

  private double nanos(int version, Case one) {
    return Table.median(of(version, one).stream().mapToDouble(Measured::nanos));
  }

  private double ratio(int version, Case one, Case against) {
    List<Measured> ours = of(version, one);
    List<Measured> theirs = of(version, against);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours.get(i).nanos / theirs.get(i).nanos;
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
