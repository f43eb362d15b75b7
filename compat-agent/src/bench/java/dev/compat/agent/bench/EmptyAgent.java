package dev.compat.agent.bench;

/** An agent that does nothing. */
final class EmptyAgent {

  private EmptyAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments) {}
}
