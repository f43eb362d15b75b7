package dev.compat.recording;

import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A type of the JDK whose values hold others, and how one is made again.
 *
 * <p>What holds keys is written as keys and values in turn. A {@code HashMap} is made again as its
 * subclass {@code LinkedHashMap}, and a {@code HashSet} likewise: iterated in the order that was
 * recorded, which a table of another size would not keep.
 *
 * @param tag what it is called in a recording
 * @param type its class
 * @param empty makes one that is filled afterwards, so that it may hold itself; null for a type
 *     whose values cannot change
 * @param full makes one of all that it holds
 */
@SuppressWarnings({
  "JdkObsolete",
  "unchecked",
  "rawtypes"
}) // legacy code uses them; they hold anything
record Holder(
    String tag,
    Class<?> type,
    @Nullable Supplier<Object> empty,
    Function<List<Object>, Object> full) {

  private static final Map<Class<?>, Holder> BY_TYPE = new LinkedHashMap<>();
  private static final Map<String, Holder> BY_TAG = new LinkedHashMap<>();
  private static final Holder TO_LIST;

  static {
    changing("ArrayList", ArrayList.class, ArrayList::new);
    changing("LinkedList", LinkedList.class, LinkedList::new);
    changing("Vector", Vector.class, Vector::new);
    changing("Stack", Stack.class, Stack::new);
    changing("ArrayDeque", ArrayDeque.class, ArrayDeque::new);
    changing("PriorityQueue", PriorityQueue.class, PriorityQueue::new);
    changing("ConcurrentLinkedQueue", ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new);
    changing("CopyOnWriteArrayList", CopyOnWriteArrayList.class, CopyOnWriteArrayList::new);
    changing("CopyOnWriteArraySet", CopyOnWriteArraySet.class, CopyOnWriteArraySet::new);
    changing("HashSet", HashSet.class, LinkedHashSet::new);
    changing("LinkedHashSet", LinkedHashSet.class, LinkedHashSet::new);
    changing("TreeSet", TreeSet.class, TreeSet::new);
    changing("ConcurrentSkipListSet", ConcurrentSkipListSet.class, ConcurrentSkipListSet::new);
    changing("HashMap", HashMap.class, LinkedHashMap::new);
    changing("LinkedHashMap", LinkedHashMap.class, LinkedHashMap::new);
    changing("TreeMap", TreeMap.class, TreeMap::new);
    changing("Hashtable", Hashtable.class, Hashtable::new);
    changing("Properties", Properties.class, Properties::new);
    changing("ConcurrentHashMap", ConcurrentHashMap.class, ConcurrentHashMap::new);
    changing("ConcurrentSkipListMap", ConcurrentSkipListMap.class, ConcurrentSkipListMap::new);
    changing("AtomicReference", AtomicReference.class, AtomicReference::new);

    fixed("Arrays.asList", Arrays.asList(1), held -> Arrays.asList(held.toArray()));
    fixed("List.of", List.of(1), held -> List.of(held.toArray()));
    fixed("List.of", List.of(), held -> List.of(held.toArray()));
    TO_LIST =
        new Holder(
            "Stream.toList",
            Stream.of(1).toList().getClass(),
            null,
            held -> ((Stream<Object>) (Stream<?>) held.stream()).toList());
    BY_TAG.put(TO_LIST.tag, TO_LIST);
    fixed("Set.of", Set.of(1), held -> Set.of(held.toArray()));
    fixed("Set.of", Set.of(), held -> Set.of(held.toArray()));
    fixed("Map.of", Map.of(1, 1), held -> Map.ofEntries(entries(held)));
    fixed("Map.of", Map.of(), held -> Map.ofEntries(entries(held)));
    fixed("Map.entry", Map.entry(1, 1), held -> Map.entry(one(held), two(held)));
    fixed("SimpleEntry", new SimpleEntry<>(1, 1), held -> new SimpleEntry<>(one(held), two(held)));
    fixed(
        "SimpleImmutableEntry",
        new SimpleImmutableEntry<>(1, 1),
        held -> new SimpleImmutableEntry<>(one(held), two(held)));
    fixed(
        "Optional",
        Optional.empty(),
        held -> held.isEmpty() ? Optional.empty() : Optional.of(one(held)));
    fixed("Collections.emptyList", Collections.emptyList(), held -> Collections.emptyList());
    fixed("Collections.emptySet", Collections.emptySet(), held -> Collections.emptySet());
    fixed("Collections.emptyMap", Collections.emptyMap(), held -> Collections.emptyMap());
    fixed(
        "Collections.singletonList",
        Collections.singletonList(1),
        held -> Collections.singletonList(one(held)));
    fixed(
        "Collections.singleton",
        Collections.singleton(1),
        held -> Collections.singleton(one(held)));
    fixed(
        "Collections.singletonMap",
        Collections.singletonMap(1, 1),
        held -> Collections.singletonMap(one(held), two(held)));
    fixed(
        "Collections.unmodifiableCollection",
        Collections.unmodifiableCollection(new ArrayList<>()),
        held -> Collections.unmodifiableCollection(held));
    fixed(
        "Collections.unmodifiableList",
        Collections.unmodifiableList(new ArrayList<>()),
        held -> Collections.unmodifiableList(held));
    fixed(
        "Collections.unmodifiableLinkedList",
        Collections.unmodifiableList(new LinkedList<>()),
        held -> Collections.unmodifiableList(new LinkedList<>(held)));
    fixed(
        "Collections.unmodifiableSet",
        Collections.unmodifiableSet(new HashSet<>()),
        held -> Collections.unmodifiableSet(new LinkedHashSet<>(held)));
    fixed(
        "Collections.unmodifiableMap",
        Collections.unmodifiableMap(new HashMap<>()),
        held ->
            Collections.unmodifiableMap((Map<Object, Object>) filled(new LinkedHashMap<>(), held)));
    fixed(
        "Collections.synchronizedList",
        Collections.synchronizedList(new ArrayList<>()),
        held -> Collections.synchronizedList(held));
    fixed(
        "Collections.synchronizedSet",
        Collections.synchronizedSet(new HashSet<>()),
        held -> Collections.synchronizedSet(new LinkedHashSet<>(held)));
    fixed(
        "Collections.synchronizedMap",
        Collections.synchronizedMap(new HashMap<>()),
        held ->
            Collections.synchronizedMap((Map<Object, Object>) filled(new LinkedHashMap<>(), held)));
  }

  /** Orders that can be named. */
  private static final Map<String, Comparator<?>> ORDERS =
      Map.of(
          "Comparator.naturalOrder", Comparator.naturalOrder(),
          "Comparator.reverseOrder", Comparator.reverseOrder(),
          "String.CASE_INSENSITIVE_ORDER", String.CASE_INSENSITIVE_ORDER);

  /** Whether it calls {@code equals}, {@code hashCode} or {@code compareTo} of what it holds. */
  boolean asks() {
    return Set.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || type == PriorityQueue.class;
  }

  private static void changing(String tag, Class<?> type, Supplier<Object> empty) {
    add(new Holder(tag, type, empty, held -> filled(empty.get(), held)));
  }

  private static void fixed(String tag, Object sample, Function<List<Object>, Object> full) {
    add(new Holder(tag, sample.getClass(), null, full));
  }

  private static void add(Holder holder) {
    BY_TYPE.put(holder.type, holder);
    BY_TAG.put(holder.tag, holder);
  }

  /** How a value is written; null if its type is none of these. */
  static @Nullable Holder of(Object value) {
    Holder holder = BY_TYPE.get(value.getClass());
    boolean holdsNull =
        holder != null
            && holder.tag.equals("List.of")
            && ((List<?>) value).stream().anyMatch(Objects::isNull);
    return holdsNull || (holder == null && value.getClass() == TO_LIST.type) ? TO_LIST : holder;
  }

  static @Nullable Holder tagged(String tag) {
    return BY_TAG.get(tag);
  }

  /** What a value holds; keys and values in turn where it holds both. */
  static List<?> held(Object value) {
    if (value instanceof Collection<?> collection) {
      return new ArrayList<>(collection);
    }
    if (value instanceof Optional<?> optional) {
      return new ArrayList<>(optional.stream().toList());
    }
    if (value instanceof AtomicReference<?> reference) {
      return new ArrayList<>(Collections.singletonList(reference.get()));
    }
    Collection<? extends Map.Entry<?, ?>> entries =
        value instanceof Map<?, ?> map ? map.entrySet() : List.of((Map.Entry<?, ?>) value);
    List<Object> held = new ArrayList<>();
    for (Map.Entry<?, ?> entry : entries) {
      held.add(entry.getKey());
      held.add(entry.getValue());
    }
    return held;
  }

  /** Whether what it holds is keys and values in turn. */
  static boolean holdsKeys(Object value) {
    return value instanceof Map || value instanceof Map.Entry;
  }

  /** The name of the order that a sorted value has; null for the natural one, or none. */
  static @Nullable String order(Object value) {
    Comparator<?> order = null;
    if (value instanceof SortedSet<?> set) {
      order = set.comparator();
    } else if (value instanceof SortedMap<?, ?> map) {
      order = map.comparator();
    } else if (value instanceof PriorityQueue<?> queue) {
      order = queue.comparator();
    }
    if (order == null) {
      return null;
    }
    for (Map.Entry<String, Comparator<?>> known : ORDERS.entrySet()) {
      if (known.getValue() == order) {
        return known.getKey();
      }
    }
    throw new CodecException(value.getClass().getTypeName() + " with a comparator of its own");
  }

  /** An empty one in an order that has a name. */
  Object ordered(String name) {
    Comparator<Object> order = (Comparator<Object>) ORDERS.get(name);
    if (order == null) {
      throw new CodecException("order '" + name + "' is not known");
    }
    return switch (tag) {
      case "TreeSet" -> new TreeSet<>(order);
      case "TreeMap" -> new TreeMap<>(order);
      case "PriorityQueue" -> new PriorityQueue<>(order);
      case "ConcurrentSkipListSet" -> new ConcurrentSkipListSet<>(order);
      case "ConcurrentSkipListMap" -> new ConcurrentSkipListMap<>(order);
      default -> throw new CodecException("a " + tag + " has no order");
    };
  }

  /** One of all that it holds. */
  Object made(List<?> held) {
    return full.apply((List<Object>) held);
  }

  /** Fills one that was made empty. */
  static Object filled(Object made, List<?> held) {
    if (made instanceof Collection<?> collection) {
      ((Collection<Object>) collection).addAll(held);
    } else if (made instanceof AtomicReference<?> reference) {
      ((AtomicReference<Object>) reference).set(one(held));
    } else {
      Map<Object, Object> map = (Map<Object, Object>) made;
      for (int i = 0; i < held.size(); i += 2) {
        map.put(held.get(i), held.get(i + 1));
      }
    }
    return made;
  }

  private static Object one(List<?> held) {
    return held.get(0);
  }

  private static Object two(List<Object> held) {
    return held.get(1);
  }

  private static Map.Entry<Object, Object>[] entries(List<Object> held) {
    Map.Entry<Object, Object>[] entries = new Map.Entry[held.size() / 2];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(held.get(2 * i), held.get(2 * i + 1));
    }
    return entries;
  }
}
