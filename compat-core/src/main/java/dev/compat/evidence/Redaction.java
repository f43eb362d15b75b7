package dev.compat.evidence;

import dev.compat.config.CompatConfig;
import dev.compat.config.Redact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept of values: their shapes only, everything, or what is left when a team's rules
 * have been applied. Whoever keeps a value asks here first.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Redaction {

  /** Shapes only. */
  public static final Redaction SHAPES = new Redaction(CompatConfig.Values.NONE, Redact.NOTHING);

  /** Everything as it is. */
  public static final Redaction EVERYTHING = new Redaction(CompatConfig.Values.ALL, Redact.NOTHING);

  /** The path of the tenant, user or whoever else a call is for. */
  public static final String UNIT = "unit";

  private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*]");
  private static final String ANYWHERE = "*.";

  private final CompatConfig.Values values;
  private final Map<String, Pattern> places = new LinkedHashMap<>();
  private final List<String> types;
  private final List<RedactedPattern> patterns;

  private Redaction(CompatConfig.Values values, Redact rules) {
    this.values = values;
    this.types = rules.types();
    for (String path : rules.paths()) {
      String place = general(path);
      places.put(place, matching(place));
    }
    this.patterns = rules.patterns().stream().map(RedactedPattern::of).toList();
  }

  /** What a configuration says. */
  public static Redaction of(CompatConfig config) {
    return new Redaction(config.values(), config.redact());
  }

  static Redaction of(Redact rules) {
    return new Redaction(CompatConfig.Values.REDACTED, rules);
  }

  /** Whether anything of values is kept but their shapes. */
  public boolean keepsValues() {
    return values != CompatConfig.Values.NONE;
  }

  /** Whether values are kept as they are. */
  public boolean keepsEverything() {
    return values == CompatConfig.Values.ALL;
  }

  /**
   * Whether nothing may be kept of a value at a place, or of that type anywhere.
   *
   * @param path such as {@code arg(0).customer.iban}, {@code result[3]}, {@code this.name}, {@code
   *     thrown.message} or {@code unit}; a key in brackets may also stand as a name
   * @param type the value's own class
   */
  public boolean covers(String path, Class<?> type) {
    return covering(path, type) != null;
  }

  /** The rule that covers a value; null if none does. */
  @Nullable String covering(String path, Class<?> type) {
    if (values == CompatConfig.Values.NONE) {
      return "values: none";
    }
    for (Map.Entry<String, Pattern> place : places.entrySet()) {
      if (place.getValue().matcher(path).find()) {
        return place.getKey();
      }
    }
    return covering(type);
  }

  /** Finds the start of a path, each of whose brackets is a name, or a step that no rule names. */
  private static Pattern matching(String place) {
    boolean isAnywhere = place.startsWith(ANYWHERE);
    String names = isAnywhere ? place.substring(ANYWHERE.length()) : place;
    return Pattern.compile(
        Stream.of(names.split("\\.", -1))
            .map(name -> Pattern.quote(name) + "(?=[.\\[\\]]|$)")
            .collect(
                Collectors.joining(
                    "]?(?:\\[[^\\]]*])*[.\\[]", isAnywhere ? "(?:^|[.\\[])" : "^", "")));
  }

  /** The place of what a key of a map leads to. */
  public static String below(String path, @Nullable Object key) {
    boolean isName = key instanceof String || (key instanceof Number && Jdk.isOwn(key.getClass()));
    String name = key instanceof Enum<?> constant ? constant.name() : isName ? "" + key : null;
    return name == null ? path : path + "[" + name.replace('[', '?').replace(']', '?') + "]";
  }

  /** A place without the keys that lead to it, which are values. */
  public static String withoutKeys(String path) {
    return BRACKETS.matcher(path).replaceAll("[*]");
  }

  private @Nullable String covering(Class<?> type) {
    for (String name : types) {
      if (isA(type, name)) {
        return name;
      }
    }
    return null;
  }

  private static boolean isA(@Nullable Class<?> type, String name) {
    if (type == null) {
      return false;
    }
    boolean isThis = type.getName().equals(name) || type.getTypeName().equals(name);
    if (isThis || isA(type.getSuperclass(), name)) {
      return true;
    }
    for (Class<?> above : type.getInterfaces()) {
      if (isA(above, name)) {
        return true;
      }
    }
    return false;
  }

  private static String general(String path) {
    return BRACKETS.matcher(path).replaceAll("");
  }

  /**
   * A value at a place as bounded text, from which everything is taken that must not be kept; its
   * shape alone where no values are kept. Never throws.
   */
  public String describe(String path, @Nullable Object value) {
    return describe(path, value, rule -> {});
  }

  /**
   * The same.
   *
   * @param redacted gets the rule for each thing that is taken out
   */
  public String describe(String path, @Nullable Object value, Consumer<String> redacted) {
    return keepsValues() ? Values.describe(path, value, this, redacted) : Shapes.describe(value);
  }

  /**
   * What is kept in the place of a value; null where the value itself may be.
   *
   * @param path as for {@link #covers}
   */
  public @Nullable String placeholder(String path, Object value) {
    String rule = covering(path, value.getClass());
    if (rule != null) {
      return mark(rule);
    }
    if (value instanceof CharSequence || value instanceof Number) {
      String text = Values.text(value);
      String left = text(text);
      return left.equals(text) ? null : left;
    }
    return null;
  }

  /** A text without what the patterns find in it. */
  public String text(String text) {
    return text(text, rule -> {});
  }

  String text(String text, Consumer<String> redacted) {
    String left = text;
    for (RedactedPattern pattern : patterns) {
      left = pattern.redact(left, redacted);
    }
    return left;
  }

  /** What stands for something that a rule takes out. */
  static String mark(String rule) {
    return "‹" + rule + " redacted›";
  }
}
