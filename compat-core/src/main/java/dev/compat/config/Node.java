package dev.compat.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value in a YAML file that knows the file and line it stands on.
 *
 * <p>The accessors read it as a type. A value that does not fit is noted as a {@link Problem} of
 * the {@link Document}, and the fallback is returned so that reading can go on to the next one; a
 * value that was already found broken is not noted twice. Not thread-safe.
 */
public final class Node {
  /** What a hundred percent is in {@link #percentage}: steps of 0.001 %. */
  public static final int WHOLE = 100_000;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);
  private static final Pattern PERCENTAGE = Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,9})?)\\s*%?");

  private final String label;
  private final int line;
  private final Content content;
  private final Problems problems;

  Node(String label, int line, Content content, Problems problems) {
    this.label = label;
    this.line = line;
    this.content = content;
    this.problems = problems;
  }

  /** What a node holds. */
  sealed interface Content {
    String kind();
  }

  record Scalar(String text) implements Content {
    @Override
    public String kind() {
      return "'" + text + "'";
    }
  }

  record Items(List<Node> nodes) implements Content {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Entries(Map<String, Node> nodes) implements Content {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /** A key without a value: an empty list or map, but no scalar. */
  record Nothing() implements Content {
    @Override
    public String kind() {
      return "empty";
    }
  }

  /** A value whose problem has been noted. */
  record Broken() implements Content {
    @Override
    public String kind() {
      return "broken";
    }
  }

  /** The file and line: {@code flags.yaml:12}. */
  public String where() {
    return problems.where(line);
  }

  /** Notes that something is wrong with this value. */
  public void problem(String message, String remedy) {
    problems.add(line, message, remedy);
  }

  /** Whether this is a map. */
  public boolean isMap() {
    return content instanceof Entries;
  }

  /** Whether there is no value, or a list or map of none. */
  public boolean isEmpty() {
    if (content instanceof Items items) {
      return items.nodes().isEmpty();
    }
    return content instanceof Entries entries
        ? entries.nodes().isEmpty()
        : content instanceof Nothing;
  }

  /** Whether the value is that word. */
  public boolean is(String word) {
    return content instanceof Scalar scalar && scalar.text().equals(word);
  }

  /** The value as text; {@code null} if it is none. */
  public @Nullable String text() {
    if (content instanceof Scalar scalar) {
      return scalar.text();
    }
    misfit("a single value", "write one value after it");
    return null;
  }

  /** The value as what {@code read} makes of its text; {@code read} notes what is wrong with it. */
  private <T> T as(Function<String, @Nullable T> read, T fallback) {
    String text = text();
    T value = text == null ? null : read.apply(text);
    return value == null ? fallback : value;
  }

  /** The value as one of the enum's constants, written in lower case. */
  public <E extends Enum<E>> E choice(String noun, Class<E> type, E fallback) {
    return as(text -> constant(noun, type, text), fallback);
  }

  private <E extends Enum<E>> @Nullable E constant(String noun, Class<E> type, String text) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    problem("unknown " + noun + " '" + text + "'", Nearest.remedy(text, names));
    return null;
  }

  /** The value as {@code true} or {@code false}. */
  public boolean bool(boolean fallback) {
    return as(this::truth, fallback);
  }

  private @Nullable Boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    problem(label + " is neither true nor false: '" + text + "'", "write true or false");
    return null;
  }

  /** The value as a whole number between {@code least} and {@code most}, both included. */
  public int number(int least, int most, int fallback) {
    return as(text -> whole(text, least, most), fallback);
  }

  private @Nullable Integer whole(String text, int least, int most) {
    if (text.matches("-?\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problem(label + " is '" + text + "'", "write a whole number from " + least + " to " + most);
    return null;
  }

  /** The value as a duration longer than nothing: {@code 500ms}, {@code 2s}, {@code 10m}. */
  public Duration duration(Duration fallback) {
    return as(this::length, fallback);
  }

  private @Nullable Duration length(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.SECONDS);
      Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
      if (!duration.isZero()) {
        return duration;
      }
    }
    problem(
        label + " is not a duration: '" + text + "'",
        "write a number above 0 and its unit: 500ms, 2s, 10m, 1h or 1d");
    return null;
  }

  /**
   * The value as a percentage, {@code 10}, {@code 10%} or {@code 0.5 %}, in steps of 0.001 %: from
   * 0 to {@link #WHOLE}.
   */
  public int percentage(int fallback) {
    return as(this::steps, fallback);
  }

  private @Nullable Integer steps(String text) {
    Matcher matcher = PERCENTAGE.matcher(text);
    if (!matcher.matches()) {
      problem(label + " is not a percentage: '" + text + "'", "write a number from 0 to 100");
      return null;
    }
    BigDecimal steps = new BigDecimal(matcher.group(1)).movePointRight(3);
    if (steps.signum() < 0) {
      problem("percentage " + text + " of " + label + " is below 0", "use 0 to 100");
    } else if (steps.compareTo(BigDecimal.valueOf(WHOLE)) > 0) {
      problem("percentage " + text + " of " + label + " is over 100", "use 0 to 100");
    } else if (steps.stripTrailingZeros().scale() > 0) {
      problem(
          "percentage " + text + " of " + label + " is finer than 0.001",
          "round it to three decimals");
    } else {
      return steps.intValueExact();
    }
    return null;
  }

  /** The value as maps, lists and texts, whatever it means; {@code null} if there is none. */
  public @Nullable Object plain() {
    if (content instanceof Entries entries) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      entries.nodes().forEach((key, node) -> map.put(key, node.plain()));
      return map;
    }
    if (content instanceof Items items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.nodes().forEach(node -> list.add(node.plain()));
      return list;
    }
    return content instanceof Scalar scalar ? scalar.text() : null;
  }

  /** The items of the list that the value is; none if there is no value. */
  public List<Node> items() {
    if (content instanceof Items items) {
      return items.nodes();
    }
    if (!(content instanceof Nothing)) {
      misfit("a list", "write it as [first, second]");
    }
    return List.of();
  }

  /** The texts of the list that the value is; a single value counts as a list of one. */
  public List<String> texts() {
    Stream<Node> nodes = content instanceof Scalar ? Stream.of(this) : items().stream();
    return nodes.flatMap(node -> Stream.ofNullable(node.text())).toList();
  }

  /** The map that the value is; an empty one if there is no value. */
  public Section section() {
    if (content instanceof Entries entries) {
      return new Section(this, entries.nodes());
    }
    if (!(content instanceof Nothing)) {
      misfit("a map", "write keys with values below it");
    }
    return new Section(this, Map.of());
  }

  private void misfit(String wanted, String remedy) {
    if (!(content instanceof Broken)) {
      problem(label + " must be " + wanted + ", not " + content.kind(), remedy);
    }
  }
}
