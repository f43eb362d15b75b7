package dev.compat.flag;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the value of a context key comes from, as {@code flags.yaml} spells it. */
sealed interface ReaderSpec {
  /** How to spell one, for messages. */
  String SPELLINGS =
      "use mdc:key, arg(0).path, this.path, static:com.acme.Tenants#current or webapp:path";

  /** {@code mdc:key}: an entry of the logging library's diagnostic context. */
  record Mdc(String key) implements ReaderSpec {}

  /**
   * {@code arg(0)}, {@code arg(0).path} or {@code arg(0).headers[tenant]}: the legacy method's
   * arguments, from 0. A path is of steps such as {@code .path} and {@code [tenant]}.
   */
  record Argument(int index, List<String> path) implements ReaderSpec {}

  /** {@code this.path}: the legacy object. */
  record Receiver(List<String> path) implements ReaderSpec {}

  /** {@code given:key}: what an application that embeds the library gives under that name. */
  record Given(String key) implements ReaderSpec {}

  /** {@code static:com.acme.Tenants#current}: a static method without parameters. */
  record StaticCall(String type, String method) implements ReaderSpec {}

  /** {@code webapp:path}: the context path of the web application. */
  record WebApp() implements ReaderSpec {}

  /** The spec; {@code null} if it is spelled in no known way. */
  static @Nullable ReaderSpec parse(String spec) {
    Matcher matcher = Spelling.SPEC.matcher(spec);
    if (!matcher.matches()) {
      return null;
    }
    if (spec.equals(Spelling.WEB_APP)) {
      return new WebApp();
    }
    if (matcher.group("key") != null) {
      return new Mdc(matcher.group("key"));
    }
    if (matcher.group("given") != null) {
      return new Given(matcher.group("given"));
    }
    if (matcher.group("type") != null) {
      return new StaticCall(matcher.group("type"), matcher.group("method"));
    }
    return matcher.group("index") != null
        ? new Argument(Integer.parseInt(matcher.group("index")), path(matcher.group("argument")))
        : new Receiver(path(matcher.group("receiver")));
  }

  private static List<String> path(String dotted) {
    return Spelling.STEP.matcher(dotted).results().map(MatchResult::group).toList();
  }

  /** The grammar of specs. */
  final class Spelling {
    private static final String WORD = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
    private static final String PATH = "(?:\\." + WORD + "|\\[[^\\]]+\\])";
    private static final Pattern STEP = Pattern.compile(PATH);
    private static final String WEB_APP = "webapp:path";
    private static final Pattern SPEC =
        Pattern.compile(
            ("mdc:(?<key>\\S.*)"
                    + "|given:(?<given>\\S.*)"
                    + "|arg\\((?<index>\\d{1,3})\\)(?<argument>PATH*)"
                    + "|this(?<receiver>PATH+)"
                    + "|webapp:path"
                    + "|static:(?<type>WORD(?:\\.WORD)*)#(?<method>WORD)")
                .replace("PATH", PATH)
                .replace("WORD", WORD));

    private Spelling() {}
  }
}
