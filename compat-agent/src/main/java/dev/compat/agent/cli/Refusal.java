package dev.compat.agent.cli;

/** Says why a command could not be asked; becomes exit code 2 and its message alone. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
