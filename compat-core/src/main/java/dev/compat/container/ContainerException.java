package dev.compat.container;

import com.google.inject.spi.Message;
import dev.compat.evidence.Failures;
import java.util.Collection;

/** Says in one line why a container or something in it cannot be built. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST_CAUSES = 50;

  ContainerException(String message) {
    super(message);
  }

  private ContainerException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Of the many lines that Guice has to say: the first error, and what caused it. */
  static ContainerException of(RuntimeException failure, Collection<Message> errors) {
    if (errors.isEmpty()) {
      return new ContainerException(String.valueOf(failure), failure);
    }
    Message first = errors.iterator().next();
    Throwable cause = first.getCause();
    String text = firstLine(first.getMessage());
    if (cause != null && !text.contains(cause.toString())) {
      text += " (" + cause + ")";
    }
    String more = errors.size() == 1 ? "" : ", and " + (errors.size() - 1) + " more";
    return new ContainerException(text + more, failure);
  }

  /**
   * Why something could not be built while a call waited for it, without the messages of what a
   * constructor threw: those may quote what the call was given.
   */
  static String unquoted(Throwable failure) {
    Throwable origin = failure;
    for (int i = 0; i < MOST_CAUSES && origin.getCause() != null; i++) {
      origin = origin.getCause();
    }
    return isOfGuice(origin) ? String.valueOf(failure.getMessage()) : Failures.describe(origin);
  }

  /** Of Guice's own making: it names classes and bindings. */
  private static boolean isOfGuice(Throwable origin) {
    return origin instanceof ContainerException
        || origin.getClass().getName().startsWith("com.google.inject.");
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }
}
