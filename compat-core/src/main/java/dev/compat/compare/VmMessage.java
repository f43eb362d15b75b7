package dev.compat.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the virtual machine writes about the code that threw (JEP 358).
 *
 * <p>They quote variables and methods of the arm, such as {@code Cannot invoke "String.length()"
 * because "<local1>" is null}, so two arms never agree on them, and an answer they are not.
 */
final class VmMessage {

  private static final List<String> BEGINNINGS =
      List.of(
          "Cannot invoke \"",
          "Cannot read ",
          "Cannot load from ",
          "Cannot store to ",
          "Cannot assign field ",
          "Cannot throw exception",
          "Cannot enter synchronized block",
          "Cannot exit synchronized block");

  private VmMessage() {}

  static boolean isOf(Throwable thrown, @Nullable String message) {
    return thrown.getClass() == NullPointerException.class
        && message != null
        && BEGINNINGS.stream().anyMatch(message::startsWith);
  }
}
