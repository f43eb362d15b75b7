package dev.compat.evidence;

import java.math.BigInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is looked for in texts: cards, accounts and addresses by their check digits, or whatever a
 * team's own expression finds.
 *
 * <p>An expression that takes too long on a text costs that text, not the worker: it is taken out
 * as a whole.
 */
final class RedactedPattern {

  /** An honest expression takes a few steps per character. */
  private static final int STEPS_PER_CHARACTER = 1_000;

  private static final Pattern CARD = Pattern.compile("(?<![0-9])[0-9](?:[ .-]?[0-9]){12,18}");
  private static final Pattern IBAN =
      Pattern.compile(
          "(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63})+");

  private final String name;
  private final Pattern pattern;
  private final Predicate<String> isIt;

  /**
   * A pattern.
   *
   * @param isIt whether what was found is what is looked for; asked of ever less of it
   */
  private RedactedPattern(String name, Pattern pattern, Predicate<String> isIt) {
    this.name = name;
    this.pattern = pattern;
    this.isIt = isIt;
  }

  /** The pattern of that name, or the expression. */
  static RedactedPattern of(String name) {
    return switch (name) {
      case "card" -> new RedactedPattern(name, CARD, RedactedPattern::isCard);
      case "iban" -> new RedactedPattern(name, IBAN, RedactedPattern::isIban);
      case "email" -> new RedactedPattern(name, EMAIL, found -> true);
      default -> new RedactedPattern("pattern", Pattern.compile(name), found -> true);
    };
  }

  String redact(String text, Consumer<String> redacted) {
    try {
      Matcher matcher = pattern.matcher(new Stepped(text));
      StringBuilder left = null;
      int from = 0;
      int at = 0;
      while (at <= text.length() && matcher.find(at)) {
        int end = end(text, matcher.start(), matcher.end());
        if (end > matcher.start()) {
          left = left == null ? new StringBuilder() : left;
          left.append(text, from, matcher.start()).append(Redaction.mark(name));
          from = end;
          redacted.accept(name);
        }
        at = Math.max(end, matcher.start() + 1);
      }
      return left == null ? text : left.append(text, from, text.length()).toString();
    } catch (TooLong | StackOverflowError e) {
      redacted.accept(name + ", which took too long");
      return Redaction.mark(name);
    }
  }

  /** Where what is looked for ends: the expression may have taken in what follows it. */
  private int end(String text, int start, int found) {
    for (int end = found; end > start; end--) {
      boolean isWhole =
          Character.isLetterOrDigit(text.charAt(end - 1))
              && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      if ((end == found || isWhole) && isIt.test(text.substring(start, end))) {
        return end;
      }
    }
    return start;
  }

  private static boolean isCard(String found) {
    String digits = found.replaceAll("[^0-9]", "");
    if (digits.length() < 13) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int value = i % 2 == 0 ? digit : 2 * digit;
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
  }

  private static boolean isIban(String found) {
    String text = found.replaceAll("[ -]", "");
    if (text.length() < 15) {
      return false;
    }
    StringBuilder digits = new StringBuilder();
    for (char c : (text.substring(4) + text.substring(0, 4)).toCharArray()) {
      digits.append(Character.digit(c, 36));
    }
    return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too many steps", null, false, false);
    }
  }

  /** A text that an expression may look at so many times and no more. */
  private static final class Stepped implements CharSequence {
    private final String text;
    private long steps;

    Stepped(String text) {
      this.text = text;
      this.steps = (text.length() + 100L) * STEPS_PER_CHARACTER;
    }

    @Override
    public char charAt(int index) {
      if (--steps < 0) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
