package dev.compat.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Builds the tree of one file from the streaming parser's tokens. */
final class YamlReader {
  private final Placeholders placeholders;
  private final Problems problems;

  YamlReader(Placeholders placeholders, Problems problems) {
    this.placeholders = placeholders;
    this.problems = problems;
  }

  Node read(String text) {
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
      return root(parser);
    } catch (RuntimeException e) { // Jackson's, and now and then one of the scanner below it
      SyntaxError.of(e).addTo(problems);
      return broken();
    }
  }

  /** Stands for what could not be read; nothing more is noted about it. */
  private Node broken() {
    return new Node("the file", 0, new Node.Broken(), problems);
  }

  private Node root(JsonParser parser) {
    if (parser.nextToken() == null) {
      problems.add(0, "the file is empty", "write at least one key, such as 'flags: {}'");
      return broken();
    }
    Node root = value(parser, "the file", line(parser));
    if (parser.nextToken() != null) {
      problems.add(line(parser), "a second document begins here", "keep one document in a file");
    }
    return root;
  }

  /** The value that begins at the current token; leaves the parser at the value's last token. */
  private Node value(JsonParser parser, String label, int line) {
    return new Node(label, line, content(parser, label, line), problems);
  }

  private Node.Content content(JsonParser parser, String label, int line) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Node.Entries(entries(parser));
      case START_ARRAY -> new Node.Items(items(parser, label));
      case VALUE_NULL -> new Node.Nothing();
      default -> scalar(parser, line);
    };
  }

  private Map<String, Node> entries(JsonParser parser) {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.getString();
      int line = line(parser);
      parser.nextToken();
      Node node = value(parser, "'" + key + "'", line);
      Node first = entries.putIfAbsent(key, node);
      if (first != null) {
        node.problem("duplicate key '" + key + "'", "keep this one or that of " + first.where());
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  private List<Node> items(JsonParser parser, String label) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, "an item of " + label, line(parser)));
    }
    return Collections.unmodifiableList(items);
  }

  private Node.Content scalar(JsonParser parser, int line) {
    String text = Objects.requireNonNullElse(parser.getString(), "");
    if (((YAMLParser) parser).isCurrentAlias()) {
      problems.add(line, "alias '*" + text + "' is not supported", "write the value out");
      return new Node.Broken();
    }
    if (text.equals("~")) { // the parser's way with the other spelling of null
      return new Node.Nothing();
    }
    String resolved =
        placeholders.resolve(text, (message, cure) -> problems.add(line, message, cure));
    return resolved == null ? new Node.Broken() : new Node.Scalar(resolved);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
