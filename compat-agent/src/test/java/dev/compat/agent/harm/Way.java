package dev.compat.agent.harm;

/** The ways in which we are used. */
enum Way {
  EMBEDDED("embedded", Embedded.class),
  WOVEN_61("class file 61", Woven.class),
  WOVEN_47("class file 47", Woven.class);

  private final String title;
  private final Class<? extends Contender> contender;

  Way(String title, Class<? extends Contender> contender) {
    this.title = title;
    this.contender = contender;
  }

  String title() {
    return title;
  }

  Class<? extends Contender> contender() {
    return contender;
  }

  /**
   * Whether a promise is about anything here. An agent has no reporter that an application could
   * plug in, and writes to standard error itself; the library logs as its application does.
   */
  boolean has(Promise promise) {
    return switch (promise) {
      case REPORTER_THROWS, REPORTER_HANGS -> !isWoven();
      case NOBODY_READS -> isWoven();
      default -> true;
    };
  }

  boolean isWoven() {
    return this != EMBEDDED;
  }
}
