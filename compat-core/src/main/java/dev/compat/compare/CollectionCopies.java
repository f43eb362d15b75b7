package dev.compat.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.PriorityQueue;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Copies collections of the JDK, in the order that they have and without comparing or hashing
 * elements of the application's. Stateless.
 */
@SuppressWarnings({"ReferenceEquality", "JdkObsolete", "unchecked"}) // the copy holds what it may
final class CollectionCopies {

  private static final Class<?> SINGLETON_LIST = Collections.singletonList(1).getClass();
  private static final Class<?> COPIES = Collections.nCopies(1, 1).getClass();
  private static final Class<?> SINGLETON_SET = Collections.singleton(1).getClass();

  private CollectionCopies() {}

  static Object make(Copier copier, Part part, Collection<?> values) throws Throwable {
    if (part.kind == Layout.Kind.VECTOR) {
      return Tables.vector(copier, part);
    }
    copier.spend(values.size());
    return switch (part.kind) {
      case LIST -> cloneOf((List<?>) values);
      case LIST_VIEW, ARRAY_VIEW -> view(part, (List<?>) values);
      case COPY_ON_WRITE -> new CopyOnWriteArrayList<>();
      case HASH_SET, LINKED_SET -> set(copier, part, (Set<?>) values);
      case SORTED_SET ->
          new TreeSet<>(MapCopies.comparator(copier, part, ((TreeSet<?>) values).comparator()));
      case QUEUE -> queue(values);
      case PRIORITY_QUEUE -> heap(copier, part, (PriorityQueue<?>) values);
      default -> holder(copier, part, values);
    };
  }

  static void fill(Copier copier, Part part, Collection<?> values) throws Throwable {
    switch (part.kind) {
      case LIST, VECTOR, ARRAY_VIEW -> fillList(copier, part, (List<Object>) part.copy());
      default -> fillOther(copier, part, values);
    }
  }

  private static Object cloneOf(List<?> list) {
    if (list instanceof ArrayList<?> array) {
      return array.clone();
    }
    return ((LinkedList<?>) list).clone();
  }

  /** A view cannot be filled later, so what it shows is. */
  private static Object view(Part part, List<?> list) {
    if (part.kind == Layout.Kind.ARRAY_VIEW) {
      return Arrays.asList(list.toArray());
    }
    List<Object> copy =
        list instanceof RandomAccess ? new ArrayList<>(list) : new LinkedList<>(list);
    part.behind = copy;
    return Collections.unmodifiableList(copy);
  }

  /** In the order of the original, if need be as a {@code LinkedHashSet}. */
  private static Object set(Copier copier, Part part, Set<?> set) throws Throwable {
    boolean isLinked = part.kind == Layout.Kind.LINKED_SET;
    if (Memory.REACHES_ALL && (isLinked || !MapCopies.hashesObjects(set))) {
      return Tables.emptiedSet(copier, part);
    }
    int places = isLinked || !MapCopies.areTakenAsTheyAre(set) ? 0 : Tables.places(set);
    return places == 0
        ? new LinkedHashSet<>(MapCopies.capacity(set.size()))
        : new HashSet<>(places);
  }

  private static Object queue(Collection<?> values) {
    if (values instanceof ArrayDeque) {
      return new ArrayDeque<>(values.size());
    }
    return values instanceof ConcurrentLinkedQueue
        ? new ConcurrentLinkedQueue<>()
        : new ConcurrentLinkedDeque<>();
  }

  private static Object heap(Copier copier, Part part, PriorityQueue<?> queue) throws Throwable {
    copier.enter(part);
    Comparator<Object> order = MapCopies.comparator(copier, part, queue.comparator());
    Object[] elements = queue.toArray();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = copier.copyOf(elements[i], part, i);
    }
    copier.leave();
    return new PriorityQueue<>(new InOrder.Elements(order, elements));
  }

  private static void fillList(Copier copier, Part part, List<Object> copy) throws Throwable {
    int i = 0;
    for (ListIterator<Object> at = copy.listIterator(); at.hasNext(); i++) {
      Object value = at.next();
      if (value != null) {
        Object held = copier.copyOf(value, part, i);
        if (held != value) {
          at.set(held);
        }
      }
    }
  }

  private static void fillOther(Copier copier, Part part, Collection<?> values) throws Throwable {
    if (part.behind != null) {
      fillList(copier, part, part.behind);
      return;
    }
    @Nullable Object[] held = values.toArray();
    boolean hashable = true;
    for (int i = 0; i < held.length; i++) {
      held[i] = copier.held(part, i, held[i]);
      hashable = hashable && MapCopies.isHashable(held[i]);
    }
    add(copier, part, held, hashable);
  }

  @NullUnmarked // a tree may hold null, by a comparator that knows it
  private static void add(Copier copier, Part part, Object[] held, boolean hashable)
      throws Copier.Refusal {
    Collection<Object> copy = (Collection<Object>) part.copy();
    if (copy instanceof TreeSet<Object> sorted) {
      sorted.addAll(new InOrder.Elements(sorted.comparator(), held));
    } else if (hashable || !(copy instanceof Set)) {
      copy.addAll(Arrays.asList(held));
      if (!Tables.isInOrder(copy, Arrays.asList(held).iterator())) {
        throw part.refusal(Tables.OTHER_ORDER);
      }
    } else {
      copier.rehashing.add(copy, held, null);
    }
  }

  private static Object holder(Copier copier, Part part, Collection<?> values) throws Throwable {
    copier.enter(part);
    @Nullable Object[] held = new @Nullable Object[values.size()];
    boolean same = true;
    int i = 0;
    for (Object value : values) {
      held[i] = copier.held(part, i, value);
      same &= held[i++] == value;
    }
    copier.leave();
    if (same) {
      return values;
    }
    return values instanceof List ? listOf(values.getClass(), held) : setOf(part, held);
  }

  private static Object listOf(Class<?> type, @Nullable Object[] held) {
    if (type == SINGLETON_LIST) {
      return Collections.singletonList(held[0]);
    }
    if (type == COPIES) {
      return Collections.nCopies(held.length, held[0]);
    }
    List<@Nullable Object> list = Arrays.asList(held);
    return list.contains(null) ? list.stream().toList() : List.of(held);
  }

  /** Nothing is hashed where there is one element. */
  private static Object setOf(Part part, @Nullable Object[] held) throws Copier.Refusal {
    if (held.length > 1) {
      throw part.refusal("copies of its elements would be hashed by code of the application");
    }
    return part.value.getClass() == SINGLETON_SET ? Collections.singleton(held[0]) : Set.of(held);
  }
}
