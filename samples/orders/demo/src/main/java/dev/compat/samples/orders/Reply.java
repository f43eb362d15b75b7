package dev.compat.samples.orders;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the application replied: a status of HTTP and a text. */
record Reply(int status, String body) {

  private static final Pattern NUMBER = Pattern.compile("\"number\": \"([A-Z]+-\\d+)\"");

  /** The number of the order that it is about. */
  Optional<String> number() {
    Matcher matcher = NUMBER.matcher(body);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The same without the number. */
  Reply unnumbered() {
    return new Reply(status, NUMBER.matcher(body).replaceAll("\"number\": \"#\""));
  }

  @Override
  public String toString() {
    return status + " " + body.strip();
  }
}
