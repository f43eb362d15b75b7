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
  private final String name;
  private final boolean isApart;
  private final Function<Object, ?> maker;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean isKeeping;
  private volatile @Nullable WeakReference<Object> sample;
  private volatile @Nullable String failure;

  /** Stands in for an adapter in the rehearsal. */
  private record Sample(Object[] held) {}

  /**
   * Adapters that {@code maker} makes of legacy objects; it may throw anything, and runs on the
   * thread that asks first.
   *
   * @param name the adapters' class, for people
   * @param isApart whether it makes an adapter without looking at the legacy object
   */
  public PerReceiver(String name, boolean isApart, Function<Object, ?> maker) {
    this.name = name;
    this.isApart = isApart;
    this.maker = maker;
    rehearse();
  }

  /** So that no class is met for the first time by a caller at the edge of its stack. */
  private void rehearse() {
    adapters.putIfAbsent(new Object(), NONE);
    keeps(String.valueOf(Retention.find(new Sample(new Object[] {NONE}), NONE, true)));
    unbuilt(new IllegalStateException());
  }

  /** The adapter of {@code receiver}, made if it has none yet; null if it cannot be made. */
  public @Nullable Object of(Object receiver) {
    Object adapter = adapters.get(receiver);
    if (adapter == null) {
      adapter = make(receiver);
    }
    return adapter == NONE ? null : adapter;
  }

  /** Whether an adapter may be made on another thread than the legacy object is used on. */
  public boolean isApart() {
    return isApart;
  }

  private Object make(Object receiver) {
    if (isKeeping) {
      return NONE;
    }
    Object adapter;
    try {
      adapter = maker.apply(receiver);
      if (Integer.bitCount(made.incrementAndGet()) == 1) {
        inspectEarlier();
        inspect(adapter, receiver);
      }
    } catch (Throwable contained) {
      failed(contained);
      adapter = NONE;
    }
    return adapters.putIfAbsent(receiver, adapter);
  }

  /** What all adapters of the class do, by the look of this one, none of them may. */
  private void inspect(Object adapter, Object receiver) throws Kept {
    String field = Retention.find(adapter, receiver, true);
    if (field != null) {
      isKeeping = true;
      throw new Kept(keeps(field) + "; legacy answers for all");
    }
    sample = new WeakReference<>(receiver);
  }

  /**
   * Looks at an adapter that has answered calls since it was new; then it is too late to refuse.
   */
  private void inspectEarlier() {
    WeakReference<Object> former = sample;
    Object receiver = former == null ? null : former.get();
    Object adapter = receiver == null ? null : adapters.get(receiver);
    if (receiver != null && adapter != null && adapter != NONE) {
      String field = Retention.find(adapter, receiver, false);
      if (field != null) {
        tell(keeps(field));
      }
    }
  }

  /** Only the first: what comes later may tell the same of every legacy object. */
  private void tell(String what) {
    if (failure == null) {
      failure = what;
    }
  }

  private String keeps(String field) {
    return "adapter "
        + name
        + ": "
        + field
        + " keeps the legacy object, so neither would ever be collected; take a @Receiver in the"
        + " methods that need one, or a @Receiver WeakReference in the constructor";
  }

  private void failed(Throwable contained) {
    failures.incrementAndGet();
    tell(contained instanceof Kept ? String.valueOf(contained.getMessage()) : unbuilt(contained));
  }

  private String unbuilt(Throwable contained) {
    return "adapter "
        + name
        + " cannot be built for a legacy object: "
        + ContainerException.unquoted(contained)
        + "; legacy answers for it";
  }

  /** An adapter that keeps its legacy object. */
  private static final class Kept extends Exception {
    private static final long serialVersionUID = 1L;

    Kept(String message) {
      super(message, null, false, false);
    }
  }

  /** How many legacy objects have none because it could not be made. */
  public int failures() {
    return failures.get();
  }

  /** What went wrong first, in one line; null if nothing did. */
  public @Nullable String failure() {
    return failure;
  }

  /** Lets go of the adapters whose legacy objects are gone, and says how many are left. */
  public int expunge() {
    return adapters.expunge();
  }
}
