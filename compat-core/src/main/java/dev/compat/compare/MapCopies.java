package dev.compat.compare;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Copies maps of the JDK, in the order that they have and without comparing or hashing keys of the
 * application's. Stateless.
 */
@SuppressWarnings({"ReferenceEquality", "JdkObsolete", "unchecked"}) // the copy holds what it may
final class MapCopies {

  /** How much larger than its content a table may have been made. */
  private static final int MOST_SPARE = 10;

  private static final Class<?> SINGLETON = Collections.singletonMap(1, 1).getClass();

  private MapCopies() {}

  static Object make(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    if (part.kind == Layout.Kind.HASHTABLE) {
      return Tables.emptied(copier, part, part.layout, map);
    }
    copier.spend(map.size());
    return switch (part.kind) {
      case HASH_MAP -> hashed(copier, part, map);
      case LINKED_MAP -> linked(copier, part, map);
      case SORTED_MAP ->
          new TreeMap<>(comparator(copier, part, ((TreeMap<?, ?>) map).comparator()));
      case ENUM_MAP -> ((EnumMap<?, ?>) map).clone();
      case CONCURRENT_MAP -> concurrent(copier, part, map);
      case IDENTITY_MAP -> new IdentityHashMap<>(map.size());
      default -> holder(copier, part, map);
    };
  }

  static void fill(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    switch (part.kind) {
      case ENUM_MAP -> fillValues(copier, part);
      case HASHTABLE -> {
        Tables.Entries entries = Tables.entries(copier, part);
        fillEntries(copier, part, entries.keys(), entries.values());
      }
      default -> fillEntries(copier, part, map);
    }
  }

  static int capacity(int size) {
    return Math.max(size + size / 3 + 1, 16);
  }

  /** A copy that knows whether it is in order of access. */
  private static Object emptied(Map<?, ?> map) {
    Map<?, ?> copy = (Map<?, ?>) ((HashMap<?, ?>) map).clone();
    copy.clear();
    return copy;
  }

  /** One of the JDK's says how to order and nothing else; any other is part of the graph. */
  static @Nullable Comparator<Object> comparator(
      Copier copier, Part part, @Nullable Comparator<?> comparator) throws Throwable {
    Object copy =
        comparator == null || Jdk.isOfTheJdk(comparator.getClass())
            ? comparator
            : copier.held(part, 0, comparator);
    return (Comparator<Object>) copy;
  }

  /** In the order of the original, if need be as a {@code LinkedHashMap}. */
  private static Object hashed(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    if (Memory.REACHES_ALL) {
      return hashesObjects(map.keySet())
          ? new LinkedHashMap<>(capacity(map.size()))
          : Tables.emptied(copier, part, part.layout, map);
    }
    int places = areTakenAsTheyAre(map.keySet()) ? Tables.places(map.keySet()) : 0;
    return places == 0 ? new LinkedHashMap<>(capacity(map.size())) : new HashMap<>(places);
  }

  private static Object linked(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    if (Memory.REACHES_ALL) {
      return Tables.emptied(copier, part, part.layout, map);
    }
    return areTakenAsTheyAre(map.keySet()) ? emptied(map) : new LinkedHashMap<>();
  }

  /** Whether there are keys whose copies have another hash, and so another place. */
  static boolean hashesObjects(Collection<?> keys) {
    for (Object key : keys) {
      if (key != null && !Immutables.isCommon(key) && hashesObject(Layout.of(key.getClass()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hashesObject(Object[] layout) {
    return switch (Layout.kind(layout)) {
      case FIELDS -> Layout.isHashable(layout);
      case ARRAY, PRIMITIVES -> true;
      default -> false;
    };
  }

  static boolean areTakenAsTheyAre(Collection<?> keys) {
    for (Object key : keys) {
      if (key != null && !isTakenAsItIs(key)) {
        return false;
      }
    }
    return true;
  }

  /** Also with the hash that it has, by code of the JDK's alone. */
  private static boolean isTakenAsItIs(Object key) {
    if (Immutables.isCommon(key)) {
      return true;
    }
    Object[] layout = Layout.of(key.getClass());
    return Layout.kind(layout) == Layout.Kind.SAME && Layout.isHashable(layout);
  }

  static boolean isHashable(@Nullable Object key) {
    return key == null || Immutables.isCommon(key) || Layout.isHashable(Layout.of(key.getClass()));
  }

  /** Where the size of its table is not told, the order of iteration gives it. */
  private static Object concurrent(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    if (Memory.REACHES_ALL) {
      return Tables.concurrent(copier, part);
    }
    if (!areTakenAsTheyAre(map.keySet())) {
      return new ConcurrentHashMap<>(map.size());
    }
    for (int spare = 0; spare < MOST_SPARE; spare++) {
      Map<Object, Object> copy = new ConcurrentHashMap<>(Math.max(8, map.size() / 2) << spare);
      map.keySet().forEach(key -> copy.put(key, key));
      if (Tables.isInOrder(copy.keySet(), map.keySet().iterator())) {
        return copy;
      }
    }
    throw part.refusal(Tables.OTHER_ORDER);
  }

  private static void fillValues(Copier copier, Part part) throws Throwable {
    int i = 0;
    for (Map.Entry<?, Object> entry : ((Map<?, Object>) part.copy()).entrySet()) {
      Object value = entry.getValue();
      Object held = copier.held(part, i++, value);
      if (held != null && held != value) {
        entry.setValue(held);
      }
    }
  }

  private static void fillEntries(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    int size = map.size();
    @Nullable Object[] keys = new @Nullable Object[size];
    @Nullable Object[] values = new @Nullable Object[size];
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      keys[i] = entry.getKey();
      values[i++] = entry.getValue();
    }
    if (i < size) {
      throw part.refusal(Tables.CHANGED);
    }
    fillEntries(copier, part, keys, values);
  }

  private static void fillEntries(
      Copier copier, Part part, @Nullable Object[] keys, @Nullable Object[] values)
      throws Throwable {
    boolean hashable = true;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = copier.held(part, Part.KEY | i, keys[i]);
      values[i] = copier.held(part, i, values[i]);
      hashable = hashable && isHashable(keys[i]);
    }
    put(copier, part, keys, values, hashable);
  }

  @NullUnmarked // a tree may hold null, by a comparator that knows it
  private static void put(
      Copier copier, Part part, Object[] keys, Object[] values, boolean hashable)
      throws Copier.Refusal {
    Map<Object, Object> copy = (Map<Object, Object>) part.copy();
    if (copy instanceof TreeMap<Object, Object> sorted) {
      sorted.putAll(new InOrder.Entries(sorted.comparator(), entries(keys, values)));
    } else if (copy instanceof IdentityHashMap) {
      Tables.fill(copy, keys, values);
    } else if (hashable) {
      Tables.fill(copy, keys, values);
      if (!Tables.isInOrder(copy.keySet(), Arrays.asList(keys).iterator())) {
        throw part.refusal(Tables.OTHER_ORDER);
      }
    } else {
      copier.rehashing.add(copy, keys, values);
    }
  }

  private static Map.Entry<Object, Object>[] entries(
      @Nullable Object[] keys, @Nullable Object[] values) {
    Map.Entry<Object, Object>[] entries =
        (Map.Entry<Object, Object>[]) new Map.Entry<?, ?>[keys.length];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new AbstractMap.SimpleImmutableEntry<>(keys[i], values[i]);
    }
    return entries;
  }

  private static Object holder(Copier copier, Part part, Map<?, ?> map) throws Throwable {
    copier.enter(part);
    IdentityHashMap<@Nullable Object, @Nullable Object> held = new IdentityHashMap<>();
    boolean same = true;
    boolean sameKeys = true;
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = copier.held(part, Part.KEY | i, entry.getKey());
      Object value = copier.held(part, i++, entry.getValue());
      held.put(key, value);
      sameKeys &= key == entry.getKey() && isHashable(key);
      same &= key == entry.getKey() && value == entry.getValue();
    }
    copier.leave();
    if (!same && held.size() > 1 && !sameKeys) {
      throw part.refusal("copies of its keys would be hashed by code of the application");
    }
    return same ? map : holderOf(map, held);
  }

  private static Object holderOf(Map<?, ?> map, Map<@Nullable Object, @Nullable Object> held) {
    Object[] keys = held.keySet().toArray();
    Object[] values = held.values().toArray();
    return map.getClass() == SINGLETON
        ? Collections.singletonMap(keys[0], values[0])
        : Map.ofEntries(entries(keys, values));
  }
}
