package dev.compat.compare;

import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Findings.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares two maps by what they hold, however they order or hash it. */
final class Maps {

  /** An entry as it was met; the map itself no longer finds a key that has changed in it. */
  private record Held(@Nullable Object key, @Nullable Object value) {}

  private final Walk walk;
  private final Place place;

  Maps(Walk walk, Place place) {
    this.walk = walk;
    this.place = place;
  }

  void compare(Map<?, ?> legacy, Map<?, ?> replacement) {
    Mark before = walk.findings().mark();
    walk.findings().same();
    boolean plain =
        legacy.size() == replacement.size()
            && Lookups.isPlain(legacy)
            && Lookups.isPlain(replacement);
    if (!plain) {
      byContent(legacy, replacement);
    } else if (!lookUp(legacy, replacement)) {
      walk.goBack(before);
      walk.findings().same();
      byContent(legacy, replacement);
    }
  }

  /** Asks one map for the keys of the other; false if that does not do. */
  private boolean lookUp(Map<?, ?> legacy, Map<?, ?> replacement) {
    for (Map.Entry<?, ?> entry : legacy.entrySet()) {
      Object key = entry.getKey();
      if (!Lookups.isPlainKey(key, replacement) || !has(replacement, key)) {
        return false;
      }
      pair(key, entry.getValue(), replacement.get(key));
    }
    return true;
  }

  private static boolean has(Map<?, ?> map, @Nullable Object key) {
    try {
      return map.containsKey(key);
    } catch (ClassCastException otherKeys) {
      return false;
    }
  }

  private void pair(@Nullable Object key, @Nullable Object ours, @Nullable Object theirs) {
    Object step = new Place.Key(key);
    walk.pair(place, step, place.scope().step(step), ours, theirs);
  }

  private void byContent(Map<?, ?> legacy, Map<?, ?> replacement) {
    Map<@Nullable Object, Held> ours = held(legacy);
    Map<@Nullable Object, Held> theirs = held(replacement);
    ours.forEach(
        (canon, one) -> {
          Held other = theirs.get(canon);
          if (other != null) {
            pair(one.key, one.value, other.value);
          } else {
            alone(one.key, Kind.MISSING, one.value, null);
          }
        });
    theirs.forEach(
        (canon, other) -> {
          if (!ours.containsKey(canon)) {
            alone(other.key, Kind.EXTRA, null, other.value);
          }
        });
  }

  private void alone(
      @Nullable Object key, Kind kind, @Nullable Object ours, @Nullable Object theirs) {
    Object step = new Place.Key(key);
    walk.alone(place, step, place.scope().step(step), kind, ours, theirs);
  }

  /** Of keys that are the same, nobody can say which belongs to which on the other side. */
  private Map<@Nullable Object, Held> held(Map<?, ?> map) {
    Canon canon = new Canon(CompareRules.NONE, walk.budget());
    Map<@Nullable Object, Held> held = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (held.put(canon.of(key, Scope.NONE), new Held(key, entry.getValue())) != null) {
        throw Obstacle.here("holds keys that are the same");
      }
    }
    return held;
  }
}
