package dev.compat.agent.bench;

import com.example.pricing.RulePricing;
import com.example.pricing.UnwovenPricing;
import com.github.rawls238.scientist4j.Experiment;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.MigrationStage;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.migrations.Migration;
import com.launchdarkly.sdk.server.migrations.MigrationBuilder;
import com.launchdarkly.sdk.server.migrations.MigrationExecution;
import com.launchdarkly.sdk.server.migrations.MigrationMethodResult;
import com.launchdarkly.sdk.server.migrations.MigrationSerialOrder;
import io.github.rabobank.shadow_tool.ShadowFlow;
import java.io.IOException;
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

/** The same call by hand and through other libraries, each wired as its documentation says. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RivalsBenchmark {

  private static final LDContext CUSTOMER = LDContext.create("acme");

  private final UnwovenPricing legacy = new UnwovenPricing(2);
  private final RulePricing replacement = new RulePricing(5);
  private final RulePricing twin = new RulePricing(-2);
  private volatile boolean isNew;
  private int quantity = 3;
  private long cents = 1999;

  private final Experiment<Integer> disabled =
      new Experiment<Integer>("disabled") {
        @Override
        protected boolean enabled() {
          return false;
        }
      };
  private final Experiment<Integer> experiment = new Experiment<>("pricing");
  private final ShadowFlow<Integer> flowOff = new ShadowFlow.ShadowFlowBuilder<Integer>(0).build();
  private final ShadowFlow<Integer> flowInline =
      new ShadowFlow.ShadowFlowBuilder<Integer>(100).withExecutor(Runnable::run).build();
  private LDClient client;
  private Migration<Integer, Integer, Integer, Integer> migration;

  /** Connects LaunchDarkly to data of its own in memory: nothing is sent. */
  @Setup(Level.Trial)
  public void prepare() {
    TestData flags = TestData.dataSource();
    for (String stage : new String[] {"off", "shadow", "live", "complete"}) {
      flags.update(flags.flag(stage).valueForAll(LDValue.of(stage)));
    }
    LDConfig config =
        new LDConfig.Builder()
            .dataSource(flags)
            .events(Components.noEvents())
            .logging(Components.noLogging())
            .build();
    client = new LDClient("sdk-key", config);
    migration =
        new MigrationBuilder<Integer, Integer, Integer, Integer>(client)
            .readExecution(MigrationExecution.Serial(MigrationSerialOrder.FIXED))
            .read(
                ignored -> MigrationMethodResult.Success(legacy.quote(quantity, cents)),
                ignored -> MigrationMethodResult.Success(twin.quote(quantity, cents)),
                Integer::equals)
            .write(MigrationMethodResult::Success, MigrationMethodResult::Success)
            .build()
            .orElseThrow();
  }

  /** Lets all threads go. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    client.close();
  }

  /** A flag in a volatile field, asked by hand: off. */
  @Benchmark
  public int volatileIf() {
    return isNew ? replacement.quote(quantity, cents) : legacy.quote(quantity, cents);
  }

  /** Scientist4J, not enabled. */
  @Benchmark
  public int scientistOff() throws Exception {
    return disabled.run(() -> legacy.quote(quantity, cents), () -> twin.quote(quantity, cents));
  }

  /** Scientist4J: both sides run and agree. */
  @Benchmark
  public int scientistBoth() throws Exception {
    return experiment.run(() -> legacy.quote(quantity, cents), () -> twin.quote(quantity, cents));
  }

  /** shadow-tool, 0 %. */
  @Benchmark
  public int shadowToolOff() {
    return flowOff.compare(() -> legacy.quote(quantity, cents), () -> twin.quote(quantity, cents));
  }

  /** shadow-tool, 100 %, on the caller's thread. */
  @Benchmark
  public int shadowToolBoth() {
    return flowInline.compare(
        () -> legacy.quote(quantity, cents), () -> twin.quote(quantity, cents));
  }

  /** LaunchDarkly's migration, stage off. */
  @Benchmark
  public int launchDarklyOff() {
    return read("off");
  }

  /** LaunchDarkly's migration, stage complete: new alone answers. */
  @Benchmark
  public int launchDarklyNew() {
    return read("complete");
  }

  /** LaunchDarkly's migration, stage shadow: legacy answers, both run, one after the other. */
  @Benchmark
  public int launchDarklyShadow() {
    return read("shadow");
  }

  /** LaunchDarkly's migration, stage live: new answers, both run, one after the other. */
  @Benchmark
  public int launchDarklyVerify() {
    return read("live");
  }

  private int read(String stage) {
    return migration.read(stage, CUSTOMER, MigrationStage.OFF).getResult().orElseThrow();
  }
}
