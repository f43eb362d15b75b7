package com.example.escaping.plugin;

import org.apache.commons.text.StringEscapeUtils;
import org.jspecify.annotations.Nullable;

/** Commons-text as it is: what a team would try first. */
final class CommonsTextEscaper implements TextEscaper {

  @Override
  public @Nullable String escapeXml(@Nullable String text) {
    return StringEscapeUtils.escapeXml10(text);
  }

  @Override
  public @Nullable String escapeHtml(@Nullable String text) {
    return StringEscapeUtils.escapeHtml4(text);
  }

  @Override
  public @Nullable String escapeJava(@Nullable String text) {
    return StringEscapeUtils.escapeJava(text);
  }

  @Override
  public @Nullable String escapeCsv(@Nullable String text) {
    return StringEscapeUtils.escapeCsv(text);
  }

  @Override
  public @Nullable String unescapeHtml(@Nullable String text) {
    return StringEscapeUtils.unescapeHtml4(text);
  }

  @Override
  public @Nullable String unescapeJava(@Nullable String text) {
    return StringEscapeUtils.unescapeJava(text);
  }
}
