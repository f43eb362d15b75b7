package com.example.escaping.corrected;

import org.apache.commons.lang.exception.NestableRuntimeException;

/**
 * Reads the escapes of Java string literals as commons-lang 2.6 does.
 *
 * <p>Unlike commons-text it knows no octal escapes and only one {@code u} in a Unicode escape,
 * keeps a backslash that ends the text, and drops a Unicode escape that the end of the text cuts
 * short.
 */
final class JavaEscapes {

  private static final int HEX_DIGITS = 4;
  private static final String LETTERS = "bfnrt";
  private static final String CONTROLS = "\b\f\n\r\t";

  private JavaEscapes() {}

  /**
   * Replaces escapes by what they stand for.
   *
   * @throws NestableRuntimeException for a Unicode escape that is not a hexadecimal number, as
   *     legacy does
   */
  static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\' || i == text.length()) {
        out.append(c);
      } else if (text.charAt(i) == 'u') {
        i = unicode(text, i + 1, out);
      } else {
        out.append(control(text.charAt(i++)));
      }
    }
    return out.toString();
  }

  private static int unicode(String text, int start, StringBuilder out) {
    int end = start + HEX_DIGITS;
    if (end > text.length()) {
      return text.length();
    }
    String digits = text.substring(start, end);
    try {
      out.append((char) Integer.parseInt(digits, 16));
      return end;
    } catch (NumberFormatException e) {
      throw new NestableRuntimeException("Unable to parse unicode value: " + digits, e);
    }
  }

  private static char control(char letter) {
    int i = LETTERS.indexOf(letter);
    return i < 0 ? letter : CONTROLS.charAt(i);
  }
}
