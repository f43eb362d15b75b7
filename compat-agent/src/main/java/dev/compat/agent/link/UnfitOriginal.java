package dev.compat.agent.link;

/** Says what is wrong with an original, through Guice to whoever builds what needs it. */
final class UnfitOriginal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitOriginal(String message) {
    super(message);
  }
}
