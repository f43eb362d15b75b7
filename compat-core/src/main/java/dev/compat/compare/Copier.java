package dev.compat.compare;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Copies one value, or says why it cannot. For one use by one thread.
 *
 * <p>Every method returns the copy, the value itself where it is immutable, or null once a {@link
 * #reason()} is known.
 */
@SuppressWarnings({
  "ReferenceEquality", // parts are told apart as objects, never by what they equal
  "JdkObsolete", // what is copied is what legacy code uses
  "JavaUtilDate",
  "UnnecessaryStringBuilder" // a builder is what was passed
})
final class Copier {

  private static final int MAX_ELEMENTS = 10_000;
  private static final int MAX_DEPTH = 32;

  /** Copying this many primitives costs about what copying one element of a list does. */
  private static final int PRIMITIVES_PER_ELEMENT = 16;

  private static final Class<?> AS_LIST = Arrays.asList(1).getClass();
  private static final Class<?> UNMODIFIABLE =
      Collections.unmodifiableList(new ArrayList<>()).getClass();
  private static final Class<?> UNMODIFIABLE_LINKED =
      Collections.unmodifiableList(new LinkedList<>()).getClass();
  private static final Set<Class<?>> LISTS =
      Set.of(ArrayList.class, LinkedList.class, Vector.class, Stack.class);

  private final Object root;
  private int elements;
  private int depth;
  private @Nullable String reason;
  private @Nullable Object rootCopy;
  private @Nullable IdentityHashMap<Object, Object> copies;

  Copier(Object root) {
    this.root = root;
  }

  /** Why there is no copy, to follow the label, such as {@code " is a com.acme.Order: …"}. */
  String reason() {
    return String.valueOf(reason);
  }

  private @Nullable Object refuse(String text) {
    if (reason == null) {
      reason = text;
    }
    return null;
  }

  private @Nullable Object unknown(Object value) {
    String verb = value == root ? " is a " : " holds a ";
    String why = ": it may change after the call and cannot be copied";
    return refuse(verb + value.getClass().getTypeName() + why);
  }

  @Nullable Object copy(Object value) throws ReflectiveOperationException {
    if (Snapshots.isImmutable(value)) {
      return value;
    }
    Object known = known(value);
    return known != null ? known : copyMutable(value);
  }

  private @Nullable Object known(Object value) {
    if (value == root) {
      return rootCopy;
    }
    return copies == null ? null : copies.get(value);
  }

  private @Nullable Object copyMutable(Object value) throws ReflectiveOperationException {
    if (depth == MAX_DEPTH) {
      return refuse(" is nested deeper than " + MAX_DEPTH + " levels");
    }
    depth++;
    Object copy = value.getClass().isArray() ? array(value) : nonArray(value);
    depth--;
    return copy;
  }

  private @Nullable Object nonArray(Object value) throws ReflectiveOperationException {
    if (value instanceof Collection<?> collection) {
      return collection(collection);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Record) {
      return record(value);
    }
    return value instanceof Optional<?> optional ? optional(optional) : small(value);
  }

  private @Nullable Object small(Object value) {
    if (value.getClass() == StringBuilder.class) {
      return remember(value, new StringBuilder(value.toString()));
    }
    if (value.getClass() == StringBuffer.class) {
      return remember(value, new StringBuffer(value.toString()));
    }
    if (value instanceof Date date && date.getClass().getName().startsWith("java.")) {
      return remember(value, date.clone());
    }
    if (value.getClass() == GregorianCalendar.class) {
      return remember(value, ((GregorianCalendar) value).clone());
    }
    return value.getClass() == BitSet.class ? bits((BitSet) value) : unknown(value);
  }

  private @Nullable Object bits(BitSet bits) {
    return spend(bits.size() / Long.SIZE) ? remember(bits, bits.clone()) : null;
  }

  private boolean spend(int count) {
    elements += Math.min(count, MAX_ELEMENTS + 1);
    if (elements > MAX_ELEMENTS) {
      refuse(" holds more than 10,000 elements");
    }
    return elements <= MAX_ELEMENTS;
  }

  /** So that parts that are one object stay one object, cycles included. */
  private Object remember(Object value, Object copy) {
    if (value == root) {
      rootCopy = copy;
      return copy;
    }
    if (copies == null) {
      copies = new IdentityHashMap<>();
    }
    copies.put(value, copy);
    return copy;
  }

  private @Nullable Object array(Object value) throws ReflectiveOperationException {
    int length = Array.getLength(value);
    if (!(value instanceof Object[] array)) {
      return spend(length / PRIMITIVES_PER_ELEMENT) ? remember(value, clone(value, length)) : null;
    }
    if (!spend(length)) {
      return null;
    }
    Object[] copy = array.clone();
    remember(value, copy);
    return copyInPlace(copy) ? copy : null;
  }

  private static Object clone(Object primitives, int length) {
    Object copy = Array.newInstance(primitives.getClass().getComponentType(), length);
    System.arraycopy(primitives, 0, copy, 0, length);
    return copy;
  }

  private boolean copyInPlace(@Nullable Object[] values) throws ReflectiveOperationException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null && (values[i] = copy(value)) == null) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object collection(Collection<?> value) throws ReflectiveOperationException {
    if (Immutables.isHolder(value.getClass())) {
      return spend(value.size()) && areImmutable(value) ? value : refuseHeld(value);
    }
    if (!spend(value.size())) {
      return null;
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    return value instanceof Set<?> set ? set(set) : deque(value);
  }

  private @Nullable Object list(List<?> list) throws ReflectiveOperationException {
    Class<?> type = list.getClass();
    if (LISTS.contains(type)) {
      return filled(list, cloneOf(list));
    }
    if (type == AS_LIST) {
      return filled(list, Arrays.asList(list.toArray()));
    }
    return type == UNMODIFIABLE || type == UNMODIFIABLE_LINKED ? unmodifiable(list) : unknown(list);
  }

  @SuppressWarnings("unchecked") // the copy may hold whatever the original holds
  private static List<Object> cloneOf(List<?> list) {
    if (list instanceof ArrayList<?> array) {
      return (List<Object>) array.clone();
    }
    return (List<Object>)
        (list instanceof LinkedList<?> linked ? linked.clone() : ((Vector<?>) list).clone());
  }

  private @Nullable Object unmodifiable(List<?> list) throws ReflectiveOperationException {
    boolean linked = !(list instanceof RandomAccess);
    List<Object> copy = linked ? new LinkedList<>(list) : new ArrayList<>(list);
    return filled(list, copy) == null ? null : remember(list, Collections.unmodifiableList(copy));
  }

  private @Nullable Object filled(Object original, List<Object> copy)
      throws ReflectiveOperationException {
    remember(original, copy);
    for (ListIterator<Object> at = copy.listIterator(); at.hasNext(); ) {
      Object value = at.next();
      Object held = value == null ? null : copy(value);
      if (held == null && value != null) {
        return null;
      }
      if (held != value) {
        at.set(held);
      }
    }
    return copy;
  }

  /** Elements and keys must be immutable: a copy of one might be equal to it or not. */
  private @Nullable Object set(Set<?> set) throws ReflectiveOperationException {
    if (!areImmutable(set)) {
      return refuseHeld(set);
    }
    Class<?> type = set.getClass();
    if (type == HashSet.class || type == LinkedHashSet.class) {
      return remember(set, new LinkedHashSet<>(set));
    }
    if (type == TreeSet.class) {
      return remember(set, ((TreeSet<?>) set).clone());
    }
    return set instanceof EnumSet<?> constants ? remember(set, constants.clone()) : unknown(set);
  }

  private @Nullable Object deque(Collection<?> value) throws ReflectiveOperationException {
    if (value.getClass() != ArrayDeque.class) {
      return unknown(value);
    }
    return areImmutable(value)
        ? remember(value, ((ArrayDeque<?>) value).clone())
        : refuseHeld(value);
  }

  private boolean areImmutable(Collection<?> values) throws ReflectiveOperationException {
    for (Object value : values) {
      if (value != null && copy(value) != value) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object refuseHeld(Object holder) {
    String verb = holder == root ? " is a " : " holds a ";
    String why = " of values that may change after the call";
    return refuse(verb + holder.getClass().getTypeName() + why);
  }

  private @Nullable Object map(Map<?, ?> map) throws ReflectiveOperationException {
    if (!spend(map.size())) {
      return null;
    }
    if (Immutables.isHolder(map.getClass())) {
      boolean held = areImmutable(map.keySet()) && areImmutable(map.values());
      return held ? map : refuseHeld(map);
    }
    Map<Object, Object> copy = cloneOf(map);
    if (copy == null) {
      return unknown(map);
    }
    return areImmutable(map.keySet()) ? filled(map, copy) : refuseHeld(map);
  }

  @SuppressWarnings("unchecked") // the copy may hold whatever the original holds
  private static @Nullable Map<Object, Object> cloneOf(Map<?, ?> map) {
    Class<?> type = map.getClass();
    if (type == HashMap.class) {
      return new LinkedHashMap<>(map);
    }
    if (type == LinkedHashMap.class) {
      return (Map<Object, Object>) ((LinkedHashMap<?, ?>) map).clone();
    }
    if (type == TreeMap.class) {
      return (Map<Object, Object>) ((TreeMap<?, ?>) map).clone();
    }
    if (type == Hashtable.class) {
      return (Map<Object, Object>) ((Hashtable<?, ?>) map).clone();
    }
    return type == EnumMap.class
        ? (Map<Object, Object>) (Map<?, ?>) ((EnumMap<?, ?>) map).clone()
        : null;
  }

  private @Nullable Object filled(Object original, Map<Object, Object> copy)
      throws ReflectiveOperationException {
    remember(original, copy);
    for (Map.Entry<Object, Object> entry : copy.entrySet()) {
      Object value = entry.getValue();
      Object held = value == null ? null : copy(value);
      if (held == null && value != null) {
        return null;
      }
      if (held != value) {
        entry.setValue(held);
      }
    }
    return copy;
  }

  private @Nullable Object optional(Optional<?> optional) throws ReflectiveOperationException {
    if (optional.isEmpty()) {
      return optional;
    }
    Object held = copy(optional.get());
    if (held == null || held == optional.get()) {
      return held == null ? null : optional;
    }
    return Optional.of(held);
  }

  private @Nullable Object record(Object value) throws ReflectiveOperationException {
    RecordShape shape = RecordShape.of(value.getClass());
    if (!shape.isOpen() || !spend(shape.names().size())) {
      return unknown(value);
    }
    @Nullable Object[] components = new @Nullable Object[shape.names().size()];
    for (int i = 0; i < components.length; i++) {
      components[i] = shape.held(value, i);
    }
    @Nullable Object[] held = components.clone();
    if (!copyInPlace(held)) {
      return null;
    }
    return isSame(components, held) ? value : rebuilt(value, shape, held);
  }

  private static boolean isSame(@Nullable Object[] one, @Nullable Object[] other) {
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** A constructor may normalise what it is given; then the copy would not be faithful. */
  private @Nullable Object rebuilt(Object value, RecordShape shape, @Nullable Object[] held)
      throws ReflectiveOperationException {
    Object copy = shape.create(held);
    for (int i = 0; i < held.length; i++) {
      if (!Objects.deepEquals(held[i], shape.held(copy, i))) {
        return unknown(value);
      }
    }
    return remember(value, copy);
  }
}
