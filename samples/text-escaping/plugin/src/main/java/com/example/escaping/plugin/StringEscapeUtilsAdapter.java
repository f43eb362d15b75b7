package com.example.escaping.plugin;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import jakarta.inject.Inject;
import org.apache.commons.lang.StringEscapeUtils;
import org.jspecify.annotations.Nullable;

/** Keeps six signatures of {@link StringEscapeUtils} and delegates to a {@link TextEscaper}. */
@Replaces(value = StringEscapeUtils.class, migration = "text-escaping")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
final class StringEscapeUtilsAdapter {

  private final TextEscaper escaper;

  @Inject
  StringEscapeUtilsAdapter(TextEscaper escaper) {
    this.escaper = escaper;
  }

  @Nullable String escapeXml(@Nullable String text) {
    return escaper.escapeXml(text);
  }

  @Nullable String escapeHtml(@Nullable String text) {
    return escaper.escapeHtml(text);
  }

  @Nullable String escapeJava(@Nullable String text) {
    return escaper.escapeJava(text);
  }

  @Nullable String escapeCsv(@Nullable String text) {
    return escaper.escapeCsv(text);
  }

  @Nullable String unescapeHtml(@Nullable String text) {
    return escaper.unescapeHtml(text);
  }

  @Nullable String unescapeJava(@Nullable String text) {
    return escaper.unescapeJava(text);
  }
}
