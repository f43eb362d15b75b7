package com.example.escaping;

import java.util.function.UnaryOperator;
import org.apache.commons.lang.StringEscapeUtils;

/** One of the methods of commons-lang that this program uses. */
enum Method {
  ESCAPE_XML("escapeXml", StringEscapeUtils::escapeXml),
  ESCAPE_HTML("escapeHtml", StringEscapeUtils::escapeHtml),
  ESCAPE_JAVA("escapeJava", StringEscapeUtils::escapeJava),
  ESCAPE_CSV("escapeCsv", StringEscapeUtils::escapeCsv),
  UNESCAPE_HTML("unescapeHtml", StringEscapeUtils::unescapeHtml),
  UNESCAPE_JAVA("unescapeJava", StringEscapeUtils::unescapeJava);

  private final String called;
  private final UnaryOperator<String> method;

  Method(String called, UnaryOperator<String> method) {
    this.called = called;
    this.method = method;
  }

  /** What the method answers; the class and message of an exception are an answer too. */
  String answer(String line) {
    try {
      return method.apply(line);
    } catch (RuntimeException e) {
      return e.getClass().getName() + ": " + e.getMessage();
    }
  }

  /** The method's name. */
  @Override
  public String toString() {
    return called;
  }
}
