package dev.compat.flag;

import dev.compat.config.Nearest;
import dev.compat.config.Node;
import dev.compat.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code segments} of {@code flags.yaml}, noting all that is wrong with them. */
final class Segments {
  private final Map<String, Segment> byName = new LinkedHashMap<>();

  private Segments() {}

  static Segments read(Section root) {
    Segments segments = new Segments();
    root.section("segments")
        .entries()
        .forEach((name, node) -> segments.byName.put(name, segment(name, node)));
    return segments;
  }

  private static Segment segment(String name, Node node) {
    if (node.isEmpty()) {
      node.problem("segment '" + name + "' is empty", "list who is in it: {tenant: [acme]}");
    }
    Map<String, Set<String>> values = new LinkedHashMap<>();
    node.section().entries().forEach((key, value) -> values.put(key, values(name, key, value)));
    return new Segment(name, values);
  }

  private static Set<String> values(String name, String key, Node node) {
    if (node.isEmpty()) {
      node.problem(
          "no values for '" + key + "' in segment '" + name + "'", "list those in it: [value]");
    }
    return Set.copyOf(node.texts());
  }

  /** The segment of that name; {@code null}, and noted at {@code node}, if there is none. */
  @Nullable Segment find(String name, Node node) {
    Segment found = byName.get(name);
    if (found == null) {
      node.problem(
          "unknown segment '" + name + "'",
          byName.isEmpty()
              ? "declare it: 'segments: {" + name + ": {tenant: [acme]}}' beside 'flags'"
              : Nearest.remedy(name, byName.keySet()));
    }
    return found;
  }
}
