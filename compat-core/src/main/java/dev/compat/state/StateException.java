package dev.compat.state;

/** Says why a state folder could not be written, or does not hold what was asked for. */
public final class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message that names the file and the remedy. */
  public StateException(String message) {
    super(message);
  }

  /** Creates it with a message that names the file and the remedy, and what went wrong below. */
  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
