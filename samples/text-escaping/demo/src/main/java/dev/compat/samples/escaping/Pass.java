package dev.compat.samples.escaping;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pass of the application over the input, as it reports it.
 *
 * @param answers how many answers
 * @param millis in how many milliseconds
 * @param digests of all answers together and of each method's
 */
record Pass(long answers, long millis, String digests) {

  private static final Pattern LINE = Pattern.compile("answers=(\\d+) millis=(\\d+) (sha256=.+)");
  private static final int SHORT_DIGEST = "sha256=".length() + 16;

  /**
   * @throws IllegalStateException if the line is none that the application prints after a pass
   */
  static Pass parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("the application printed: " + line);
    }
    return new Pass(
        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
  }

  boolean sameAnswers(Pass other) {
    return answers == other.answers && digests.equals(other.digests);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d answers in %,d ms  %s…",
        answers,
        millis,
        digests.substring(0, SHORT_DIGEST));
  }
}
