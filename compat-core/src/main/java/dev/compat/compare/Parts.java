package dev.compat.compare;

import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Findings.Mark;
import dev.compat.compare.Rule.Effect;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two objects field by field, or two records component by component.
 *
 * <p>Fields decide, since an {@code equals} may look at an id alone. Where a class defines {@code
 * equals}, and only there, it acquits what is representation and no more: a primitive that is the
 * same once {@code hashCode} has filled what it keeps, and room to spare at the end of an array, if
 * an int says how much is used and {@code equals} minds what that holds. Transient fields count
 * where a class has no others, or where its {@code equals} says that two objects differ that do not
 * differ elsewhere.
 */
final class Parts {

  private final Walk walk;
  private final Place place;
  private final Object legacy;
  private final Object replacement;
  private final Shape ours;
  private final Shape theirs;
  private final boolean oneClass;

  /** Parts whose difference may be one of representation. */
  private @Nullable List<Integer> doubtful;

  Parts(Walk walk, Place place, Shape shape) {
    this.walk = walk;
    this.place = place;
    this.legacy = place.legacy();
    this.replacement = place.replacement();
    this.ours = shape;
    this.oneClass = legacy.getClass() == replacement.getClass();
    this.theirs = oneClass ? shape : Shape.of(replacement.getClass());
  }

  private boolean isOneStructure() {
    return oneClass
        || (legacy.getClass().getName().equals(replacement.getClass().getName())
            && Arrays.equals(ours.names(), theirs.names()));
  }

  /** All of what an object is. */
  void compare() {
    if (!isOneStructure()) {
      walk.differs(place.parent(), place.step(), place.scope(), Kind.TYPE, legacy, replacement);
      return;
    }
    Mark before = walk.findings().mark();
    range(0, ours.lasting());
    if (ours.names().length == 0) {
      walk.findings().same();
    }
    if (ours.family() == Family.OBJECT) {
      settle(before);
    }
    report();
  }

  /** The fields that an object has beside what it is compared by. */
  void compareAll() {
    if (isOneStructure()) {
      range(0, ours.lasting());
      report();
    }
  }

  private void range(int from, int to) {
    String[] names = ours.names();
    @Nullable MethodHandle[] primitives = ours.primitives();
    for (int i = from; i < to; i++) {
      if (primitives[i] == null) {
        reference(i, names[i]);
      } else if (isSamePrimitive(i)) {
        walk.findings().same();
      } else if (maySettle()) {
        doubt(i);
      } else {
        report(i, false);
      }
    }
  }

  private boolean isSamePrimitive(int part) {
    return bits(ours, legacy, part) == bits(theirs, replacement, part);
  }

  private static long bits(Shape shape, Object of, int part) {
    MethodHandle primitive = shape.primitives()[part];
    if (primitive == null) {
      return 0;
    }
    try {
      return (long) primitive.invokeExact(of);
    } catch (Throwable failure) {
      throw shape.failed(of, part, failure);
    }
  }

  private void reference(int part, String name) {
    Object one = ours.value(legacy, part);
    Object other = theirs.value(replacement, part);
    if (isResized(one, other)) {
      doubt(part);
    } else {
      walk.pair(place, name, place.scope().step(name), one, other);
    }
  }

  private boolean isResized(@Nullable Object one, @Nullable Object other) {
    return one != null
        && other != null
        && maySettle()
        && one.getClass().isArray()
        && one.getClass() == other.getClass()
        && Array.getLength(one) != Array.getLength(other);
  }

  /** Whether equals may say that a difference is none. */
  private boolean maySettle() {
    return ours.family() == Family.OBJECT && ours.definesEquals();
  }

  private void doubt(int part) {
    if (doubtful == null) {
      doubtful = new ArrayList<>();
    }
    doubtful.add(part);
  }

  private void report() {
    if (doubtful != null) {
      doubtful.forEach(part -> report(part, false));
      doubtful = null;
    }
  }

  private void report(int part, boolean acquit) {
    String name = ours.names()[part];
    Object one = ours.value(legacy, part);
    Object other = theirs.value(replacement, part);
    int used = acquit && isResized(one, other) ? used(part, one, other) : -1;
    if (used >= 0) {
      one = prefix(one, used);
      other = prefix(other, used);
    }
    walk.pair(place, name, place.scope().step(name), one, other);
  }

  private void settle(Mark before) {
    boolean asks = ours.definesEquals() && !isByFields();
    if (doubtful != null && asks && (!oneClass || areEqual(legacy, replacement))) {
      hash(legacy);
      hash(replacement);
      List<Integer> parts = doubtful;
      doubtful = null;
      parts.forEach(part -> report(part, oneClass));
    }
    report();
    if (asks && oneClass && !walk.findings().differSince(before)) {
      unseen();
    } else if (!ours.unreadable().isEmpty() && !walk.findings().differSince(before)) {
      throw Obstacle.here(ours.unreadable());
    }
  }

  private boolean isByFields() {
    Rule rule = walk.rules().rule(Effect.EQUALITY, place.scope(), legacy, replacement);
    return rule != null && rule.byFields;
  }

  /** Asks for what fields do not show. */
  private void unseen() {
    boolean closed = !ours.unreadable().isEmpty();
    int parts = ours.names().length;
    if ((closed || parts > ours.lasting()) && !areEqual(legacy, replacement)) {
      Mark before = walk.findings().mark();
      range(ours.lasting(), parts);
      report();
      if (closed && !walk.findings().differSince(before)) {
        walk.differs(place.parent(), place.step(), place.scope(), Kind.VALUE, legacy, replacement);
      }
    }
  }

  /** By code of the application's; where that fails they are not. */
  static boolean areEqual(Object one, Object other) {
    try {
      return Equalities.areEqual(one, other);
    } catch (RuntimeException | StackOverflowError failure) {
      return false;
    }
  }

  @SuppressWarnings({"ReturnValueIgnored", "CheckReturnValue"}) // what it keeps is what is wanted
  static void hash(Object value) {
    try {
      value.hashCode();
    } catch (RuntimeException | StackOverflowError failure) {
      // Then it keeps nothing.
    }
  }

  /**
   * How many elements of two arrays are used, by an int that both objects keep; -1 if unknown. It
   * might be any other number, so equals has to look at what is used.
   */
  private int used(int part, @Nullable Object one, @Nullable Object other) {
    for (int i = 0; i < ours.lasting(); i++) {
      if (ours.primitives()[i] != null
          && isSamePrimitive(i)
          && ours.value(legacy, i) instanceof Integer size
          && isRestEmpty(one, size)
          && isRestEmpty(other, size)) {
        return size == 0 || isLookedAt(part, size) ? size : -1;
      }
    }
    return -1;
  }

  /** Tries on a copy whether equals minds what is in an array. */
  private boolean isLookedAt(int part, int used) {
    if (!(Snapshots.of("", legacy) instanceof Snapshot.Taken taken) || taken.fill() != null) {
      return false;
    }
    Object copy = taken.value();
    if (copy == null) {
      return false;
    }
    Object array = ours.value(copy, part);
    return array != null
        && array != ours.value(legacy, part)
        && areEqual(legacy, copy)
        && change(array, used)
        && !areEqual(legacy, copy);
  }

  private static boolean isRestEmpty(@Nullable Object array, long from) {
    int length = array == null ? 0 : Array.getLength(array);
    if (array == null || from < 0 || from > length) {
      return false;
    }
    for (int i = (int) from; i < length; i++) {
      if (!isEmpty(array, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(Object array, int at) {
    Object element = Array.get(array, at);
    return element == null || element.equals(nothing(array));
  }

  private static @Nullable Object nothing(Object array) {
    return Array.get(Array.newInstance(array.getClass().getComponentType(), 1), 0);
  }

  /** Puts something else into the first elements; false if there is nothing else to be had. */
  private static boolean change(Object array, int used) {
    for (int i = 0; i < used; i++) {
      if (!isEmpty(array, i)) {
        Array.set(array, i, nothing(array));
        return true;
      }
    }
    if (array instanceof boolean[] booleans) {
      booleans[0] = true;
    } else if (array instanceof char[] chars) {
      chars[0] = 'a';
    } else if (array.getClass().getComponentType().isPrimitive()) {
      Array.setByte(array, 0, (byte) 1);
    } else {
      return false;
    }
    return true;
  }

  private static @Nullable Object prefix(@Nullable Object array, int length) {
    if (array == null) {
      return null;
    }
    Object prefix = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, prefix, 0, length);
    return prefix;
  }
}
