package dev.compat.agent.harm.rivals;

import dev.compat.agent.harm.Arm;
import dev.compat.agent.harm.Contender;
import dev.compat.agent.harm.Promise;
import io.github.rabobank.shadow_tool.ShadowFlow;

/** shadow-tool 1.9.4 at 100 %, in the pool that it makes itself; it reports by SLF4J. */
public class ShadowTool implements Contender {

  /** With an executor that runs the replacement on the caller's thread, after legacy. */
  public static final class SameThread extends ShadowTool {
    @Override
    ShadowFlow.ShadowFlowBuilder<Object> builder() {
      return super.builder().withExecutor(Runnable::run);
    }
  }

  @Override
  public final Arm shadow(Promise promise) {
    ShadowFlow<Object> flow = builder().build();
    return given ->
        flow.compare(Rethrown.legacy(promise, given), Rethrown.replacement(promise, given));
  }

  ShadowFlow.ShadowFlowBuilder<Object> builder() {
    return new ShadowFlow.ShadowFlowBuilder<>(100);
  }

  @Override
  public boolean has(Promise promise) {
    return !Absent.inLibraries(promise);
  }
}
