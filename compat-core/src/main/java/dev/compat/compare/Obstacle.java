package dev.compat.compare;

/** What keeps a value from being compared; never leaves this package. */
final class Obstacle extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whether nothing more can be compared, not only this place. */
  final boolean ends;

  private Obstacle(String reason, boolean ends) {
    super(reason, null, false, false);
    this.ends = ends;
  }

  static Obstacle here(String reason) {
    return new Obstacle(reason, false);
  }

  static Obstacle toAll(String reason) {
    return new Obstacle(reason, true);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
