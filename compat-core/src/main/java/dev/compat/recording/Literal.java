package dev.compat.recording;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an {@link Encoder} made of a value as an expression of Java, without its class.
 *
 * <p>Where no expression makes the value again, {@link #of} says so; {@link #shown} then writes
 * what reads best.
 */
final class Literal {

  private static final Set<String> PARSED =
      Set.of(
          "Instant",
          "LocalDate",
          "LocalTime",
          "LocalDateTime",
          "OffsetDateTime",
          "OffsetTime",
          "ZonedDateTime",
          "MonthDay",
          "Duration",
          "Period");

  private static final Map<String, String> PACKAGES =
      Map.of(
          "BigDecimal", "java.math",
          "BigInteger", "java.math",
          "UUID", "java.util",
          "Currency", "java.util",
          "URI", "java.net",
          "ZoneId", "java.time",
          "Year", "java.time",
          "YearMonth", "java.time",
          "Date", "java.util",
          "Optional", "java.util");

  /** Primitive types, and those that every source can name. */
  private static final Pattern ELEMENTS =
      Pattern.compile("java\\.lang\\.\\w+|boolean|byte|short|char|int|long|float|double");

  private final Set<String> imports = new TreeSet<>();
  private final boolean forSource;

  private Literal(boolean forSource) {
    this.forSource = forSource;
  }

  /** For a source file. */
  static Literal source() {
    return new Literal(true);
  }

  /** The classes that were named, to be imported. */
  Set<String> imports() {
    return imports;
  }

  /** What to show people: Java where there is some, else something like it. */
  static String shown(@Nullable Object json) {
    return new Literal(false).show(json);
  }

  /** The expression; null where there is none. */
  @Nullable String of(@Nullable Object json) {
    if (json instanceof String text) {
      return string(text);
    }
    if (!(json instanceof Map<?, ?> node)) {
      return String.valueOf(json);
    }
    String tag = tag(node);
    Object content = node.get(tag);
    return switch (tag) {
      case "Long" -> content + "L";
      case "Byte", "Short" -> "(" + tag.toLowerCase(Locale.ROOT) + ") " + content;
      case "Double" -> floating("Double", String.valueOf(content), "");
      case "Float" -> floating("Float", String.valueOf(content), "f");
      case "Character" -> character(String.valueOf(content));
      case "BigDecimal", "BigInteger" -> "new " + named(tag) + "(" + of(content) + ")";
      case "UUID" -> named(tag) + ".fromString(" + of(content) + ")";
      case "URI" -> named(tag) + ".create(" + of(content) + ")";
      case "Currency" -> named(tag) + ".getInstance(" + of(content) + ")";
      case "ZoneId", "Year" -> named(tag) + ".of(" + of(content) + ")";
      case "YearMonth" -> named(tag) + ".of(" + all(content, "") + ")";
      case "StringBuilder", "StringBuffer" -> "new " + tag + "(" + of(content) + ")";
      case "Date" -> "new " + named(tag) + "(" + content + "L)";
      case "Optional" -> optional(content);
      case Encoder.ENUM -> hidden(node) ? null : constant(node);
      case Encoder.RECORD -> hidden(node) ? null : record(node);
      case Encoder.ARRAY -> array(node);
      default -> PARSED.contains(tag) ? parsed(tag, content) : holder(tag, node, content);
    };
  }

  private static String tag(Map<?, ?> node) {
    return node.isEmpty() ? "" : String.valueOf(node.keySet().iterator().next());
  }

  private static boolean hidden(Map<?, ?> node) {
    return node.containsKey(Encoder.HIDDEN);
  }

  private String parsed(String tag, @Nullable Object content) {
    return imported("java.time." + tag) + ".parse(" + of(content) + ")";
  }

  private static String floating(String type, String text, String suffix) {
    return switch (text) {
      case "NaN" -> type + ".NaN";
      case "Infinity" -> type + ".POSITIVE_INFINITY";
      case "-Infinity" -> type + ".NEGATIVE_INFINITY";
      default -> text + suffix;
    };
  }

  private String named(String tag) {
    String of = PACKAGES.get(tag);
    return of == null ? tag : imported(of + "." + tag);
  }

  /** By its simple name, unless a class of that name is imported from elsewhere. */
  private String imported(String name) {
    if (!forSource) {
      return name.substring(name.lastIndexOf('.') + 1);
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    boolean isTaken =
        imports.stream().anyMatch(other -> !other.equals(name) && other.endsWith("." + simple));
    if (isTaken || !name.contains(".")) {
      return name;
    }
    imports.add(name);
    return simple;
  }

  /** An outer class is imported, what is nested in it is named through it. */
  private String type(Object binaryName) {
    String name = String.valueOf(binaryName);
    int nested = name.indexOf('$');
    return nested < 0
        ? imported(name)
        : imported(name.substring(0, nested)) + name.substring(nested).replace('$', '.');
  }

  private @Nullable String optional(@Nullable Object content) {
    String held = all(content, "");
    return held == null
        ? null
        : named("Optional") + (held.isEmpty() ? ".empty()" : ".of(" + held + ")");
  }

  private String constant(Map<?, ?> node) {
    return type(String.valueOf(node.get(Encoder.ENUM))) + "." + node.get(Encoder.NAME);
  }

  private @Nullable String record(Map<?, ?> node) {
    if (!(node.get(Encoder.OF) instanceof Map<?, ?> parts)) {
      return null;
    }
    String arguments = all(new ArrayList<>(parts.values()), "");
    return arguments == null
        ? null
        : "new " + type(String.valueOf(node.get(Encoder.RECORD))) + "(" + arguments + ")";
  }

  private @Nullable String array(Map<?, ?> node) {
    String of = String.valueOf(node.get(Encoder.ARRAY));
    if (!ELEMENTS.matcher(of).matches()) {
      return null;
    }
    String elements =
        node.get(Encoder.OF) instanceof List<?> list
            ? elements(of, list)
            : packed(of, String.valueOf(node.get(Encoder.OF)));
    return elements == null
        ? null
        : "new " + of.replace("java.lang.", "") + "[] {" + elements + "}";
  }

  private @Nullable String elements(String of, List<?> list) {
    return switch (of) {
      case "long" -> join(list.stream().map(number -> number + "L"));
      case "double" -> join(list.stream().map(text -> floating("Double", "" + text, "")));
      case "float" -> join(list.stream().map(text -> floating("Float", "" + text, "f")));
      default -> all(list, "");
    };
  }

  private @Nullable String packed(String of, String text) {
    if (of.equals("char")) {
      return join(text.chars().mapToObj(c -> character(Character.toString((char) c))));
    }
    byte[] bytes = Base64.getDecoder().decode(text);
    List<String> all = new ArrayList<>();
    for (byte each : bytes) {
      all.add(Byte.toString(each));
    }
    return join(all.stream());
  }

  private static String join(Stream<String> all) {
    return all.collect(Collectors.joining(", "));
  }

  private @Nullable String holder(String tag, Map<?, ?> node, @Nullable Object content) {
    if (node.containsKey(Encoder.ORDER)) {
      return null;
    }
    return switch (tag) {
      case "ArrayList", "LinkedList", "ArrayDeque", "LinkedHashSet", "TreeSet" ->
          filled(tag, content);
      case "HashSet" -> filled("LinkedHashSet", content);
      case "Arrays.asList", "List.of", "Set.of", "Map.entry" -> called(tag, content, 10);
      case "Map.of" -> called(tag, content, 20);
      case "Collections.emptyList", "Collections.emptySet", "Collections.emptyMap" ->
          called(tag, content, 0);
      case "Collections.singletonList", "Collections.singleton", "Collections.singletonMap" ->
          called(tag, content, 2);
      default -> null;
    };
  }

  private @Nullable String called(String tag, @Nullable Object content, int most) {
    if (!(content instanceof List<?> held)
        || (held.size() > most && !tag.equals("Arrays.asList"))) {
      return null;
    }
    String all = held(held);
    String type = imported("java.util." + tag.substring(0, tag.indexOf('.')));
    return all == null ? null : type + tag.substring(tag.indexOf('.')) + "(" + all + ")";
  }

  private @Nullable String filled(String type, @Nullable Object content) {
    if (!(content instanceof List<?> held)) {
      return null;
    }
    String all = held(held);
    if (all == null) {
      return null;
    }
    String arguments = all.isEmpty() ? "" : imported("java.util.Arrays") + ".asList(" + all + ")";
    return "new " + imported("java.util." + type) + "<>(" + arguments + ")";
  }

  /** One array, or null, would be taken for all of them. */
  private @Nullable String held(List<?> held) {
    boolean isOneArray =
        held.size() == 1
            && (held.get(0) == null
                || (held.get(0) instanceof Map<?, ?> node && tag(node).equals(Encoder.ARRAY)));
    return all(held, isOneArray ? "(Object) " : "");
  }

  private @Nullable String all(@Nullable Object json, String cast) {
    if (!(json instanceof List<?> list)) {
      return null;
    }
    List<String> written = new ArrayList<>();
    for (Object each : list) {
      String one = of(each);
      if (one == null) {
        return null;
      }
      written.add(cast + one);
    }
    return join(written.stream());
  }

  private String character(String text) {
    char c = text.charAt(0);
    return c == '\'' ? "'\\''" : c == '"' ? "'\"'" : "'" + escaped(text) + "'";
  }

  private String string(String text) {
    return '"' + escaped(text) + '"';
  }

  /** In a source file in ASCII, whatever encoding it is compiled in. */
  private String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean isPlain = forSource ? c >= ' ' && c < 0x7F : isReadable(c);
          out.append(isPlain ? Character.toString(c) : String.format("\\u%04x", (int) c));
        }
      }
    }
    return out.toString();
  }

  private static boolean isReadable(char c) {
    return !Character.isISOControl(c)
        && !Character.isSurrogate(c)
        && Character.getType(c) != Character.FORMAT
        && !(Character.isSpaceChar(c) && c != ' ');
  }

  private String show(@Nullable Object json) {
    String literal = of(json);
    if (literal != null) {
      return literal;
    }
    if (json instanceof List<?> list) {
      return join(list.stream().map(this::show));
    }
    if (!(json instanceof Map<?, ?> node)) {
      return String.valueOf(json);
    }
    String tag = tag(node);
    return switch (tag) {
      case Encoder.REDACTED -> "(redacted)";
      case Encoder.REF -> "(as before)";
      case Encoder.THROWN -> thrown(node);
      case Encoder.ENUM -> simple(node.get(tag)) + "." + node.get(Encoder.NAME);
      case Encoder.OBJECT, Encoder.RECORD, Encoder.ARRAY, Encoder.ENUM_SET, Encoder.ENUM_MAP ->
          simple(node.get(tag)) + shownParts(node.get(Encoder.OF));
      default -> tag + "(" + show(node.get(tag)) + ")";
    };
  }

  private String thrown(Map<?, ?> node) {
    Object message = node.get(Encoder.MESSAGE);
    Object cause = node.get(Encoder.CAUSE);
    return node.get(Encoder.THROWN)
        + (message == null ? "" : ": " + show(message))
        + (cause == null ? "" : ", caused by " + show(cause));
  }

  private static String simple(@Nullable Object name) {
    String text = String.valueOf(name);
    return text.substring(text.lastIndexOf('.') + 1).replace('$', '.');
  }

  private String shownParts(@Nullable Object parts) {
    if (parts instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(part -> part.getKey() + "=" + show(part.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return "[" + show(parts) + "]";
  }
}
