package dev.compat.agent.suites;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.compat.agent.weave.MethodRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.Type;

/**
 * A line of {@code left-out.txt}: tests that are not run, or methods that no second copy answers
 * for, and why.
 *
 * @param library the constant's name, or {@code *} for all
 * @param reason a word or two; {@code test} for tests
 * @param what a test or a method, such as {@code StringUtils#join} or {@code
 *     StringUtils#join(Object[])}, a class, such as {@code RandomUtils#*}, or a type that methods
 *     take, such as {@code java.util.Random}
 * @param why in a few words
 */
record LeftOut(String library, String reason, String what, String why) {

  private static final String FILE = "left-out.txt";
  private static final Pattern SEPARATOR = Pattern.compile("\\s*\\|\\s*");
  private static final String TEST = "test";
  private static final String ALL = "*";

  static List<LeftOut> of(Library library) {
    try (InputStream in = LeftOut.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> SEPARATOR.split(line, 4))
          .map(cells -> new LeftOut(cells[0], cells[1], cells[2], cells[3]))
          .filter(line -> line.isOfAll() || line.library.equals(library.name()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean isOfAll() {
    return library.equals(ALL);
  }

  boolean isTest() {
    return reason.equals(TEST);
  }

  /**
   * Whether it leaves out a method.
   *
   * @param type the name of the method's class, without the packages of the library
   */
  boolean covers(String type, MethodRef method) {
    if (!what.contains("#")) {
      return Stream.of(Type.getArgumentTypes(method.descriptor()))
          .anyMatch(each -> each.getClassName().replace("[]", "").equals(what));
    }
    String signature = type + "#" + method.signature();
    return what.equals(signature)
        || signature.startsWith(what + "(")
        || what.equals(type + "#" + ALL);
  }
}
