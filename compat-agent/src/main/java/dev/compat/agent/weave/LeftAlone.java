package dev.compat.agent.weave;

/** Why a method is not woven. */
public enum LeftAlone {
  CONSTRUCTOR("a constructor cannot be skipped"),
  ABSTRACT("it is abstract: name a class that implements it"),
  NATIVE("it is native: it has no instructions to go before"),
  BRIDGE("it is a bridge: name the method that it calls"),
  SYNTHETIC("the compiler made it: it has no place in the source"),
  SUSPEND("it is a Kotlin suspend function: it returns before it has answered"),
  ARGUMENTS("its arguments take more than " + Prologue.MOST_ARGUMENT_SLOTS + " slots"),
  TOO_LONG(
      "with the prologue it would be longer than "
          + Prologue.MOST_BYTES
          + " bytes, and HotSpot would stop compiling it");

  /** What to do about a constructor. */
  static final String REPLACE_THE_FACTORY =
      "constructors always run: replace the method that calls it, which may return an object of a"
          + " subclass, or another implementation of its interface";

  private final String why;

  LeftAlone(String why) {
    this.why = why;
  }

  /** For people, after the name of the method. */
  public String why() {
    return why;
  }
}
