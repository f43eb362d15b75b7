package com.example.escaping.corrected;

import java.io.IOException;
import java.io.Writer;
import org.apache.commons.text.translate.CharSequenceTranslator;

/**
 * Writes every character above U+007F as a decimal entity, as commons-lang 2.6 does; commons-text
 * writes them as they are. A pair of surrogates becomes two entities: 2.6 reads {@code char}s.
 */
final class NumericEntities extends CharSequenceTranslator {

  private static final int LAST_PLAIN = 0x7F;

  @Override
  public int translate(CharSequence text, int index, Writer out) throws IOException {
    int codePoint = Character.codePointAt(text, index);
    if (codePoint <= LAST_PLAIN) {
      return 0;
    }
    for (char unit : Character.toChars(codePoint)) {
      out.write("&#" + (int) unit + ';');
    }
    return 1;
  }
}
