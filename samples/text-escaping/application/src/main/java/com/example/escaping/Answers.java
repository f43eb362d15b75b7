package com.example.escaping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.apache.commons.lang.StringEscapeUtils;

/**
 * What the six methods answered: their number and SHA-256 digests, one for each method and one over
 * the digests of all. An exception is an answer too, by its class and message.
 */
final class Answers {

  private static final String[] METHODS = {
    "escapeXml", "escapeHtml", "escapeJava", "escapeCsv", "unescapeHtml", "unescapeJava"
  };

  private final MessageDigest[] digests = new MessageDigest[METHODS.length];
  private long count;

  Answers() {
    for (int i = 0; i < digests.length; i++) {
      digests[i] = sha256();
    }
  }

  /** Calls each of the six methods with the line. */
  void ask(String line) {
    take(0, line, StringEscapeUtils::escapeXml);
    take(1, line, StringEscapeUtils::escapeHtml);
    take(2, line, StringEscapeUtils::escapeJava);
    take(3, line, StringEscapeUtils::escapeCsv);
    take(4, line, StringEscapeUtils::unescapeHtml);
    take(5, line, StringEscapeUtils::unescapeJava);
  }

  private void take(int method, String line, UnaryOperator<String> escaping) {
    digests[method].update(answer(line, escaping).getBytes(StandardCharsets.UTF_8));
    digests[method].update((byte) '\n');
    count++;
  }

  private static String answer(String line, UnaryOperator<String> escaping) {
    try {
      return escaping.apply(line);
    } catch (RuntimeException e) {
      return e.getClass().getName() + ": " + e.getMessage();
    }
  }

  long count() {
    return count;
  }

  /** Ends the digests: {@code sha256=… escapeXml=… escapeHtml=… …}. */
  String digests() {
    MessageDigest all = sha256();
    StringBuilder each = new StringBuilder();
    for (int i = 0; i < METHODS.length; i++) {
      byte[] digest = digests[i].digest();
      all.update(digest);
      each.append(' ').append(METHODS[i]).append('=').append(HexFormat.of().formatHex(digest));
    }
    return "sha256=" + HexFormat.of().formatHex(all.digest()) + each;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
