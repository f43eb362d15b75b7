package dev.compat.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map in a YAML file, read key by key.
 *
 * <p>A key that is absent gives the fallback; one whose value does not fit gives it too, and is
 * noted as {@link Node} says. Not thread-safe.
 */
public final class Section {
  private final Node node;
  private final Map<String, Node> entries;

  Section(Node node, Map<String, Node> entries) {
    this.node = node;
    this.entries = entries;
  }

  /** Notes every key that is not one of these, naming the nearest that is. */
  public void keys(String... known) {
    List<String> names = Arrays.asList(known);
    entries.forEach(
        (key, value) -> {
          if (!names.contains(key)) {
            value.problem("unknown key '" + key + "'", Nearest.remedy(key, names));
          }
        });
  }

  /** The file and line where the map stands: those of the key that leads to it. */
  public String where() {
    return node.where();
  }

  /** Notes that something is wrong with the map as a whole. */
  public void problem(String message, String remedy) {
    node.problem(message, remedy);
  }

  /** The values by key, in the order of the file. */
  public Map<String, Node> entries() {
    return entries;
  }

  /** The value of the key; {@code null} if it is absent. */
  public @Nullable Node get(String key) {
    return entries.get(key);
  }

  /** See {@link Node#text}. */
  public @Nullable String text(String key) {
    Node value = get(key);
    return value == null ? null : value.text();
  }

  /** See {@link Node#text}. */
  public String text(String key, String fallback) {
    String text = text(key);
    return text == null ? fallback : text;
  }

  /** See {@link Node#choice}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Node value = get(key);
    return value == null ? fallback : value.choice(key, type, fallback);
  }

  /** See {@link Node#bool}. */
  public boolean bool(String key, boolean fallback) {
    Node value = get(key);
    return value == null ? fallback : value.bool(fallback);
  }

  /** See {@link Node#number}. */
  public int number(String key, int least, int most, int fallback) {
    Node value = get(key);
    return value == null ? fallback : value.number(least, most, fallback);
  }

  /** See {@link Node#duration}. */
  public Duration duration(String key, Duration fallback) {
    Node value = get(key);
    return value == null ? fallback : value.duration(fallback);
  }

  /** See {@link Node#percentage}. */
  public int percentage(String key, int fallback) {
    Node value = get(key);
    return value == null ? fallback : value.percentage(fallback);
  }

  /** See {@link Node#items}; none if the key is absent. */
  public List<Node> items(String key) {
    Node value = get(key);
    return value == null ? List.of() : value.items();
  }

  /** See {@link Node#texts}; none if the key is absent. */
  public List<String> texts(String key) {
    Node value = get(key);
    return value == null ? List.of() : value.texts();
  }

  /** See {@link Node#section}; an empty one, standing where this one stands, if it is absent. */
  public Section section(String key) {
    Node value = get(key);
    return value == null ? new Section(node, Map.of()) : value.section();
  }
}
