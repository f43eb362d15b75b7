package dev.compat.agent.bench;

import dev.compat.compare.CompareRules;
import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.util.concurrent.TimeUnit;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.diff.Diff;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Comparing two objects that share nothing: by our comparison, and by JaVers as it comes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ComparisonBenchmark {

  /** The number of lines of the order. */
  @Param("2")
  public int lines;

  /** Whether the two differ, in the price of the last line. */
  @Param("false")
  public boolean differ;

  /** JaVers is slow for longer than what is warmed up for the other benchmarks. */
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);

  private final Comparison comparison = Comparison.exact();
  private final Comparison byRules =
      Comparison.of(
          CompareRules.builder()
              .ignore("result.placed")
              .tolerance("result.lines.price", "0.001")
              .build());
  private final Javers javers = JaversBuilder.javers().build();
  private Order one;
  private Order other;
  private Outcome legacy;
  private Outcome replacement;

  /** Makes the two, and has both libraries say what is to be seen, until they are warm. */
  @Setup
  public void prepare(BenchmarkParams benchmark) {
    one = Order.of(lines, false);
    other = Order.of(lines, differ);
    legacy = Outcome.returned(one);
    replacement = Outcome.returned(other);
    boolean isRival = benchmark.getBenchmark().endsWith("javers");
    for (long began = System.nanoTime(); System.nanoTime() - began < WARM_UP; ) {
      if (isRival ? javers().hasChanges() != differ : isMatch() == differ) {
        throw new IllegalStateException("compat " + compat() + ", JaVers " + javers());
      }
    }
  }

  private boolean isMatch() {
    return compat() instanceof Verdict.Match && compatByRules() instanceof Verdict.Match;
  }

  /** Ours. */
  @Benchmark
  public Verdict compat() {
    return comparison.compare("order", legacy, replacement);
  }

  /** Ours, by two rules of which none applies. */
  @Benchmark
  public Verdict compatByRules() {
    return byRules.compare("order", legacy, replacement);
  }

  /** JaVers. */
  @Benchmark
  public Diff javers() {
    return javers.compare(one, other);
  }
}
