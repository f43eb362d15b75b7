package dev.compat.embed;

import dev.compat.Effect;
import dev.compat.background.DaemonThreads;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.flag.Flags;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls made for nobody, before the first that are made for the application.
 *
 * <p>They load and initialise the classes that calls need. A caller may have next to no stack left,
 * and a class whose initialisation overflows the stack is lost to the JVM for good.
 */
final class Rehearsal {

  private static final String NAME = "rehearsal";
  private static final List<String> FLAGS =
      List.of(
          "{route: legacy}",
          "{route: shadow}",
          "{route: shadow, shadow: {sample: 0%}}",
          "{route: shadow, shadow: {queue: 1}}",
          "{route: fallback}",
          "{route: verify}",
          "{context: {k: 'arg(0)', f: 'arg(9)', s: 'static:no.Such#name'}, route: new, rules: [{when:"
              + " {k: [some]}, route: legacy}, {when: {f: [x]}, route: legacy}, {when: {s: [x], f:"
              + " [y]}, route: shadow}]}",
          "{context: {m: 'mdc:m'}, by: m, route: {new: 5, shadow: 5}}",
          "{route: new}");

  private static boolean isHeld;

  private Rehearsal() {}

  /** Once for this library's class loader. Control thread, and none but that. */
  static synchronized void hold() throws ConfigException {
    if (!isHeld) {
      isHeld = true; // before: it goes through what asks for it
      boolean isThrough = false;
      try {
        rehearse();
        isThrough = true;
      } finally {
        isHeld = isThrough;
      }
    }
  }

  private static void rehearse() throws ConfigException {
    Course course =
        new Course(NAME, new Evidence(false), work -> DaemonThreads.daemon("compat-" + NAME, work));
    Call1<Object, Object, RuntimeException> joinPoint =
        new JoinPointBuilder(course, NAME)
            .replacementEffects(Effect.NONE)
            .legacyEffects(Effect.NONE)
            .sharingNothingMutable()
            .of(Rehearsal::sample, Rehearsal::sample);
    for (String flag : FLAGS) {
      course.follow(Flags.parse("flags: {" + NAME + ": " + flag + "}", NAME).flag(NAME));
      for (Object argument : List.of("some", "other", new ArrayList<>(List.of("a")), FLAGS)) {
        call(joinPoint, argument);
      }
    }
    course.end();
  }

  private static void call(Call1<Object, Object, RuntimeException> joinPoint, Object argument) {
    try {
      joinPoint.call(argument);
    } catch (IllegalArgumentException expected) {
      // For the sake of every handler on the way: finding out what it catches may load classes too.
    }
  }

  private static Object sample(Object value) {
    if (value == FLAGS) {
      throw new IllegalArgumentException("a rehearsal");
    }
    return value;
  }
}
