package dev.compat.flag;

import dev.compat.config.Nearest;
import dev.compat.config.Node;
import dev.compat.config.Section;
import java.time.Duration;
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

  /** The words that stand where a context key may stand, and mean something else. */
  private static final Set<String> RESERVED =
      Set.of(ConditionReader.SEGMENT, By.CALL, PinSettings.RECEIVER);

  private final String name;
  private final Section section;
  private final Map<String, String> context;
  private final ConditionReader conditions;
  private final @Nullable By by;

  private FlagReader(String name, Section section, Segments segments) {
    this.name = name;
    this.section = section;
    this.context = context(section.section("context"));
    this.conditions = new ConditionReader(segments, this::declared);
    this.by = by();
  }

  static List<Flag> read(Section root) {
    root.keys("segments", "flags");
    Segments segments = Segments.read(root);
    Map<String, Node> flags = root.section("flags").entries();
    return flags.entrySet().stream().map(e -> read(e.getKey(), e.getValue(), segments)).toList();
  }

  private static Flag read(String name, Node node, Segments segments) {
    if (!NAME.matcher(name).matches()) {
      node.problem(
          "'" + name + "' cannot name a migration", "use letters, digits, '.', '_' and '-'");
    }
    return new FlagReader(name, node.section(), segments).flag();
  }

  private Flag flag() {
    section.keys(
        "context",
        "route",
        "by",
        "salt",
        "hash",
        "rules",
        "pin",
        "kill",
        "retired",
        "floor",
        "record",
        "shadow",
        "compare",
        "recordings");
    boolean kill = section.bool("kill", false);
    boolean retired = section.bool("retired", false);
    Split otherwise = split(section.get("route"), retired ? Route.NEW : Route.LEGACY);
    Flag.Definition definition =
        new Flag.Definition(
            name,
            section.where(),
            section.items("rules").stream().flatMap(this::rule).toList(),
            otherwise,
            kill,
            retired,
            floor(retired && otherwise.constant() == Route.NEW),
            section.bool("record", !retired),
            pin(),
            shadow(section.section("shadow")),
            CompareReader.read(section.section("compare")),
            recordings(section.get("recordings")),
            context);
    if (retired) {
      finished(definition);
    }
    return new Flag(definition, kill ? Route.LEGACY : Route.NEW);
  }

  /** Kept apart from its absence, which takes no floor back that was there before. */
  private @Nullable Route floor(boolean finished) {
    return section.get("floor") == null
        ? finished ? Route.NEW : null
        : section.choice("floor", Route.class, Route.LEGACY);
  }

  /** Notes what a retired flag may not say: it gives one side for good. */
  private void finished(Flag.Definition definition) {
    Set<Route> routes = definition.routes();
    if (definition.kill()) {
      section.problem("flag '" + name + "' is retired and killed", "take one of the two out");
    }
    if (!routes.equals(Set.of(Route.NEW)) && !routes.equals(Set.of(Route.LEGACY))) {
      section.problem(
          "flag '" + name + "' is retired and yet gives " + definition.describe(),
          "give 'route: new' or 'route: legacy' alone, or take 'retired' out");
    }
  }

  private static Map<String, String> context(Section section) {
    Map<String, String> specs = new LinkedHashMap<>();
    section.entries().forEach((key, node) -> spec(key, node, specs));
    return Collections.unmodifiableMap(specs);
  }

  private static void spec(String key, Node node, Map<String, String> specs) {
    if (RESERVED.contains(key)) {
      node.problem(
          "'" + key + "' cannot name a context key: rules, 'by' or 'pin' use the word",
          "give it another name");
    }
    String spec = node.text();
    if (spec != null && ReaderSpec.parse(spec) == null) {
      node.problem("'" + key + "' cannot be read from '" + spec + "'", ReaderSpec.SPELLINGS);
    } else if (spec != null) {
      specs.put(key, spec);
    }
  }

  private @Nullable By by() {
    Hash hash = section.choice("hash", Hash.class, Hash.V1);
    Node node = section.get("by");
    if (node == null) {
      return null;
    }
    List<String> keys = node.texts();
    if (node.isEmpty()) {
      node.problem("'by' names nobody", "name a context key, such as 'by: " + anyKey() + "'");
    }
    if (keys.equals(List.of(By.CALL))) {
      return By.call();
    }
    keys.forEach(key -> by(key, node));
    return By.keys(hash, section.text("salt", name), keys);
  }

  private void by(String key, Node node) {
    if (key.equals(By.CALL)) {
      node.problem(
          "'call' is one of several in 'by'", "write 'by: call' alone, or context keys alone");
    } else {
      declared(key, node);
    }
  }

  private @Nullable PinSettings pin() {
    Node node = section.get("pin");
    if (node == null) {
      return null;
    }
    return node.isMap() ? pin(node.section()) : pin(node, PinSettings.MOST, PinSettings.IDLE);
  }

  private @Nullable PinSettings pin(Section pin) {
    pin.keys("by", "most", "idle");
    int most = pin.number("most", 100, 100_000, PinSettings.MOST);
    Duration idle = pin.duration("idle", PinSettings.IDLE);
    if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
      pin.problem("'idle' is below a second", "units are kept for whole seconds: 1s or more");
    }
    Node by = pin.get("by");
    if (by == null) {
      pin.problem("a pin without 'by'", "add 'by: receiver', or 'by:' with a context key");
      return null;
    }
    return pin(by, most, idle);
  }

  private @Nullable PinSettings pin(Node by, int most, Duration idle) {
    String key = by.text();
    if (key == null) {
      return null;
    }
    if (key.equals(PinSettings.RECEIVER)) {
      return new PinSettings(null, most, idle);
    }
    declared(key, by);
    return new PinSettings(key, most, idle);
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
    List<Condition> asked = conditions.read(rule);
    return Stream.of(new Rule(rule.where(), asked, split(rule.get("route"), Route.LEGACY)));
  }

  private Split split(@Nullable Node route, Route absent) {
    if (route == null) {
      return Split.all(absent);
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
    Split split = new Split(shares, by);
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
    section.keys("sample", "timeout", "threads", "queue", "overflow", "rate", "cpu", "noise");
    Node threads = section.get("threads");
    boolean isOnCaller = threads != null && threads.is("caller");
    return new ShadowSettings(
        share(section, "sample", defaults.sample()),
        section.duration("timeout", defaults.timeout()),
        isOnCaller ? 1 : section.number("threads", 1, 64, defaults.threads()),
        isOnCaller,
        section.number("queue", 1, 1_000_000, defaults.queue()),
        section.choice("overflow", Overflow.class, defaults.overflow()),
        section.number("rate", 0, 1_000_000, defaults.rate()),
        share(section, "cpu", defaults.cpu()),
        share(section, "noise", defaults.noise()));
  }

  private static double share(Section section, String key, double fallback) {
    return section.percentage(key, (int) Math.round(fallback * Node.WHOLE)) / (double) Node.WHOLE;
  }

  private static @Nullable RecordingSettings recordings(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    Section section = node.section();
    section.keys("share", "most");
    return new RecordingSettings(
        share(section, "share", 0.01), section.number("most", 1, 100_000, 1_000));
  }
}
