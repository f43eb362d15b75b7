package dev.compat.agent.link;

/** Says why a migration cannot be armed, and what to do about it. */
final class ArmingException extends Exception {
  private static final long serialVersionUID = 1L;

  ArmingException(String message) {
    super(message);
  }

  ArmingException(String message, Throwable cause) {
    super(message, cause);
  }
}
