package dev.compat.compare;

import org.jspecify.annotations.Nullable;

/** Pairs of objects that were compared, told apart as objects. For one thread. */
@SuppressWarnings("ReferenceEquality") // that is the point
final class Pairs {

  private static final int WIDTH = 3;

  private @Nullable Object[] table = new @Nullable Object[WIDTH * 256];
  private int size;

  /** Adds a pair; false if it is in already. */
  boolean add(Object legacy, Object replacement, Scope scope) {
    if (size * WIDTH * 2 > table.length) {
      grow();
    }
    int at = find(table, legacy, replacement, scope);
    if (table[at] != null) {
      return false;
    }
    put(at, legacy, replacement, scope);
    size++;
    return true;
  }

  private void put(
      int at, @Nullable Object legacy, @Nullable Object replacement, @Nullable Object scope) {
    table[at] = legacy;
    table[at + 1] = replacement;
    table[at + 2] = scope;
  }

  private static int find(
      @Nullable Object[] in,
      @Nullable Object legacy,
      @Nullable Object replacement,
      @Nullable Object scope) {
    int hash = System.identityHashCode(legacy) * 31 + System.identityHashCode(replacement);
    int slots = in.length / WIDTH;
    int slot = Math.floorMod(hash * 0x9E3779B9, slots);
    while (true) {
      int at = slot * WIDTH;
      boolean found = in[at] == legacy && in[at + 1] == replacement && in[at + 2] == scope;
      if (in[at] == null || found) {
        return at;
      }
      slot = (slot + 1) % slots;
    }
  }

  private void grow() {
    @Nullable Object[] old = table;
    table = new @Nullable Object[old.length * 2];
    for (int i = 0; i < old.length; i += WIDTH) {
      if (old[i] != null) {
        put(find(table, old[i], old[i + 1], old[i + 2]), old[i], old[i + 1], old[i + 2]);
      }
    }
  }
}
