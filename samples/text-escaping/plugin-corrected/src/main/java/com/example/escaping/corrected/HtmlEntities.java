package com.example.escaping.corrected;

import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.text.translate.CharSequenceTranslator;
import org.apache.commons.text.translate.EntityArrays;

/**
 * Reads entities as commons-lang 2.6 does: a name it knows, or a number up to U+FFFF, between an
 * ampersand and the next semicolon with no other ampersand between them.
 *
 * <p>Commons-text also knows {@code &nsub;}, and takes larger numbers but no signs.
 */
final class HtmlEntities extends CharSequenceTranslator {

  private static final int NONE = -1;
  private static final Map<String, Integer> NAMED = named();

  @Override
  public int translate(CharSequence text, int index, Writer out) throws IOException {
    if (text.charAt(index) != '&') {
      return 0;
    }
    int end = end(text, index + 1);
    int value = end == NONE ? NONE : value(text.subSequence(index + 1, end).toString());
    if (value == NONE) {
      return 0;
    }
    out.write(value);
    return end + 1 - index;
  }

  /**
   * Where the semicolon is, or {@link #NONE} when an ampersand or the end of the text is nearer.
   */
  private static int end(CharSequence text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ';') {
        return i;
      } else if (c == '&') {
        return NONE;
      }
    }
    return NONE;
  }

  private static int value(String content) {
    return content.startsWith("#") ? number(content) : NAMED.getOrDefault(content, NONE);
  }

  private static int number(String content) {
    boolean hex = content.startsWith("#x") || content.startsWith("#X");
    try {
      int value =
          hex ? Integer.parseInt(content.substring(2), 16) : Integer.parseInt(content.substring(1));
      return value > Character.MAX_VALUE ? NONE : value;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  private static Map<String, Integer> named() {
    Map<CharSequence, CharSequence> entities = new HashMap<>(EntityArrays.BASIC_UNESCAPE);
    entities.putAll(EntityArrays.ISO8859_1_UNESCAPE);
    entities.putAll(EntityArrays.HTML40_EXTENDED_UNESCAPE);
    Map<String, Integer> named = new HashMap<>();
    entities.forEach(
        (entity, text) ->
            named.put(entity.subSequence(1, entity.length() - 1).toString(), (int) text.charAt(0)));
    named.remove("nsub"); // 2.6 has forgotten it
    return named;
  }
}
