package dev.compat.container;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of one class, one for each legacy object, made when first needed.
 *
 * <p>An adapter lives as long as its legacy object, which is held weakly; an adapter that holds it
 * in turn would keep both for good. That is looked for in the first adapter, the second, the
 * fourth, and so on: what is found then is refused, or told where it is too late. A legacy object
 * whose adapter could not be made has none for good, since legacy has gone on without it.
 *
 * <p>Safe for use by several threads. Nobody waits: two threads that need the adapter of one object
 * may both make one, and the first to come is the one. A lookup costs a few nanoseconds.
 */
public final class PerReceiver {

  private static final Object NONE = new Object();

  private final WeakIdentityMap<Object> adapters = new WeakIdentityMap<>();
  private final Function<Object, ?> maker;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile @Nullable WeakReference<Object> sample;
  private volatile @Nullable String failure;

  /**
   * Adapters that {@code maker} makes of legacy objects; it may throw anything, and runs on the
   * thread that asks first.
   */
  public PerReceiver(Function<Object, ?> maker) {
    this.maker = maker;
    // So that no class is met for the first time by a caller at the edge of its stack.
    adapters.putIfAbsent(new Object(), NONE);
  }

  /** The adapter of {@code receiver}, made if it has none yet; null if it cannot be made. */
  public @Nullable Object of(Object receiver) {
    Object adapter = adapters.get(receiver);
    if (adapter == null) {
      adapter = make(receiver);
    }
    return adapter == NONE ? null : adapter;
  }

  /**
   * The adapter that {@code receiver} has.
   *
   * @throws IllegalStateException if it has none
   */
  public Object known(Object receiver) {
    Object adapter = adapters.get(receiver);
    if (adapter == null || adapter == NONE) {
      throw new IllegalStateException("the legacy object has no adapter");
    }
    return adapter;
  }

  private Object make(Object receiver) {
    Object adapter;
    try {
      adapter = maker.apply(receiver);
      if (Integer.bitCount(made.incrementAndGet()) == 1) {
        inspect(adapter, receiver);
      }
    } catch (Throwable contained) {
      failed(contained);
      adapter = NONE;
    }
    return adapters.putIfAbsent(receiver, adapter);
  }

  /** Looks at this adapter, which is new, and at one that has answered calls. */
  private void inspect(Object adapter, Object receiver) {
    WeakReference<Object> former = sample;
    Object earlier = former == null ? null : former.get();
    Object its = earlier == null ? null : adapters.get(earlier);
    if (earlier != null && its != null && its != NONE) {
      tell(Retention.find(its, earlier, false));
    }
    String kept = Retention.find(adapter, receiver, true);
    if (kept != null) {
      throw new IllegalStateException(told(kept));
    }
    sample = new WeakReference<>(receiver);
  }

  private void tell(@Nullable String kept) {
    if (kept != null) {
      failure = told(kept);
    }
  }

  private static String told(String kept) {
    return kept
        + " keeps the legacy object, so neither would ever be collected; take a @Receiver in the"
        + " methods that need one, or a @Receiver WeakReference in the constructor";
  }

  private void failed(Throwable contained) {
    failures.incrementAndGet();
    failure =
        contained instanceof ContainerException || contained instanceof IllegalStateException
            ? contained.getMessage()
            : contained.toString();
  }

  /** How many legacy objects have none because it could not be made. */
  public int failures() {
    return failures.get();
  }

  /** What went wrong last, in one line; null if nothing did. */
  public @Nullable String failure() {
    return failure;
  }

  /** Lets go of the adapters whose legacy objects are gone, and says how many are left. */
  public int expunge() {
    return adapters.expunge();
  }
}
