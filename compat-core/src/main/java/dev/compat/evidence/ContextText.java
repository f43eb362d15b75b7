package dev.compat.evidence;

import dev.compat.flag.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How often a migration's context was found, for people. */
public final class ContextText {

  /** A key that is found in less than half of the calls decides for fewer than people think. */
  private static final int ENOUGH_PERCENT = 50;

  /** Below, a few calls of a start or a health check would be called a misreading. */
  private static final long ENOUGH_CALLS = 20;

  private ContextText() {}

  /** A line for each key and what it is read from, and one more for each that is seldom found. */
  public static List<String> lines(Stream<Resolution> resolutions) {
    List<Resolution> all = Resolution.sum(resolutions);
    List<String> lines = new ArrayList<>();
    for (Resolution one : all) {
      lines.add(one.key() + " from " + one.from() + ": " + found(one));
    }
    all.stream().filter(ContextText::isSeldomFound).forEach(one -> lines.add(warning(one)));
    return lines;
  }

  private static String found(Resolution one) {
    if (one.read() == 0) {
      return "no call had a route that depends on it";
    }
    StringBuilder text = new StringBuilder("found in ").append(share(one));
    if (one.missing() > 0) {
      text.append(" · ").append(Texts.count(one.missing())).append(" without a value");
    }
    if (one.failed() > 0) {
      text.append(" · ").append(Texts.count(one.failed())).append(" could not be read");
    }
    return text.toString();
  }

  private static String share(Resolution one) {
    return Texts.percentOf(one.found(), one.read())
        + " of "
        + Texts.count(one.read(), "call", "calls");
  }

  private static boolean isSeldomFound(Resolution one) {
    return one.read() >= ENOUGH_CALLS && one.found() * 100 < one.read() * ENOUGH_PERCENT;
  }

  private static String warning(Resolution one) {
    String remedy =
        one.failed() > one.missing()
            ? "correct '" + one.from() + "' in the flag, 'status' says what fails"
            : "have it set before these methods are called, or read it from elsewhere";
    return "WARNING "
        + one.key()
        + " found in "
        + share(one)
        + ": no rule and no share reaches the others; "
        + remedy;
  }
}
