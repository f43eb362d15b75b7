package dev.compat.flag;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps units of work of one migration on the side that answered their first call, while the flag
 * changes.
 *
 * <p>A side is who answers: legacy (LEGACY, SHADOW) or the replacement (FALLBACK, VERIFY, NEW);
 * within its side a unit follows the flag. One that is pinned to legacy's side gets LEGACY where
 * the flag now says otherwise; one that is pinned to the other gets NEW, or FALLBACK if that is
 * what it began with. Ceiling and floor outrank pins: where they leave but one side there are none
 * ({@link Flag#pin}), and afterwards every unit begins anew.
 *
 * <p>Legacy objects are held weakly and by identity, other units by their value. There are never
 * more than {@link PinSettings#most}: beyond that units are not pinned, which is counted, rather
 * than taking a pin from one that is half way. {@link #tick} forgets units that were idle for
 * {@link PinSettings#idle}, and objects that are gone.
 *
 * <p>Thread-safe: a concurrent map of what is pinned, each pin with a volatile route. Callers take
 * no lock but that of one bin of the map, when a unit is new. Such a map and not a cache with
 * eviction: a caller may be at the very edge of its stack, and one whose stack ends within a
 * cache's own upkeep leaves it in a state in which other callers wait for ever.
 */
public final class Pins {
  private static final long SWEEP_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final PinSettings settings;
  private final ConcurrentHashMap<Object, Pin> held;
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private final LongAdder unpinned = new LongAdder();
  private final long started = System.nanoTime();
  private long swept = started;

  /** Seconds since the start, as of the last tick: callers read no clock. */
  private volatile int now;

  /** Where a unit of work stays. */
  private static final class Pin {
    volatile Route route;
    volatile int used;

    Pin(Route route, int used) {
      this.route = route;
      this.used = used;
    }
  }

  /** A legacy object as a key that does not keep it. */
  private static final class Held extends WeakReference<Object> {
    private final int hash;

    Held(Object object, ReferenceQueue<Object> gone) {
      super(object, gone);
      this.hash = System.identityHashCode(object);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Sought sought && sought.object == get());
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A legacy object as a key to look with. */
  private record Sought(Object object) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Held held && held.get() == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /** Of nothing yet. */
  public Pins(PinSettings settings) {
    this.settings = settings;
    // Large enough from the start: it never grows on a caller's thread.
    this.held = new ConcurrentHashMap<>(settings.most());
    rehearse();
  }

  /** Loads what callers need: one of them might come at the edge of its stack. */
  private void rehearse() {
    Object unit = new Sought(this);
    pin(unit, Route.LEGACY);
    held.get(unit);
    held.clear();
  }

  /** What is pinned. */
  public PinSettings settings() {
    return settings;
  }

  /**
   * The route of a call: the flag's, or the one that keeps the call's unit of work where it is.
   * Never throws: where the context does, the answer is the floor.
   *
   * @param receiver the legacy object; {@code null} for a static method, which has none to be
   *     pinned by
   */
  public Route route(Flag flag, Context context, @Nullable Object receiver) {
    return route(flag, flag.route(context), context, receiver);
  }

  /**
   * The same for a call of which the flag's route is known.
   *
   * @param desired what {@link Flag#route} gave
   */
  public Route route(Flag flag, Route desired, Context context, @Nullable Object receiver) {
    try {
      return route(flag, unit(context, receiver), desired);
    } catch (Throwable e) { // a context runs code of the application, whatever that may throw
      return flag.floor();
    }
  }

  private @Nullable Object unit(Context context, @Nullable Object receiver) {
    String key = settings.key();
    if (key != null) {
      String value = context.get(key);
      return value == null || value.isEmpty() ? null : value; // as with 'by', that is nobody
    }
    return receiver == null ? null : new Sought(receiver);
  }

  private Route route(Flag flag, @Nullable Object unit, Route desired) {
    if (unit == null) {
      return desired;
    }
    Pin pin = held.get(unit);
    if (pin == null) {
      pin = pin(unit, desired);
    }
    return pin == null ? desired : kept(pin, flag, desired);
  }

  /** Pins a unit; {@code null} when there are too many. */
  private @Nullable Pin pin(Object unit, Route route) {
    if (held.mappingCount() >= settings.most()) {
      unpinned.increment();
      return null;
    }
    Pin made = new Pin(route, now);
    Object key = unit instanceof Sought sought ? new Held(sought.object, gone) : unit;
    Pin first = held.putIfAbsent(key, made);
    return first == null ? made : first;
  }

  private Route kept(Pin pin, Flag flag, Route desired) {
    pin.used = now;
    Route route = pin.route;
    if (route.answersNew() == desired.answersNew()) {
      if (route != desired) {
        pin.route = desired;
      }
      return desired;
    }
    Route own = route == Route.FALLBACK ? route : route.answersNew() ? Route.NEW : Route.LEGACY;
    return flag.bounded(own);
  }

  /** How many units are pinned now. */
  public long count() {
    return held.mappingCount();
  }

  /** How many calls were of units that could not be pinned, because there were too many. */
  public long unpinned() {
    return unpinned.sum();
  }

  /** Forgets what is idle or gone. Call it several times a second, on a thread of the agent. */
  public void tick() {
    tick(System.nanoTime());
  }

  void tick(long nanos) {
    now = (int) TimeUnit.NANOSECONDS.toSeconds(nanos - started);
    for (Reference<?> last = gone.poll(); last != null; last = gone.poll()) {
      held.remove(last);
    }
    if (nanos - swept >= SWEEP_EVERY) {
      swept = nanos;
      long oldest = now - settings.idle().toSeconds();
      held.values().removeIf(pin -> pin.used < oldest);
    }
  }
}
