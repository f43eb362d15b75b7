package dev.compat.samples.orders;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Workplace;
import java.util.Locale;

/**
 * Where the story is set.
 *
 * @param workplace where commands are run
 * @param screen where it is shown
 * @param facts what is checked
 * @param application which is never restarted
 * @param traffic the load on it
 */
record Stage(
    Workplace workplace, Screen screen, Facts facts, Application application, Traffic traffic) {

  String pid() {
    return Long.toString(application.pid());
  }

  /** Says who answered the calls of a layer. */
  void say(Layer layer, Counts counts) {
    screen.say(String.format(Locale.ROOT, "%-9s  %s", layer, counts));
  }

  /** Says how the load fares, and checks that no reply was wrong. */
  void report(String when) {
    screen.say(traffic.ledger().summary());
    facts.expect(when + ": wrong replies", "[]", traffic.ledger().wrong().toString());
  }
}
