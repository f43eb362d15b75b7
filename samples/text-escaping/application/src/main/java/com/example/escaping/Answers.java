package com.example.escaping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the methods answered: their number and SHA-256 digests, one for each method and one over the
 * digests of all.
 */
final class Answers {

  private final Map<Method, MessageDigest> digests = new EnumMap<>(Method.class);
  private long count;

  Answers() {
    for (Method method : Method.values()) {
      digests.put(method, sha256());
    }
  }

  /** Calls each of the methods with the line. */
  void ask(String line) {
    digests.forEach((method, digest) -> take(method.answer(line), digest));
  }

  private void take(String answer, MessageDigest digest) {
    digest.update(answer.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    count++;
  }

  long count() {
    return count;
  }

  /** Ends the digests: {@code sha256=… escapeXml=… escapeHtml=… …}. */
  String digests() {
    MessageDigest all = sha256();
    StringBuilder each = new StringBuilder();
    digests.forEach(
        (method, running) -> {
          byte[] digest = running.digest();
          all.update(digest);
          each.append(' ').append(method).append('=').append(HexFormat.of().formatHex(digest));
        });
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
