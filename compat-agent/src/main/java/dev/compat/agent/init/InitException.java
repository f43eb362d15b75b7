package dev.compat.agent.init;

/** Says in one line why a project cannot be written, and what to do. */
public final class InitException extends Exception {
  private static final long serialVersionUID = 1L;

  InitException(String message) {
    super(message);
  }
}
