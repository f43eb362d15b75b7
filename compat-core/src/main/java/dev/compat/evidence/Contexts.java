package dev.compat.evidence;

import dev.compat.flag.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the context of a join point was found, by key and what it was read from: what came of a
 * spec that was corrected since is not held against the one in force. Thread-safe.
 */
final class Contexts {

  /** Only an operator's edits make more; those beyond are not counted. */
  private static final int MOST = 100;

  private final Map<List<String>, ContextCounts.Key> keys = new ConcurrentHashMap<>();

  ContextCounts of(Map<String, String> specs) {
    List<ContextCounts.Key> counted = new ArrayList<>();
    specs.forEach((name, from) -> counted.add(key(name, from)));
    return new ContextCounts(counted);
  }

  /** Not computeIfAbsent: a stack overflow in its midst would leave the place taken for good. */
  private ContextCounts.Key key(String name, String from) {
    List<String> id = List.of(name, from);
    ContextCounts.Key known = keys.get(id);
    if (known != null) {
      return known;
    }
    ContextCounts.Key made = new ContextCounts.Key(name, from);
    ContextCounts.Key first = keys.size() < MOST ? keys.putIfAbsent(id, made) : null;
    return first == null ? made : first;
  }

  List<Resolution> snapshot() {
    return Resolution.sum(keys.values().stream().map(ContextCounts.Key::snapshot));
  }
}
