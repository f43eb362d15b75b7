package dev.compat.agent.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * What one fork measured of one benchmark.
 *
 * @param nanos per call: the tenth percentile of its iterations, or the median call where calls are
 *     timed one by one
 * @param p99 of the calls where they are timed one by one
 * @param bytes allocated per call, by all threads
 */
record Measured(double nanos, double p99, double bytes) {

  /** The percentile of short iterations that stands for all: what disturbs one only adds to it. */
  private static final double UNDISTURBED = 10;

  /** Measures in a JVM of its own with these options. */
  static Measured of(String benchmark, String method, List<String> options) throws RunnerException {
    return of(benchmark, method, options, Map.of());
  }

  /** Measures with these values of the benchmark's parameters. */
  static Measured of(
      String benchmark, String method, List<String> options, Map<String, String> parameters)
      throws RunnerException {
    ChainedOptionsBuilder all = options(benchmark, method, options);
    parameters.forEach(all::param);
    Collection<RunResult> found = new Runner(all.build()).run();
    if (found.size() != 1) {
      throw new IllegalStateException(benchmark + "." + method + " measured nothing");
    }
    return of(found.iterator().next());
  }

  private static ChainedOptionsBuilder options(
      String benchmark, String method, List<String> options) {
    return new OptionsBuilder()
        .include("^" + benchmark.replace(".", "\\.") + "\\." + method + "$")
        .forks(1)
        .warmupIterations(4)
        .warmupTime(TimeValue.milliseconds(150))
        .measurementIterations(50)
        .measurementTime(TimeValue.milliseconds(20))
        .jvmArgs(
            Stream.concat(options.stream(), Stream.of("-Xms512m", "-Xmx512m"))
                .toArray(String[]::new))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static Measured of(RunResult run) {
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
}
