package dev.compat.agent.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a command that decides: why, and how long to wait for the processes. */
final class Deciding {

  @Option(
      names = "--why",
      required = true,
      paramLabel = "TEXT",
      description = "The reason, kept with the revision, such as the number of an incident.")
  private String why = "";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Time.class,
      description =
          "How long to wait until every live process has obeyed: 10s, 500ms, 2m; default 10s. With"
              + " 0s they are asked once.")
  private Duration patience = Duration.ofSeconds(10);

  String why() {
    return why;
  }

  Duration patience() {
    return patience;
  }

  /** The person at the keyboard, also behind sudo. */
  static String who() {
    String person = System.getenv("SUDO_USER");
    return person != null ? person : System.getProperty("user.name", "unknown");
  }

  /** Reads {@code 10s}. */
  static final class Time implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    @Override
    public Duration convert(String text) {
      Matcher time = TIME.matcher(text);
      if (!time.matches()) {
        throw new TypeConversionException("'" + text + "' is not a time; write 500ms, 10s or 2m");
      }
      long amount = Long.parseLong(time.group(1));
      return switch (time.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        default -> Duration.ofMinutes(amount);
      };
    }
  }
}
