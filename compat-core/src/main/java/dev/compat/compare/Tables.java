package dev.compat.compare;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the JDK's hash tables with as many places as the original has, so that a copy is
 * iterated as the original is, now and after something is added. Stateless.
 */
@SuppressWarnings({"ReferenceEquality", "JdkObsolete", "unchecked"}) // the copy holds what it may
final class Tables {

  static final String OTHER_ORDER = "no copy is iterated in its order";
  static final String CHANGED = "it is changed by another thread";

  /** Places in a table that cost about what one element does. */
  private static final int PLACES_PER_ELEMENT = 16;

  /** Of the places that a table is tried with. */
  private static final int MOST_PLACES = 1 << 17;

  private static final int USUAL_PLACES = 16;

  private Tables() {}

  /** The same table without what is in it; of a layout with fields. */
  static Object emptied(Copier copier, Part part, Object[] layout, Object map) throws Throwable {
    Object[] table = (Object[]) Layout.get(layout, "table", map);
    Map<?, ?> copy = (Map<?, ?>) Layout.copy(layout, map);
    if (table != null) {
      copier.spend(table.length / PLACES_PER_ELEMENT);
      Class<?> type = table.getClass().getComponentType();
      Layout.put(layout, "table", copy, Array.newInstance(type, table.length));
      copy.clear();
    } else if (!copy.isEmpty()) {
      throw part.refusal(CHANGED);
    }
    return copy;
  }

  /** The same, of a set. */
  static Object emptiedSet(Copier copier, Part part) throws Throwable {
    Object map = Layout.get(part.layout, "map", part.value);
    if (map == null) {
      throw part.refusal(CHANGED);
    }
    Object copy = Layout.copy(part.layout, part.value);
    Layout.put(part.layout, "map", copy, emptied(copier, part, Layout.of(map.getClass()), map));
    return copy;
  }

  /** With room for as many as the original has; of a layout with fields. */
  static Object concurrent(Copier copier, Part part) throws Throwable {
    Object[] table = (Object[]) Layout.get(part.layout, "table", part.value);
    if (table == null) {
      return new ConcurrentHashMap<>();
    }
    copier.spend(table.length / PLACES_PER_ELEMENT);
    return new ConcurrentHashMap<>(table.length / 2);
  }

  /** How many places give that order where the table cannot be read; zero if none do. */
  static int places(Collection<?> keys) {
    int least = 1;
    while (least * 3 / 4 < keys.size()) {
      least *= 2;
    }
    for (int places = Math.max(least, USUAL_PLACES); places <= MOST_PLACES; places *= 2) {
      if (isInOrder(keys, places)) {
        return places;
      }
    }
    for (int places = Math.min(least, USUAL_PLACES); places < USUAL_PLACES; places *= 2) {
      if (isInOrder(keys, places)) {
        return places;
      }
    }
    return 0;
  }

  private static boolean isInOrder(Collection<?> keys, int places) {
    Map<Object, Object> copy = new HashMap<>(places);
    keys.forEach(key -> copy.put(key, ""));
    return isInOrder(copy.keySet(), keys.iterator());
  }

  static boolean isInOrder(Collection<?> filled, Iterator<?> keys) {
    for (Object key : filled) {
      if (!keys.hasNext() || keys.next() != key) {
        return false;
      }
    }
    return !keys.hasNext();
  }

  /** Puts them so that they are iterated in their order, if they can be. */
  @NullUnmarked // a map may hold null
  static void fill(Map<Object, Object> map, Object[] keys, Object @Nullable [] values) {
    boolean isLastFirst = map instanceof Hashtable;
    for (int i = 0; i < keys.length; i++) {
      int at = isLastFirst ? keys.length - 1 - i : i;
      map.put(keys[at], values == null ? null : values[at]);
    }
  }

  record Entries(@Nullable Object[] keys, @Nullable Object[] values) {}

  /** What is in a {@code Hashtable}, read without its monitor. */
  static Entries entries(Copier copier, Part part) throws Throwable {
    int size = size(part);
    copier.spend(size);
    @Nullable Object[] keys = new @Nullable Object[size];
    @Nullable Object[] values = new @Nullable Object[size];
    Object found = Layout.get(part.layout, "table", part.value);
    Object[] table = found == null ? new Object[0] : (Object[]) found;
    int length = 0;
    for (int i = table.length - 1; i >= 0; i--) {
      for (Object at = table[i]; at != null; length++) {
        if (length == size) {
          throw part.refusal(CHANGED);
        }
        Object[] layout = Layout.of(at.getClass());
        keys[length] = Layout.get(layout, "key", at);
        values[length] = Layout.get(layout, "value", at);
        at = Layout.get(layout, "next", at);
      }
    }
    boolean isWhole = length == size && size == size(part);
    if (!isWhole || found != Layout.get(part.layout, "table", part.value)) {
      throw part.refusal(CHANGED);
    }
    return new Entries(keys, values);
  }

  /** As an object with the same numbers and no table tells it. */
  private static int size(Part part) throws Throwable {
    return ((Map<?, ?>) Layout.copy(part.layout, part.value)).size();
  }

  /** A {@code Vector} or {@code Stack}, read without its monitor. */
  static Object vector(Copier copier, Part part) throws Throwable {
    Collection<?> copy = (Collection<?>) Layout.copy(part.layout, part.value);
    copier.spend(copy.size());
    Object[] elements = (Object[]) Layout.get(part.layout, "elementData", part.value);
    if (elements == null) {
      throw part.refusal(CHANGED);
    }
    copier.spend(elements.length / PLACES_PER_ELEMENT);
    Layout.put(part.layout, "elementData", copy, elements.clone());
    Collection<?> again = (Collection<?>) Layout.copy(part.layout, part.value);
    if (copy.size() > elements.length
        || copy.size() != again.size()
        || elements != Layout.get(part.layout, "elementData", part.value)) {
      throw part.refusal(CHANGED);
    }
    return copy;
  }

  /** A {@code StringBuffer}, read without its monitor. */
  static Object buffer(Copier copier, Part part) throws Throwable {
    StringBuffer copy = (StringBuffer) Layout.copy(part.layout, part.value);
    byte[] text = (byte[]) Layout.get(part.layout, "value", part.value);
    if (text == null) {
      throw part.refusal(CHANGED);
    }
    copier.spend(Math.max(1, text.length / PLACES_PER_ELEMENT));
    byte[] mine = text.clone();
    StringBuffer again = (StringBuffer) Layout.copy(part.layout, part.value);
    Layout.put(part.layout, "value", copy, mine);
    Layout.put(part.layout, "value", again, mine);
    boolean isWhole = copy.length() <= copy.capacity() && Arrays.equals(sizes(copy), sizes(again));
    if (!isWhole || text != Layout.get(part.layout, "value", part.value)) {
      throw part.refusal(CHANGED);
    }
    return copy;
  }

  /** The capacity tells in how many bytes a letter is held. */
  private static int[] sizes(StringBuffer text) {
    return new int[] {text.length(), text.capacity()};
  }
}
