package com.example.escaping.corrected;

import com.example.escaping.plugin.TextEscaper;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.commons.lang.StringEscapeUtils;

/** One of the six methods, on both sides. */
enum Method {
  ESCAPE_XML(StringEscapeUtils::escapeXml, TextEscaper::escapeXml),
  ESCAPE_HTML(StringEscapeUtils::escapeHtml, TextEscaper::escapeHtml),
  ESCAPE_JAVA(StringEscapeUtils::escapeJava, TextEscaper::escapeJava),
  ESCAPE_CSV(StringEscapeUtils::escapeCsv, TextEscaper::escapeCsv),
  UNESCAPE_HTML(StringEscapeUtils::unescapeHtml, TextEscaper::unescapeHtml),
  UNESCAPE_JAVA(StringEscapeUtils::unescapeJava, TextEscaper::unescapeJava);

  private final UnaryOperator<String> legacy;
  private final BiFunction<TextEscaper, String, String> replacement;

  Method(UnaryOperator<String> legacy, BiFunction<TextEscaper, String, String> replacement) {
    this.legacy = legacy;
    this.replacement = replacement;
  }

  /** What legacy answers, or the class and message of what it throws. */
  String legacy(String text) {
    return answer(legacy, text);
  }

  /** What the replacement answers, or the class and message of what it throws. */
  String replacement(TextEscaper escaper, String text) {
    return answer(input -> replacement.apply(escaper, input), text);
  }

  private static String answer(UnaryOperator<String> method, String text) {
    try {
      return "answer: " + method.apply(text);
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
