package dev.compat.agent.harm.rivals;

import dev.compat.agent.harm.Arm;
import dev.compat.agent.harm.Contender;
import dev.compat.agent.harm.Promise;
import io.github.rabobank.shadow_tool.ShadowFlow;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** shadow-tool 1.9.4 at 100 %; it reports by SLF4J. */
public class ShadowTool implements Contender {

  private final Executor executor;

  /** The replacement on the caller's thread, after legacy. */
  public ShadowTool() {
    this(Runnable::run);
  }

  ShadowTool(Executor executor) {
    this.executor = executor;
  }

  /** The replacement in a pool. */
  public static final class Pooled extends ShadowTool {
    /** Of two threads. */
    public Pooled() {
      super(Executors.newFixedThreadPool(2));
    }
  }

  @Override
  public Arm shadow(Promise promise) {
    ShadowFlow<Object> flow =
        new ShadowFlow.ShadowFlowBuilder<Object>(100).withExecutor(executor).build();
    return given ->
        flow.compare(Rethrown.legacy(promise, given), Rethrown.replacement(promise, given));
  }

  @Override
  public boolean has(Promise promise) {
    return !Absent.inLibraries(promise);
  }
}
