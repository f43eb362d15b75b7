package dev.compat.agent.harm.rivals;

import dev.compat.agent.harm.Promise;

/** What libraries that are called by hand do not have. */
final class Absent {

  private Absent() {}

  /** They are here to run both sides, read no context by themselves, and keep nothing in files. */
  static boolean inLibraries(Promise promise) {
    return promise == Promise.OFF
        || promise == Promise.RULE_THROWS
        || promise == Promise.RULE_HANGS
        || promise == Promise.CONTEXT_THROWS
        || promise == Promise.CONTEXT_HANGS
        || promise.surroundings() != Promise.Surroundings.ORDINARY;
  }
}
