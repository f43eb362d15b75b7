package dev.compat.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A legacy class, or one method of it, that is measured while nothing replaces it.
 *
 * @param type its binary name: {@code com.acme.Outer$Inner}
 * @param method the name of the one method, with all its overloads; null for all methods
 * @param context from where the context of a call is read, by key; how often it is found is
 *     measured
 * @param where the file and line, or the option, that names it
 */
public record Observed(
    String type, @Nullable String method, Map<String, String> context, String where) {

  private static final String WORD = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
  private static final Pattern NAME =
      Pattern.compile("(?<type>W(?:\\.W)*)(?:#(?<method>W))?".replace("W", WORD));
  private static final String SPELLING =
      "write com.acme.LegacyPricing, com.acme.Outer$Inner or com.acme.LegacyPricing#quote";

  public Observed {
    context = Map.copyOf(context);
  }

  /**
   * What a command line names.
   *
   * @throws ConfigException if the text is no name of a class or method
   */
  public static Observed of(String name, String where) throws ConfigException {
    Observed observed = of(name, Map.of(), where);
    if (observed == null) {
      throw ConfigException.of(where, noName(name), SPELLING);
    }
    return observed;
  }

  /** An item of the list; none when it cannot be read, which is noted. */
  static Stream<Observed> read(Node item) {
    if (!item.isMap()) {
      return read(item, item, Map.of());
    }
    Section section = item.section();
    section.keys("class", "context");
    Node name = section.get("class");
    if (name == null) {
      section.problem("an observed class without a name", "add 'class: com.acme.LegacyPricing'");
      return Stream.empty();
    }
    Map<String, String> context = new LinkedHashMap<>();
    section.section("context").entries().forEach((key, spec) -> put(context, key, spec.text()));
    return read(item, name, context);
  }

  private static void put(Map<String, String> context, String key, @Nullable String spec) {
    if (spec != null) {
      context.put(key, spec);
    }
  }

  private static Stream<Observed> read(Node item, Node name, Map<String, String> context) {
    String text = name.text();
    Observed observed = text == null ? null : of(text, context, item.where());
    if (text != null && observed == null) {
      name.problem(noName(text), SPELLING);
    }
    return Stream.ofNullable(observed);
  }

  private static @Nullable Observed of(String name, Map<String, String> context, String where) {
    var matcher = NAME.matcher(name);
    return matcher.matches()
        ? new Observed(matcher.group("type"), matcher.group("method"), context, where)
        : null;
  }

  private static String noName(String text) {
    return "'" + text + "' is no name of a class or method";
  }
}
