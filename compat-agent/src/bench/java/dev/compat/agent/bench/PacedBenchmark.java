package dev.compat.agent.bench;

import com.example.pricing.LegacyPricing;
import com.example.pricing.UnwovenPricing;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls with a pause of {@value #PAUSE_NANOS} ns between them, so that the shadow worker keeps up
 * and every call becomes a trial.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PacedBenchmark {

  private static final long PAUSE_NANOS = 20_000;

  private final Situation situation = Situation.current();
  private final LegacyPricing legacy = new LegacyPricing(2);
  private final UnwovenPricing unwoven = new UnwovenPricing(2);
  private int quantity = 3;
  private long cents = 1999;

  /** Makes sure that the route to be measured is in force. */
  @Setup(Level.Trial)
  public void prepare() {
    legacy.quote(quantity, cents);
    situation.prepare();
    situation.checkCounts(() -> legacy.quote(quantity, cents));
  }

  /** Makes sure that no trial was dropped beyond what the first, hasty calls cost. */
  @TearDown(Level.Trial)
  public void check() {
    situation.check(legacy.quote(quantity, cents), 5995, 6002);
    boolean isSlow = situation == Situation.SHADOW_SLOW || situation == Situation.VERIFY_SLOW;
    Situation.require(isSlow || Attached.next("dropped") == 0, "trials were dropped");
  }

  /** Lets the worker finish. */
  @Setup(Level.Invocation)
  public void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** The clock readings, and a call that is not woven. */
  @Benchmark
  public int notWoven() {
    return unwoven.quote(quantity, cents);
  }

  /** A call of which both arms run. */
  @Benchmark
  public int woven() {
    return legacy.quote(quantity, cents);
  }

  /** A call of which both arms run, whose replacement takes 5 ms. */
  @Benchmark
  public int slowNew() {
    return legacy.hurried(quantity, cents);
  }

  /** A call of which both arms run, whose legacy takes 5 ms. */
  @Benchmark
  public int slowLegacy() {
    return legacy.slow(quantity, cents);
  }
}
