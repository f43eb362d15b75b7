package dev.compat.compare;

import java.lang.reflect.Array;
import java.text.Format;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Copies one graph of values, or says what in it cannot be copied and where. For one use by one
 * thread.
 *
 * <p>An object is made first and filled later, from a list of what is to be done, so that neither
 * depth nor cycles matter and a caller at the edge of its stack gets by with a few frames. Runs no
 * code of the application: no constructor (but that of a record, where the JDK's memory is out of
 * reach), no {@code clone}, no getter, no {@code equals}. What would have to be hashed by code of
 * the application is left to {@link Rehashing}.
 */
@SuppressWarnings({
  "ReferenceEquality", // parts are told apart as objects, never by what they equal
  "JavaUtilDate", // what is copied is what legacy code uses
  "JdkObsolete",
  "UnnecessaryStringBuilder" // a builder is what was passed
})
final class Copier {

  /** Of elements of arrays and containers, and, by themselves, of objects. */
  private static final int MOST = 10_000;

  /** Of values that are made of finished ones, such as a {@code List.of} in a {@code List.of}. */
  private static final int MAX_DEPTH = 32;

  /** Copying this many primitives costs about what copying one element of a list does. */
  private static final int PRIMITIVES_PER_ELEMENT = 16;

  final Rehashing rehashing = new Rehashing();

  private final Class<?>[] shared;
  private int elements;
  private int objects;
  private int depth;
  private @Nullable Part todo;
  private @Nullable Part first;
  private @Nullable IdentityHashMap<Object, Object> copies;

  Copier(Class<?>[] shared) {
    this.shared = shared;
  }

  /** Ends a copy. Has no trace, since making one costs more than all the rest. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * Copies a value, which is one of those that this copier is for.
   *
   * @throws Refusal with what follows the value's label, such as {@code " is a java.util.Timer: …"}
   */
  Object copy(Object value) throws Throwable {
    Object copy = copyOf(value, null, 0);
    fillDownTo(null);
    return copy;
  }

  private void fillDownTo(@Nullable Part end) throws Throwable {
    for (Part part = todo; part != null && part != end; part = todo) {
      todo = part.next;
      fill(part);
    }
  }

  /** The copy of something that a part holds; {@code step} is where. */
  @Nullable Object held(Part holder, int step, @Nullable Object value) throws Throwable {
    return value == null ? null : copyOf(value, holder, step);
  }

  Object copyOf(Object value, @Nullable Part holder, int step) throws Throwable {
    if (Immutables.isCommon(value)) {
      return value;
    }
    Object[] layout = Layout.of(value.getClass());
    Layout.Kind kind = Layout.kind(layout);
    if (kind == Layout.Kind.SAME || isShared(value)) {
      return value;
    }
    Object known = known(value);
    return known != null ? known : copyOf(new Part(value, layout, kind, holder, step));
  }

  private boolean isShared(Object value) {
    for (Class<?> type : shared) {
      if (type.isInstance(value)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object known(Object value) {
    if (first != null && first.value == value) {
      return first.copy;
    }
    return copies == null ? null : copies.get(value);
  }

  private Object copyOf(Part part) throws Throwable {
    Object copy = make(part);
    part.copy = copy;
    if (copy != part.value) {
      remember(part, copy);
      if (part.isFilledLater()) {
        part.next = todo;
        todo = part;
      }
    }
    return copy;
  }

  /** So that parts that are one object stay one object, cycles included. */
  private void remember(Part part, Object copy) {
    if (first == null) {
      first = part;
      return;
    }
    if (copies == null) {
      copies = new IdentityHashMap<>();
    }
    copies.put(part.value, copy);
  }

  void spend(int count) throws Refusal {
    elements += Math.min(count, MOST + 1);
    if (elements > MOST) {
      throw new Refusal(" holds more than 10,000 elements");
    }
  }

  private void spendObject() throws Refusal {
    if (++objects > MOST) {
      throw new Refusal(" holds more than 10,000 objects");
    }
  }

  /** Something that is made of finished parts, which takes frames of the caller's stack. */
  void enter(Part part) throws Refusal {
    if (++depth > MAX_DEPTH) {
      throw part.refusal("it is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  private Object make(Part part) throws Throwable {
    return switch (part.kind) {
      case SAME -> part.value;
      case REFUSED -> throw part.refusal(Layout.why(part.layout));
      case FIELDS, NODE -> object(part);
      case FUNCTION -> function(part);
      case RECORD -> record(part);
      case PRIMITIVES -> primitives(part);
      case ARRAY -> array(part);
      case CLONE -> cloned(part);
      case TEXT -> text(part);
      case BUFFER -> Tables.buffer(this, part);
      case OPTIONAL -> optional(part);
      default -> container(part);
    };
  }

  private Object container(Part part) throws Throwable {
    return part.value instanceof Map<?, ?> map
        ? MapCopies.make(this, part, map)
        : CollectionCopies.make(this, part, (Collection<?>) part.value);
  }

  private void fill(Part part) throws Throwable {
    switch (part.kind) {
      case FIELDS -> fillObject(part);
      case NODE -> fillNode(part);
      case ARRAY -> fillArray(part);
      default -> fillContainer(part);
    }
  }

  private void fillContainer(Part part) throws Throwable {
    if (part.value instanceof Map<?, ?> map) {
      MapCopies.fill(this, part, map);
    } else {
      CollectionCopies.fill(this, part, (Collection<?>) part.value);
    }
  }

  private Object object(Part part) throws Throwable {
    spendObject();
    return Layout.copy(part.layout, part.value);
  }

  private void fillObject(Part part) throws Throwable {
    int length = Layout.names(part.layout).length;
    for (int i = 0; i < length; i++) {
      Object value = Layout.get(part.layout, i, part.value);
      if (value != null) {
        Layout.put(part.layout, i, part.copy(), copyOf(value, part, i));
      }
    }
  }

  /** A table of the JDK's keeps the hash of a key, and that of a copy may be another. */
  private void fillNode(Part part) throws Throwable {
    fillObject(part);
    if (Layout.get(part.layout, "key", part.copy()) != Layout.get(part.layout, "key", part.value)) {
      throw part.refusal("its key may change, and a copy be hashed otherwise");
    }
  }

  /** Somebody's code with what it captured: a copy of that would go on by itself. */
  private Object function(Part part) throws Throwable {
    enter(part);
    for (int i = 0; i < Layout.names(part.layout).length; i++) {
      Object captured = Layout.get(part.layout, i, part.value);
      if (captured != null && !isSame(part, i, captured)) {
        throw part.refusal(Unshared.FUNCTION);
      }
    }
    leave();
    return part.value;
  }

  private boolean isSame(Part part, int step, Object captured) throws Throwable {
    Layout.Kind kind = Layout.kind(Layout.of(captured.getClass()));
    boolean may =
        kind == Layout.Kind.SAME
            || kind == Layout.Kind.FUNCTION
            || kind == Layout.Kind.HOLDER
            || isShared(captured);
    return may && copyOf(captured, part, step) == captured;
  }

  /** Its constructor may look at what it is given, so that has to be whole. */
  private Object record(Part part) throws Throwable {
    RecordShape shape = RecordShape.of(part.value.getClass());
    if (!shape.isOpen()) {
      throw part.refusal("its module is closed to Compat" + Memory.REMEDY);
    }
    spendObject();
    enter(part);
    @Nullable Object[] held = new @Nullable Object[shape.names().size()];
    boolean same = true;
    Part end = todo;
    for (int i = 0; i < held.length; i++) {
      Object value = shape.held(part.value, i);
      held[i] = held(part, i, value);
      same &= held[i] == value || isSmall(value);
    }
    fillDownTo(end);
    leave();
    if (same) {
      return part.value;
    }
    // What it holds may lead back to it.
    Object known = known(part.value);
    return known != null ? known : rebuilt(part, shape, held);
  }

  /** A constructor may normalise what it is given; then the copy would not be faithful. */
  private static Object rebuilt(Part part, RecordShape shape, @Nullable Object[] held)
      throws Throwable {
    Object copy = shape.create(held);
    for (int i = 0; i < held.length; i++) {
      Object now = shape.held(copy, i);
      if (now != held[i] && !(now != null && isSmall(now) && now.equals(held[i]))) {
        throw part.refusal("its constructor changes what it is given");
      }
    }
    return copy;
  }

  /** Such as reading a primitive field makes anew each time. */
  private static boolean isSmall(@Nullable Object value) {
    return value != null && Immutables.isCommon(value);
  }

  private Object primitives(Part part) throws Refusal {
    int length = Array.getLength(part.value);
    spend(Math.max(1, length / PRIMITIVES_PER_ELEMENT));
    Object copy = Array.newInstance(part.value.getClass().getComponentType(), length);
    System.arraycopy(part.value, 0, copy, 0, length);
    return copy;
  }

  private Object array(Part part) throws Refusal {
    Object[] array = (Object[]) part.value;
    spend(array.length);
    return array.clone();
  }

  private void fillArray(Part part) throws Throwable {
    @Nullable Object[] array = (@Nullable Object[]) part.copy();
    for (int i = 0; i < array.length; i++) {
      array[i] = held(part, i, array[i]);
    }
  }

  private Object cloned(Part part) throws Refusal {
    Object value = part.value;
    if (value instanceof BitSet bits) {
      spend(bits.size() / Long.SIZE);
      return bits.clone();
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    if (value instanceof Calendar calendar) {
      return calendar.clone();
    }
    if (value instanceof TimeZone zone) {
      return zone.clone();
    }
    return value instanceof Format format ? format.clone() : ((EnumSet<?>) value).clone();
  }

  private Object text(Part part) throws Refusal {
    StringBuilder text = (StringBuilder) part.value;
    spend(Math.max(1, text.length() / PRIMITIVES_PER_ELEMENT));
    return new StringBuilder(text);
  }

  private Object optional(Part part) throws Throwable {
    Optional<?> optional = (Optional<?>) part.value;
    if (optional.isEmpty()) {
      return optional;
    }
    enter(part);
    Object held = copyOf(optional.get(), part, 0);
    leave();
    return held == optional.get() ? optional : Optional.of(held);
  }
}
