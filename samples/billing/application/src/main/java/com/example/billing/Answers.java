package com.example.billing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What was answered: how many times, and a digest of it. */
final class Answers {

  private final MessageDigest digest = sha256();
  private long count;

  void add(Object answer) {
    digest.update((answer + "\n").getBytes(StandardCharsets.UTF_8));
    count++;
  }

  @Override
  public String toString() {
    return "answers=" + count + " sha256=" + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
