package dev.compat.evidence;

/**
 * HTML as text that is put together piece by piece. What is quoted may hold anything: it is
 * escaped, and characters that could not be seen or would reorder a line are spelled out.
 */
final class Html {

  private final StringBuilder out = new StringBuilder();

  /** Markup of ours, as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text of anybody's. */
  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An element that holds text; the tag may have attributes of ours. */
  Html element(String tag, String text) {
    int end = tag.indexOf(' ');
    String name = end < 0 ? tag : tag.substring(0, end);
    return raw("<" + tag + ">").text(text).raw("</" + name + ">");
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    String visible = Visible.all(text);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
