package dev.compat.flag;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named set of those that calls may be for: values by context key, of which one that the call has
 * is enough. Immutable.
 */
final class Segment {
  private final String name;
  private final Map<String, Set<String>> values;

  /** The same again as arrays: iterating over a map would allocate for every call. */
  private final String[] keys;

  private final List<Set<String>> sets;

  Segment(String name, Map<String, Set<String>> values) {
    this.name = name;
    this.values = Map.copyOf(values);
    this.keys = values.keySet().toArray(String[]::new);
    this.sets = List.copyOf(values.values());
  }

  String name() {
    return name;
  }

  /** The context keys that it asks for. */
  Set<String> keys() {
    return values.keySet();
  }

  /** Whether a value of the call is listed under its key. */
  boolean contains(Context context) {
    for (int i = 0; i < keys.length; i++) {
      String value = context.get(keys[i]);
      if (value != null && sets.get(i).contains(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the call has a value for every key, and none is listed. */
  boolean excludes(Context context) {
    for (int i = 0; i < keys.length; i++) {
      String value = context.get(keys[i]);
      if (value == null || sets.get(i).contains(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Segment same && name.equals(same.name) && values.equals(same.values);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
