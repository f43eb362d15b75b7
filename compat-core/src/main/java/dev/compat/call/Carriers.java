package dev.compat.call;

import dev.compat.Propagator;
import dev.compat.flag.ClassFinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trial carries over from its caller's thread to the one of the other arm. Immutable. */
public final class Carriers {

  private static final Captured NOTHING = new Captured(List.of(), null);

  private final Propagator[] propagators;

  private Carriers(Collection<Propagator> propagators) {
    this.propagators = propagators.toArray(Propagator[]::new);
  }

  /** Carries nothing but the context class loader, which every trial does. */
  public static Carriers none() {
    return new Carriers(List.of());
  }

  /**
   * Carries the diagnostic context over, and what {@code more} do.
   *
   * @param finder finds the logging library, and Spring's transactions, of the application
   */
  public static Carriers of(ClassFinder finder, Collection<Propagator> more) {
    List<Propagator> all = new ArrayList<>();
    all.add(new DiagnosticContext(finder));
    all.add(new OpenTransaction(finder));
    all.addAll(more);
    return new Carriers(all);
  }

  /** What the calling thread is in the midst of. Throws what a propagator throws. */
  Captured capture() {
    List<Propagator.Carried> carried = null;
    for (Propagator propagator : propagators) {
      Propagator.Carried one = propagator.capture();
      if (one != null) {
        carried = carried == null ? new ArrayList<>(propagators.length) : carried;
        carried.add(one);
      }
    }
    return carried == null ? NOTHING : new Captured(carried, reason(carried));
  }

  private static @Nullable String reason(List<Propagator.Carried> carried) {
    for (Propagator.Carried one : carried) {
      String reason = one.incomparable();
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /**
   * What one thread was in the midst of.
   *
   * @param incomparable why the other arm must not be compared; null if it may be
   */
  record Captured(List<Propagator.Carried> carried, @Nullable String incomparable) {

    /** Runs {@code work} on the calling thread in the midst of the same. */
    @Nullable Object around(Invoker work, @Nullable Object[] arguments) throws Throwable {
      return around(0, work, arguments);
    }

    private @Nullable Object around(int from, Invoker work, @Nullable Object[] arguments)
        throws Throwable {
      if (from == carried.size()) {
        return work.call(arguments);
      }
      Propagator.Carried here = carried.get(from);
      Propagator.Scope scope = restored(here);
      try {
        return around(from + 1, work, arguments);
      } finally {
        close(here, scope);
      }
    }

    private static Propagator.Scope restored(Propagator.Carried carried) {
      try {
        return carried.restore();
      } catch (Throwable failure) {
        throw new NotCarriedException(carried.getClass(), failure);
      }
    }

    private static void close(Propagator.Carried carried, Propagator.Scope scope) {
      try {
        scope.close();
      } catch (Throwable failure) {
        throw new NotCarriedException(carried.getClass(), failure);
      }
    }
  }

  /** What the caller was in the midst of could not be put in place, or taken back. */
  static final class NotCarriedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCarriedException(Class<?> by, Throwable cause) {
      super(
          by.getName()
              + " could not carry over what the caller was in: "
              + cause.getClass().getName(),
          cause);
    }
  }
}
