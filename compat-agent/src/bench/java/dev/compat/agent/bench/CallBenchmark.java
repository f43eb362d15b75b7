package dev.compat.agent.bench;

import com.example.pricing.Customers;
import com.example.pricing.EditedPricing;
import com.example.pricing.LegacyPricing;
import com.example.pricing.RulePricing;
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

/** One call each: of the legacy class, of its twin that is not woven, of the replacement. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

  private final Situation situation = Situation.current();
  private final LegacyPricing legacy = new LegacyPricing(2);
  private final UnwovenPricing unwoven = new UnwovenPricing(2);
  private final RulePricing replacement = new RulePricing(5);
  private final EditedPricing edited = new EditedPricing();
  private int quantity = 3;
  private long cents = 1999;

  /** Makes sure that the route to be measured is the one that answers. */
  @Setup(Level.Trial)
  public void prepare() {
    legacy.quote(quantity, cents);
    // The agent reads a context from classes that the application has loaded, and loads none.
    Situation.require(Customers.current().equals("acme"), "another customer");
    situation.prepare();
    check();
    situation.checkCounts(() -> legacy.quote(quantity, cents));
  }

  /** Makes sure that it still is. */
  @TearDown(Level.Trial)
  public void check() {
    situation.check(legacy.quote(quantity, cents), 5995, 6002);
    situation.check(LegacyPricing.total(quantity, cents), 5997, 6002);
  }

  /** An instance method of a class that no adapter names. */
  @Benchmark
  public int notWoven() {
    return unwoven.quote(quantity, cents);
  }

  /** An instance method of the legacy class. */
  @Benchmark
  public int woven() {
    return legacy.quote(quantity, cents);
  }

  /** An instance method of the legacy class that may be sent to legacy alone. */
  @Benchmark
  public int wovenPlain() {
    return legacy.plain(quantity, cents);
  }

  /** A static method of a class that no adapter names. */
  @Benchmark
  public int notWovenStatic() {
    return UnwovenPricing.total(quantity, cents);
  }

  /** A static method of the legacy class. */
  @Benchmark
  public int wovenStatic() {
    return LegacyPricing.total(quantity, cents);
  }

  /** The replacement itself. */
  @Benchmark
  public int direct() {
    return replacement.quote(quantity, cents);
  }

  /** A legacy class that was edited to call the adapter. */
  @Benchmark
  public int edited() {
    return edited.quote(quantity, cents);
  }
}
