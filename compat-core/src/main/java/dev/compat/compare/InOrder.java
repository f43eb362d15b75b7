package dev.compat.compare;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is in order already, for trees and heaps of the JDK: of a sorted set or map with their own
 * comparator they take the elements as they come and compare nothing.
 */
@SuppressWarnings("JdkObsolete") // what trees look for
final class InOrder {

  private InOrder() {}

  /** Elements of a tree in its order, or of a heap in the order of its array. */
  static final class Elements extends AbstractSet<Object> implements SortedSet<Object> {

    private final @Nullable Comparator<Object> comparator;
    private final Object[] elements;

    Elements(@Nullable Comparator<Object> comparator, Object[] elements) {
      this.comparator = comparator;
      this.elements = elements;
    }

    @Override
    public @Nullable Comparator<Object> comparator() {
      return comparator;
    }

    @Override
    public Iterator<Object> iterator() {
      return Arrays.asList(elements).iterator();
    }

    @Override
    public int size() {
      return elements.length;
    }

    @Override
    public SortedSet<Object> subSet(Object from, Object to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<Object> headSet(Object to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<Object> tailSet(Object from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object first() {
      return elements[0];
    }

    @Override
    public Object last() {
      return elements[elements.length - 1];
    }
  }

  /** Entries of a tree. */
  static final class Entries extends AbstractMap<Object, Object>
      implements SortedMap<Object, Object> {

    private final @Nullable Comparator<Object> comparator;
    private final Map.Entry<Object, Object>[] entries;

    Entries(@Nullable Comparator<Object> comparator, Map.Entry<Object, Object>[] entries) {
      this.comparator = comparator;
      this.entries = entries;
    }

    @Override
    public @Nullable Comparator<Object> comparator() {
      return comparator;
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<Object, Object>> iterator() {
          return Arrays.asList(entries).iterator();
        }

        @Override
        public int size() {
          return entries.length;
        }
      };
    }

    @Override
    public SortedMap<Object, Object> subMap(Object from, Object to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<Object, Object> headMap(Object to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<Object, Object> tailMap(Object from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object firstKey() {
      return entries[0].getKey();
    }

    @Override
    public Object lastKey() {
      return entries[entries.length - 1].getKey();
    }
  }
}
