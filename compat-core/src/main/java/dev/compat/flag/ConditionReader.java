package dev.compat.flag;

import dev.compat.config.Node;
import dev.compat.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads what a rule asks for.
 *
 * <pre>
 * tenant: [acme, globex]             the value is one of these
 * tenant: {not: [acme]}              there is a value, and it is none of these
 * tenant: {prefix: [test-]}          the value begins with one of these
 * segment: [beta]                    the call is of one of these segments
 * segment: {not: [beta]}             all that they ask for is known, and the call is of none
 * </pre>
 */
final class ConditionReader {
  /** How a rule asks for segments: no context key may be called so. */
  static final String SEGMENT = "segment";

  private final Segments segments;
  private final BiConsumer<String, Node> declared;

  /**
   * A reader for the rules of one flag.
   *
   * @param declared notes a context key that the flag does not declare
   */
  ConditionReader(Segments segments, BiConsumer<String, Node> declared) {
    this.segments = segments;
    this.declared = declared;
  }

  List<Condition> read(Section rule) {
    Node when = rule.get("when");
    if (when == null || when.isEmpty()) {
      rule.problem(
          "a rule without conditions", "add 'when: {key: [value]}', or give the flag that route");
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>();
    when.section().entries().forEach((key, node) -> read(key, node, conditions));
    return conditions;
  }

  private void read(String key, Node node, List<Condition> conditions) {
    if (key.equals(SEGMENT)) {
      segments(node, conditions);
      return;
    }
    declared.accept(key, node);
    if (!node.isMap()) {
      conditions.add(new Condition.Is(key, values(key, node)));
      return;
    }
    Section section = node.section();
    section.keys("not", "prefix");
    Node not = section.get("not");
    if (not != null) {
      conditions.add(new Condition.IsNot(key, values(key, not)));
    }
    Node prefix = section.get("prefix");
    if (prefix != null) {
      conditions.add(new Condition.Begins(key, List.copyOf(values(key, prefix))));
    }
    if (node.isEmpty()) {
      values(key, node);
    }
  }

  private void segments(Node node, List<Condition> conditions) {
    if (!node.isMap()) {
      conditions.add(new Condition.Of(named(node)));
      return;
    }
    Section section = node.section();
    section.keys("not");
    Node not = section.get("not");
    conditions.add(new Condition.NotOf(named(not == null ? node : not)));
  }

  private List<Segment> named(Node node) {
    List<Segment> named =
        values(SEGMENT, node).stream()
            .map(name -> segments.find(name, node))
            .filter(Objects::nonNull)
            .toList();
    named.stream()
        .flatMap(segment -> segment.keys().stream())
        .distinct()
        .forEach(key -> declared.accept(key, node));
    return named;
  }

  private static Set<String> values(String key, Node node) {
    if (node.isEmpty()) {
      node.problem("no values for '" + key + "'", "list those that the rule is for: [value]");
      return Set.of();
    }
    return Set.copyOf(node.texts());
  }
}
