package dev.compat.compare;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rule of a team's: where it holds, and what it takes out of a verdict. */
final class Rule {

  private static final Pattern STEP = Pattern.compile("\\[[^\\]]*]|[^.\\[\\]]+");
  private static final Pattern ROOT = Pattern.compile("result|thrown|this|arg\\(\\d+\\)");
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "double", Double.class,
          "float", Float.class,
          "long", Long.class,
          "int", Integer.class,
          "short", Short.class,
          "byte", Byte.class,
          "char", Character.class,
          "boolean", Boolean.class);

  /** What a rule does. */
  enum Effect {
    IGNORE,
    UNORDERED,
    EQUALITY,
    TOLERANCE,
    NORMALISE,
    EXPECTED;

    /** Whether the rule of a place holds for all that is below it, too. */
    boolean reachesBelow() {
      return this == TOLERANCE || this == NORMALISE || this == EXPECTED;
    }
  }

  final Effect effect;

  /** As the team wrote it. */
  final String text;

  /** The steps of the path that it is about; empty if it is about a type alone. */
  final List<String> steps;

  /** The name of the type that it is about; null if it is about a path alone. */
  final @Nullable String type;

  /** How often it has taken a difference out. */
  final LongAdder applied = new LongAdder();

  /** Says of two values that differ whether they are the same to the team. */
  @Nullable BiPredicate<Object, Object> same;

  /** Makes of a value what is to be compared. */
  @Nullable UnaryOperator<Object> normaliser;

  /** Whether objects are compared by their fields, whatever their equals says. */
  boolean byFields;

  /** For {@link Effect#EXPECTED}: in what respect; null for any. */
  Difference.@Nullable Kind kind;

  /** For {@link Effect#EXPECTED}: the last day of it. */
  LocalDate until = LocalDate.MAX;

  /**
   * A rule that takes nothing out yet.
   *
   * @param at a path, or the name of a type
   * @param text the rule as it was written
   * @throws IllegalArgumentException if {@code at} is neither a path nor a type
   */
  Rule(Effect effect, String at, String text) {
    this.effect = effect;
    this.text = text;
    String primitive = primitive(at);
    this.steps = primitive.isEmpty() ? parse(at) : List.of();
    boolean isPath = ROOT.matcher(steps.isEmpty() ? "" : steps.get(0)).matches();
    boolean mayBeType = !isPath && at.indexOf('[') < 0 && at.indexOf('.') > 0;
    this.type = primitive.isEmpty() ? mayBeType ? at.strip() : null : primitive;
  }

  private static String primitive(String at) {
    Class<?> boxed = PRIMITIVES.get(at.strip());
    return boxed == null ? "" : boxed.getName();
  }

  private static List<String> parse(String path) {
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path.strip());
    while (step.find()) {
      steps.add(step.group());
    }
    if (steps.isEmpty() || isBracket(steps.get(0))) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' names no place; write result, thrown, this, arg(0) or a method's name"
              + " first, or the full name of a type");
    }
    if (steps.size() == 1 && Character.isUpperCase(steps.get(0).charAt(0))) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' names no place; write the type with its package, such as"
              + " java.lang.String");
    }
    return List.copyOf(steps);
  }

  static boolean isBracket(String step) {
    return step.startsWith("[");
  }

  /** Whether the path begins with the name of a method instead of with a root. */
  boolean isOfMethod() {
    return !steps.isEmpty() && !ROOT.matcher(steps.get(0)).matches();
  }

  boolean isExpired(LocalDate today) {
    return today.isAfter(until);
  }

  @Override
  public String toString() {
    return text;
  }
}
