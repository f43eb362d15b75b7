package dev.compat.flag;

import dev.compat.config.Nearest;
import dev.compat.config.Node;
import dev.compat.config.Section;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one flag of {@code flags.yaml}, noting all that is wrong with it. */
final class FlagReader {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*");

  private final String name;
  private final Section section;
  private final Map<String, String> context;
  private final @Nullable Buckets buckets;

  private FlagReader(String name, Section section) {
    this.name = name;
    this.section = section;
    this.context = context(section.section("context"));
    this.buckets = buckets();
  }

  static List<Flag> read(Section root) {
    root.keys("flags");
    Map<String, Node> flags = root.section("flags").entries();
    return flags.entrySet().stream().map(e -> read(e.getKey(), e.getValue())).toList();
  }

  private static Flag read(String name, Node node) {
    if (!NAME.matcher(name).matches()) {
      node.problem(
          "'" + name + "' cannot name a migration", "use letters, digits, '.', '_' and '-'");
    }
    return new FlagReader(name, node.section()).flag();
  }

  private Flag flag() {
    section.keys(
        "context", "route", "by", "salt", "rules", "kill", "floor", "record", "shadow", "compare");
    boolean kill = section.bool("kill", false);
    Flag.Definition definition =
        new Flag.Definition(
            name,
            section.where(),
            section.items("rules").stream().flatMap(this::rule).toList(),
            split(section.get("route")),
            kill,
            floor(),
            section.bool("record", true),
            shadow(section.section("shadow")),
            compare(section.section("compare")),
            context);
    return new Flag(definition, kill ? Route.LEGACY : Route.NEW);
  }

  /** Kept apart from its absence, which takes no floor back that was there before. */
  private @Nullable Route floor() {
    return section.get("floor") == null ? null : section.choice("floor", Route.class, Route.LEGACY);
  }

  private static Map<String, String> context(Section section) {
    Map<String, String> specs = new LinkedHashMap<>();
    section.entries().forEach((key, node) -> spec(key, node, specs));
    return Collections.unmodifiableMap(specs);
  }

  private static void spec(String key, Node node, Map<String, String> specs) {
    String spec = node.text();
    if (spec != null && ReaderSpec.parse(spec) == null) {
      node.problem("'" + key + "' cannot be read from '" + spec + "'", ReaderSpec.SPELLINGS);
    } else if (spec != null) {
      specs.put(key, spec);
    }
  }

  private @Nullable Buckets buckets() {
    Node by = section.get("by");
    String kind = by == null ? null : by.text();
    if (by == null || kind == null) {
      return null;
    }
    declared(kind, by);
    return new Buckets(section.text("salt", name), kind);
  }

  private void declared(String key, Node node) {
    Set<String> declared = section.section("context").entries().keySet();
    if (!declared.contains(key)) {
      node.problem(
          "context key '" + key + "' is not declared",
          Nearest.to(key, declared)
              .map(near -> "did you mean '" + near + "'?")
              .orElse("declare it, such as 'context: {" + key + ": \"mdc:" + key + "\"}'"));
    }
  }

  private Stream<Rule> rule(Node item) {
    if (!item.isMap()) {
      item.problem("a rule must be a map", "write it as {when: {key: [value]}, route: new}");
      return Stream.empty();
    }
    Section rule = item.section();
    rule.keys("when", "route");
    if (rule.get("route") == null) {
      rule.problem(
          "a rule without a route",
          "add 'route:' with legacy, shadow, fallback, verify, new or shares");
    }
    return Stream.of(new Rule(when(rule), split(rule.get("route"))));
  }

  private Map<String, Set<String>> when(Section rule) {
    Node node = rule.get("when");
    if (node == null || node.isEmpty()) {
      rule.problem(
          "a rule without conditions", "add 'when: {key: [value]}', or give the flag that route");
      return Map.of();
    }
    Map<String, Set<String>> when = new LinkedHashMap<>();
    node.section().entries().forEach((key, values) -> when.put(key, values(key, values)));
    return when;
  }

  private Set<String> values(String key, Node node) {
    declared(key, node);
    if (node.isEmpty()) {
      node.problem("no values for '" + key + "'", "list those that the rule is for: [value]");
    }
    return Set.copyOf(node.texts());
  }

  private Split split(@Nullable Node route) {
    if (route == null) {
      return Split.all(Route.LEGACY);
    }
    return route.isMap()
        ? share(route, route.section())
        : Split.all(route.choice("route", Route.class, Route.LEGACY));
  }

  private Split share(Node node, Section share) {
    share.keys("new", "verify", "fallback", "shadow");
    Map<Route, Integer> shares = new EnumMap<>(Route.class);
    for (Route route : EnumSet.complementOf(EnumSet.of(Route.LEGACY))) {
      shares.put(route, share.percentage(route.name().toLowerCase(Locale.ROOT), 0));
    }
    Split split = new Split(shares, buckets);
    if (split.isTooMuch()) {
      node.problem("shares add up to " + split.total() + " %", "give at most 100 in all");
    }
    if (split.constant() == null && section.get("by") == null) {
      node.problem(
          "a share without 'by'", "say whose calls stay together, such as 'by: " + anyKey() + "'");
    }
    return split;
  }

  private String anyKey() {
    return context.keySet().stream().findFirst().orElse("tenant");
  }

  private static ShadowSettings shadow(Section section) {
    ShadowSettings defaults = ShadowSettings.DEFAULT;
    section.keys("sample", "timeout", "threads", "queue", "overflow");
    return new ShadowSettings(
        section.percentage("sample", Node.WHOLE) / (double) Node.WHOLE,
        section.duration("timeout", defaults.timeout()),
        section.number("threads", 1, 64, defaults.threads()),
        section.number("queue", 1, 1_000_000, defaults.queue()),
        section.choice("overflow", Overflow.class, defaults.overflow()));
  }

  private static CompareSettings compare(Section section) {
    section.keys("ignore");
    return new CompareSettings(section.texts("ignore"));
  }
}
