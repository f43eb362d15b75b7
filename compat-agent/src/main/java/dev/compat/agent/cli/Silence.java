package dev.compat.agent.cli;

import dev.compat.state.Presence;
import dev.compat.state.ProcessId;
import java.time.Duration;

/** How a process that is not heard of is told. */
final class Silence {

  private Silence() {}

  static String describe(Presence presence) {
    ProcessId process = presence.heartbeat().process();
    return "not heard of for "
        + age(presence.age())
        + (process.isNear() ? "; still running as pid " : "; perhaps still running as pid ")
        + process.pid()
        + (process.isNear() ? "" : " on " + process.host());
  }

  static String age(Duration age) {
    long seconds = age.toSeconds();
    return seconds < 120 ? seconds + " s" : age.toMinutes() + " min";
  }
}
