package com.example.escaping.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Escapes and unescapes text: the replacement that the adapter delegates to.
 *
 * <p>Every method answers null for null. Implementations are safe for use by several threads.
 */
public interface TextEscaper {

  /** Escapes for XML. */
  @Nullable String escapeXml(@Nullable String text);

  /** Escapes for HTML 4.0. */
  @Nullable String escapeHtml(@Nullable String text);

  /** Escapes for a string literal of Java. */
  @Nullable String escapeJava(@Nullable String text);

  /** Escapes for a column of CSV. */
  @Nullable String escapeCsv(@Nullable String text);

  /** Replaces the entities of HTML 4.0 by what they stand for. */
  @Nullable String unescapeHtml(@Nullable String text);

  /**
   * Replaces the escapes of a Java string literal by what they stand for.
   *
   * @throws RuntimeException for a Unicode escape that is none; of which class is up to the
   *     implementation
   */
  @Nullable String unescapeJava(@Nullable String text);
}
