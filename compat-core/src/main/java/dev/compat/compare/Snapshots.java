package dev.compat.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a value can be held for a later comparison, and holds it.
 *
 * <p>Immutable values of the JDK, enum constants and throwables are held as they are. Arrays, the
 * standard {@code java.util} collections, dates, string builders and records of such values are
 * copied, up to 10,000 elements and 32 levels, keeping what can be told of the original: its order,
 * its comparator, the class it is used by, and which parts are one object. (A {@code HashMap}
 * becomes its subclass {@code LinkedHashMap}, a {@code HashSet} a {@code LinkedHashSet}: a plain
 * copy has a table of another size and is iterated in another order.) Everything else is refused:
 * an object graph of the application's own, an open stream, a collection whose rules cannot be
 * seen.
 *
 * <p>Runs on the caller's thread. For a string, a boxed number or an enum constant it costs a few
 * type checks and one small object, none where {@link #isImmutable} is asked first. It never
 * throws, and runs no code of the application but the constructors and accessors of records and the
 * {@code equals} of what they hold. Stateless. Call {@link #prepare} first.
 */
public final class Snapshots {

  private static final Snapshot GAVE_UP = new Snapshot.Refused("a value could not be copied");

  /** Takes a value as it is only where its type is known to be immutable. */
  public static final Snapshots STRICT = new Snapshots(List.of());

  private final List<Class<?>> shared;

  private Snapshots(Collection<Class<?>> shared) {
    this.shared = List.copyOf(shared);
  }

  /**
   * Snapshots that take objects of some types as they are, because the team declares that they may
   * be used by several threads and do not change.
   */
  public static Snapshots sharing(Collection<Class<?>> types) {
    return types.isEmpty() ? STRICT : new Snapshots(types);
  }

  /**
   * Holds several values as one graph: parts that are one object stay one object.
   *
   * @param label what the value at an index is, for a refusal
   * @return taken, with a new array of the same length; or refused, when one of them is
   */
  public Snapshot takeAll(IntFunction<String> label, @Nullable Object[] values) {
    @Nullable Object[] copies = values.clone();
    for (int i = 0; i < values.length; i++) {
      Snapshot snapshot = take(label.apply(i), values[i]);
      if (!(snapshot instanceof Snapshot.Taken taken)) {
        return snapshot;
      }
      copies[i] = taken.value();
    }
    return new Snapshot.Taken(copies);
  }

  /** Holds one value, as {@link #takeAll} does several. */
  public Snapshot take(String label, @Nullable Object value) {
    boolean isShared = value != null && shared.stream().anyMatch(type -> type.isInstance(value));
    return isShared ? new Snapshot.Taken(value) : of(label, value);
  }

  /** Something of everything that a copier has to do with. */
  private record Sample(List<Object> held, Map<String, Object> refused) {}

  /**
   * Loads and initialises every class that {@link #of} leans on.
   *
   * <p>To be called once, from a thread with stack to spare, before the first use on a caller's
   * thread: a class whose initialisation meets a {@link StackOverflowError} is lost to the JVM for
   * good, and every later snapshot would be refused.
   */
  @SuppressWarnings("JavaUtilDate") // as what is copied
  public static void prepare() {
    Object held = new ArrayList<>(List.of(new Object[] {new int[1]}, new Date(0)));
    of("a sample", new Sample(new ArrayList<>(List.of(held, Optional.empty())), new HashMap<>()));
    of("a sample", new Sample(List.of(), new HashMap<>(Map.of("", new ConcurrentHashMap<>()))));
  }

  /** Whether the value can be held as it is, told by its class alone; null can. */
  public static boolean isImmutable(@Nullable Object value) {
    return value == null || Immutables.isValue(value) || value instanceof Throwable;
  }

  /**
   * Whether a field of that type holds immutable values, told by the type's name alone: primitive
   * wrappers, text, numbers, dates and the like of the JDK. A subclass of {@code BigDecimal} or
   * {@code BigInteger} that changes is not reckoned with.
   *
   * @param binaryName of a class
   */
  public static boolean isImmutableType(String binaryName) {
    return Immutables.isDeclared(binaryName);
  }

  /**
   * Holds a value.
   *
   * @param label what the value is, for a refusal, such as {@code argument 2} or {@code the result}
   */
  public static Snapshot of(String label, @Nullable Object value) {
    if (value == null) {
      return Snapshot.Taken.NULL;
    }
    if (Immutables.isCommon(value)) {
      return new Snapshot.Taken(value);
    }
    try {
      return copy(label, value);
    } catch (Throwable failure) {
      return refused(label, value, failure);
    }
  }

  private static Snapshot copy(String label, Object value) throws ReflectiveOperationException {
    Copier copier = new Copier(value);
    Object copy = copier.copy(value);
    return copy == null ? new Snapshot.Refused(label + copier.reason()) : new Snapshot.Taken(copy);
  }

  /** The stack may be all but used up here, so even the message is not sure to succeed. */
  private static Snapshot refused(String label, Object value, Throwable failure) {
    try {
      return new Snapshot.Refused(
          label
              + " is a "
              + value.getClass().getTypeName()
              + ": copying it failed with "
              + failure.getClass().getName());
    } catch (Throwable again) {
      return GAVE_UP;
    }
  }
}
