package com.example.escaping.corrected;

import com.example.escaping.plugin.TextEscaper;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.commons.text.translate.AggregateTranslator;
import org.apache.commons.text.translate.CharSequenceTranslator;
import org.apache.commons.text.translate.EntityArrays;
import org.apache.commons.text.translate.LookupTranslator;
import org.jspecify.annotations.Nullable;

/**
 * Commons-text where it answers as commons-lang 2.6 does, and translators of our own where it does
 * not.
 */
final class CorrectedTextEscaper implements TextEscaper {

  private static final CharSequenceTranslator ESCAPE_XML =
      new AggregateTranslator(
          new LookupTranslator(EntityArrays.BASIC_ESCAPE),
          new LookupTranslator(EntityArrays.APOS_ESCAPE),
          new NumericEntities());

  private static final CharSequenceTranslator ESCAPE_HTML =
      new AggregateTranslator(
          new LookupTranslator(EntityArrays.BASIC_ESCAPE),
          new LookupTranslator(EntityArrays.ISO8859_1_ESCAPE),
          new LookupTranslator(extendedEntities()),
          new NumericEntities());

  private static final CharSequenceTranslator UNESCAPE_HTML = new HtmlEntities();

  @Override
  public @Nullable String escapeXml(@Nullable String text) {
    return ESCAPE_XML.translate(text);
  }

  @Override
  public @Nullable String escapeHtml(@Nullable String text) {
    return ESCAPE_HTML.translate(text);
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
    return UNESCAPE_HTML.translate(text);
  }

  @Override
  public @Nullable String unescapeJava(@Nullable String text) {
    return text == null ? null : JavaEscapes.unescape(text);
  }

  /** The entities of HTML 4.0 that 2.6 knows: it has forgotten {@code &nsub;}. */
  private static Map<CharSequence, CharSequence> extendedEntities() {
    Map<CharSequence, CharSequence> entities = new HashMap<>(EntityArrays.HTML40_EXTENDED_ESCAPE);
    entities.keySet().removeIf("\u2284"::contentEquals);
    return entities;
  }
}
