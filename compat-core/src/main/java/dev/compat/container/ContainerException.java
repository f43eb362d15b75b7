package dev.compat.container;

import com.google.inject.spi.Message;
import java.util.Collection;

/** Says in one line why a container or something in it cannot be built. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

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

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }
}
