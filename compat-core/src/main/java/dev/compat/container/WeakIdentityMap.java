package dev.compat.container;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Values by the identity of their keys, which are held weakly; a value goes once its key is gone.
 *
 * <p>Reading takes no lock and allocates nothing: chains of nodes never change once they are
 * reachable. Writing is guarded by this object's monitor, under which no foreign code runs. A value
 * that holds its key keeps both for good: the JDK has no ephemerons.
 */
final class WeakIdentityMap<V> {

  private static final int LEAST_SLOTS = 16;

  /** So many are let go of at once by somebody who has other things to do. */
  private static final int FEW = 16;

  private static final int MANY = 1_000;

  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private volatile @Nullable Node<V>[] slots = newSlots(LEAST_SLOTS);
  private int size;

  private static final class Entry<V> extends WeakReference<Object> {
    final int hash;
    final V value;

    Entry(Object key, int hash, V value, ReferenceQueue<Object> gone) {
      super(key, gone);
      this.hash = hash;
      this.value = value;
    }
  }

  private static final class Node<V> {
    final Entry<V> entry;
    final @Nullable Node<V> next;

    Node(Entry<V> entry, @Nullable Node<V> next) {
      this.entry = entry;
      this.next = next;
    }
  }

  /** The value of {@code key}; null if it has none. */
  @Nullable V get(Object key) {
    @Nullable Node<V>[] current = slots;
    int slot = System.identityHashCode(key) & (current.length - 1);
    for (Node<V> node = current[slot]; node != null; node = node.next) {
      if (node.entry.refersTo(key)) {
        return node.entry.value;
      }
    }
    return null;
  }

  /** Gives {@code key} a value unless it has one; the value that it has now. */
  synchronized V putIfAbsent(Object key, V value) {
    expunge(FEW);
    V known = get(key);
    if (known != null) {
      return known;
    }
    if (size >= slots.length) {
      grow();
    }
    add(slots, new Entry<>(key, System.identityHashCode(key), value, gone));
    size++;
    return value;
  }

  /** Lets go of the values whose keys are gone, and says how many are left. */
  int expunge() {
    int before;
    int left = size();
    do {
      before = left;
      left = expunge(MANY);
    } while (left < before);
    return left;
  }

  private synchronized int size() {
    return size;
  }

  private synchronized int expunge(int most) {
    Reference<?> next = gone.poll();
    for (int i = 1; next != null; i++) {
      remove((Entry<?>) next);
      next = i < most ? gone.poll() : null;
    }
    return size;
  }

  private void remove(Entry<?> entry) {
    @Nullable Node<V>[] current = slots;
    int slot = entry.hash & (current.length - 1);
    Node<V> rest = null;
    for (Node<V> node = current[slot]; node != null; node = node.next) {
      if (node.entry != entry) {
        rest = new Node<>(node.entry, rest);
      }
    }
    current[slot] = rest;
    size--;
  }

  private void grow() {
    @Nullable Node<V>[] larger = newSlots(2 * slots.length);
    for (Node<V> first : slots) {
      for (Node<V> node = first; node != null; node = node.next) {
        add(larger, node.entry);
      }
    }
    slots = larger;
  }

  private static <V> void add(@Nullable Node<V>[] to, Entry<V> entry) {
    int slot = entry.hash & (to.length - 1);
    to[slot] = new Node<>(entry, to[slot]);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <V> @Nullable Node<V>[] newSlots(int length) {
    return new Node[length];
  }
}
