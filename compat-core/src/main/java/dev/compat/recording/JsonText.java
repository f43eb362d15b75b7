package dev.compat.recording;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON as maps, lists, strings, numbers, booleans and null, by Jackson's streaming half alone.
 *
 * <p>Everything but ASCII is escaped: half a surrogate pair, which is a text in Java, is none in
 * UTF-8.
 */
final class JsonText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonText() {}

  static String write(@Nullable Object tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, tree);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach(
          (name, value) -> {
            json.writeName(String.valueOf(name));
            write(json, value);
          });
      json.writeEndObject();
    } else if (tree instanceof List<?> list) {
      json.writeStartArray();
      list.forEach(each -> write(json, each));
      json.writeEndArray();
    } else if (tree instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (tree instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (tree == null) {
      json.writeNull();
    } else {
      json.writeString((String) tree);
    }
  }

  /** Throws where the text is none of ours. */
  static @Nullable Object read(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      Object tree = read(json);
      if (json.nextToken() != null) {
        throw new CodecException("there is more after the end");
      }
      return tree;
    } catch (JacksonException broken) {
      throw new CodecException("not JSON: " + broken.getOriginalMessage(), broken);
    }
  }

  private static @Nullable Object read(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new CodecException("there is nothing");
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> number(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new CodecException("a " + token + " is not expected");
    };
  }

  private static Object number(JsonParser json) {
    long number = json.getLongValue();
    return number == (int) number ? (Object) (int) number : (Object) number;
  }

  private static Map<String, @Nullable Object> object(JsonParser json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      map.put(name, read(json));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser json) {
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json));
    }
    return list;
  }
}
