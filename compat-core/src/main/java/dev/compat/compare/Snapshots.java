package dev.compat.compare;

import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a value can be held for a later comparison, and holds it.
 *
 * <p>What is immutable is held as it is: values of the JDK, enum constants, throwables, and objects
 * all of whose fields are final and of immutable types. The rest is copied, as one graph, up to
 * 10,000 elements of arrays and collections and 10,000 objects: the application's own objects field
 * by field, the collections of {@code java.util}, dates, formats, string builders and the like in
 * kind. What can be told of the original is kept: its order, its comparator, and which parts are
 * one object. No monitor is taken. What neither can be shared nor copied is refused, with its type
 * and where it was found: a lock, a thread, an open stream, an iterator, what loads from a
 * database, a collection whose rules cannot be seen.
 *
 * <p>Runs on the caller's thread. For a string, a boxed number or an enum constant it costs a few
 * type checks and one small object, none where {@link #isImmutable} is asked first. It never
 * throws, and runs no code of the application but, where the JDK's memory is out of reach, the
 * constructors of records. Stateless. Call {@link #prepare} first.
 */
public final class Snapshots {

  private static final Snapshot GAVE_UP = new Snapshot.Refused("a value could not be copied");

  /** Takes a value as it is only where its type is known to be immutable. */
  public static final Snapshots STRICT = new Snapshots(List.of());

  private final Class<?>[] shared;

  private Snapshots(Collection<Class<?>> shared) {
    this.shared = shared.toArray(Class<?>[]::new);
  }

  /**
   * Snapshots that take objects of some types as they are, wherever they are found, because the
   * team declares that they may be used by several threads and do not change.
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
    Copier copier = null;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null || Immutables.isCommon(value)) {
        continue;
      }
      try {
        copier = copier == null ? new Copier(shared) : copier;
        copies[i] = copier.copy(value);
      } catch (Throwable failure) {
        return refused(label, i, value, failure);
      }
    }
    return taken(copies, copier);
  }

  private static Snapshot taken(Object copy, @Nullable Copier copier) {
    return copier == null || copier.rehashing.isEmpty()
        ? new Snapshot.Taken(copy)
        : new Snapshot.Taken(copy, copier.rehashing);
  }

  /** Holds one value, as {@link #takeAll} does several. */
  public Snapshot take(String label, @Nullable Object value) {
    if (value == null) {
      return Snapshot.Taken.NULL;
    }
    if (Immutables.isCommon(value)) {
      return new Snapshot.Taken(value);
    }
    try {
      Copier copier = new Copier(shared);
      return taken(copier.copy(value), copier);
    } catch (Throwable failure) {
      return refused(i -> label, 0, value, failure);
    }
  }

  /**
   * Holds a value, sharing nothing that was declared.
   *
   * @param label what the value is, for a refusal, such as {@code argument 2} or {@code the result}
   */
  public static Snapshot of(String label, @Nullable Object value) {
    return STRICT.take(label, value);
  }

  /**
   * Loads and initialises every class that snapshots lean on.
   *
   * <p>To be called once, from a thread with stack to spare, before the first use on a caller's
   * thread: a class whose initialisation meets a {@link StackOverflowError} is lost to the JVM for
   * good, and every later snapshot would be refused.
   */
  public static void prepare() {
    for (Object sample : Samples.all()) {
      of("a sample", sample);
    }
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

  /** The stack may be all but used up here, so even the message is not sure to succeed. */
  private static Snapshot refused(
      IntFunction<String> label, int index, Object value, Throwable failure) {
    try {
      return new Snapshot.Refused(
          label.apply(index)
              + (failure instanceof Copier.Refusal refusal
                  ? refusal.getMessage()
                  : " is a "
                      + value.getClass().getTypeName()
                      + ": copying it failed with "
                      + failure.getClass().getName()));
    } catch (Throwable again) {
      return GAVE_UP;
    }
  }
}
