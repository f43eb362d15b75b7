package com.example.orders;

import java.util.Map;
import java.util.TreeMap;

/** Writes JSON. */
final class Json {

  private Json() {}

  /** An object of the map, sorted by keys. */
  static String object(Map<String, ?> map) {
    StringBuffer json = new StringBuffer("{");
    for (Map.Entry<String, ?> entry : new TreeMap<String, Object>(map).entrySet()) {
      if (json.length() > 1) {
        json.append(", ");
      }
      json.append(string(entry.getKey())).append(": ").append(value(entry.getValue()));
    }
    return json.append("}").toString();
  }

  private static String value(Object value) {
    return value == null || value instanceof Number
        ? String.valueOf(value)
        : string(value.toString());
  }

  private static String string(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
