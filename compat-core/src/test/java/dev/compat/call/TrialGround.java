package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.MismatchGroup;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.shadow.ShadowPool;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A router and a pool of their own, with a flag that a test sets and join points that it makes. */
final class TrialGround implements AutoCloseable {

  final Evidence evidence = new Evidence(true);
  final JoinPointEvidence recorded = evidence.joinPoint("m", "a.B#call(Object)");
  final ShadowPool pool = new ShadowPool("m", TrialGround::worker);
  final Router router = new Router(new PerThread(), pool);

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }

  void follow(String text) throws ConfigException {
    follow(text, name -> null);
  }

  void follow(String text, ClassFinder finder) throws ConfigException {
    Flag flag =
        Objects.requireNonNull(Flags.parse("flags: {m: " + text + "}", "flags.yaml").flag("m"));
    ContextReaders readers =
        flag.context().isEmpty() ? null : ContextReaders.compile(flag.context(), finder);
    router.follow(flag, readers);
    pool.configure(flag.shadow());
    pool.prestart();
  }

  /** One of a static method that permits all. */
  JoinPoint joinPoint(Invoker legacy, Invoker replacement) {
    return joinPoint(
        new JoinPoint.Arms("call", legacy, legacy, replacement, true, false), Permits.ALL);
  }

  JoinPoint joinPoint(JoinPoint.Arms arms, Permits permits) {
    return router.joinPoint(recorded, arms, permits, AnswerTypes.of(List.of(), List.of()));
  }

  JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
  }

  /** What became of all trials, once it is known. */
  JoinPointSnapshot settled() {
    await(() -> evidence.pending() == 0);
    return snapshot();
  }

  Set<String> reasons() {
    return settled().incomparable().keySet();
  }

  List<String> places() {
    return settled().groups().stream().map(MismatchGroup::path).toList();
  }

  /** As the control thread does, router and pool are ticked while something is waited for. */
  void await(BooleanSupplier condition) {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("patience").isLessThan(20_000);
      router.tick();
      pool.tick();
      try {
        Thread.sleep(1);
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  @Override
  public void close() {
    pool.end();
  }

  /** What each thread is in the midst of. */
  private static final class PerThread implements Surroundings {

    private final ThreadLocal<int[]> suppression = ThreadLocal.withInitial(() -> new int[1]);
    private final ThreadLocal<Caller> caller =
        ThreadLocal.withInitial(() -> new Caller(suppression.get()));
    private final ThreadLocal<@Nullable Boolean> candidate = new ThreadLocal<>();

    @Override
    public int[] suppression() {
      return suppression.get();
    }

    @Override
    public Caller caller() {
      return caller.get();
    }

    @Override
    public boolean candidate() {
      return Boolean.TRUE.equals(candidate.get());
    }

    @Override
    public void candidate(boolean isCandidate) {
      candidate.set(isCandidate);
    }

    @Override
    public int nested() {
      return 0;
    }

    @Override
    public boolean diverted() {
      return false;
    }
  }
}
