package dev.compat.agent.harm.rivals;

import com.launchdarkly.sdk.EvaluationReason;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.MigrationOpTracker;
import com.launchdarkly.sdk.server.MigrationStage;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.migrations.Migration;
import com.launchdarkly.sdk.server.migrations.MigrationBuilder;
import com.launchdarkly.sdk.server.migrations.MigrationExecution;
import com.launchdarkly.sdk.server.migrations.MigrationMethodResult;
import com.launchdarkly.sdk.server.migrations.MigrationSerialOrder;
import com.launchdarkly.sdk.server.subsystems.EventProcessor;
import dev.compat.agent.harm.Arm;
import dev.compat.agent.harm.Contender;
import dev.compat.agent.harm.Promise;
import dev.compat.agent.harm.Sides;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** LaunchDarkly's {@code Migration} 7.13.0 in stage {@code shadow}, with data of its own. */
public class LaunchDarkly implements Contender {

  private final MigrationExecution execution;
  private final LDClient client;

  /** Both sides on the caller's thread, legacy first. */
  public LaunchDarkly() {
    this(MigrationExecution.Serial(MigrationSerialOrder.FIXED));
  }

  LaunchDarkly(MigrationExecution execution) {
    this.execution = execution;
    TestData flags = TestData.dataSource();
    flags.update(flags.flag("shadow").valueForAll(LDValue.of("shadow")));
    this.client =
        new LDClient(
            "sdk-key",
            new LDConfig.Builder()
                .dataSource(flags)
                .events(context -> new Reporter())
                .logging(Components.noLogging())
                .build());
  }

  /** Both sides in its pool. */
  public static final class Parallel extends LaunchDarkly {
    /** In stage {@code shadow} as well. */
    public Parallel() {
      super(MigrationExecution.Parallel());
    }
  }

  @Override
  public Arm shadow(Promise promise) {
    Migration<Object, Object, List<Object>, Object> migration =
        new MigrationBuilder<Object, Object, List<Object>, Object>(client)
            .readExecution(execution)
            .read(
                given -> MigrationMethodResult.Success(Rethrown.legacy(promise, given).get()),
                given -> MigrationMethodResult.Success(Rethrown.replacement(promise, given).get()),
                Objects::equals)
            .write(MigrationMethodResult::Success, MigrationMethodResult::Success)
            .build()
            .orElseThrow();
    return given -> read(migration, given);
  }

  private static Object read(
      Migration<Object, Object, List<Object>, Object> migration, List<Object> given) {
    Migration.MigrationResult<Object> result =
        migration.read("shadow", LDContext.create("acme"), MigrationStage.OFF, given);
    if (result.isSuccess()) {
      return result.getResult().orElse(null);
    }
    throw Rethrown.<RuntimeException>unchecked(result.getException().orElseThrow());
  }

  @Override
  public boolean has(Promise promise) {
    return !Absent.inLibraries(promise);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static final class Reporter implements EventProcessor {
    @Override
    public void recordEvaluationEvent(
        LDContext context,
        String flag,
        int version,
        int variation,
        LDValue value,
        EvaluationReason reason,
        LDValue given,
        String prerequisite,
        boolean isTracked,
        Long until,
        boolean isSampled,
        Long ratio) {}

    @Override
    public void recordIdentifyEvent(LDContext context) {}

    @Override
    public void recordCustomEvent(LDContext context, String key, LDValue data, Double metric) {}

    @Override
    public void recordMigrationEvent(MigrationOpTracker tracker) {
      Sides.report();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
