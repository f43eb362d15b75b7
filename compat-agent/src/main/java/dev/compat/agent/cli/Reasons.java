package dev.compat.agent.cli;

import dev.compat.flag.Context;
import dev.compat.flag.Explanation;
import dev.compat.flag.Flag;
import dev.compat.flag.PinSettings;
import dev.compat.flag.Route;
import dev.compat.state.MigrationStatus;
import dev.compat.state.MigrationStatus.Arming;
import dev.compat.state.Presence;
import dev.compat.state.Revision;
import dev.compat.state.RouteOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code explain} says.
 *
 * @param context what a call was said to be for
 * @param route what such a call gets
 * @param certain whether every such call gets it
 * @param why how the flag comes to it
 * @param held what holds the migration back or up, a line each
 * @param notes what else the answer depends on, a line each
 */
record Reasons(
    String migration,
    Map<String, String> context,
    Route route,
    boolean certain,
    Explanation why,
    List<String> held,
    List<String> notes) {

  static Reasons of(Situation now, Flag desired, Map<String, String> context) {
    Instant time = Instant.now();
    Flag flag = desired.atMost(now.decisions().ceiling(desired.name(), time));
    Explanation why = flag.explain(Context.of(context));
    boolean isConstant = flag.constant() != null;
    return new Reasons(
        flag.name(),
        new LinkedHashMap<>(context),
        why.route(),
        isConstant || (why.missing().isEmpty() && !why.random()),
        why,
        held(now, desired, time),
        notes(now, flag, why, context));
  }

  private static List<String> held(Situation now, Flag flag, Instant time) {
    List<String> held = new ArrayList<>();
    if (now.decisions().killed()) {
      held.add("at most LEGACY: the file OFF is in " + now.state().path());
    }
    Revision revision = now.decisions().revision();
    for (String name : List.of(flag.name(), Revision.ALL)) {
      RouteOverride override = revision.overrides().get(name);
      if (override != null && override.inForce(time)) {
        held.add(override(override, name, revision));
      }
    }
    if (flag.ceiling() != Route.NEW) {
      held.add("at most " + flag.ceiling() + ": kill, " + flag.where());
    }
    if (flag.floor() != Route.LEGACY) {
      held.add("at least " + flag.floor() + ", whatever is above: " + floor(now, flag));
    }
    return held;
  }

  private static String floor(Situation now, Flag flag) {
    boolean isRetired = flag.isRetired() && flag.declaredFloor() != null;
    return (isRetired ? "retired, " : "floor, ") + now.floorPlace(flag.name());
  }

  private static String override(RouteOverride override, String name, Revision revision) {
    return "at most "
        + override.route()
        + (name.equals(Revision.ALL) ? " for all" : "")
        + (override.until() == null ? "" : " until " + override.until())
        + ": revision "
        + revision.number()
        + ", "
        + override.who()
        + ": "
        + override.why();
  }

  private static List<String> notes(
      Situation now, Flag flag, Explanation why, Map<String, String> context) {
    List<String> notes = new ArrayList<>();
    if (flag.constant() == null) {
      why.missing().forEach(key -> notes.add(missing(flag, key)));
    }
    if (why.random() && flag.constant() == null) {
      notes.add("every call is drawn anew: " + why.gives());
    }
    context.keySet().stream()
        .filter(key -> isOfCall(flag.context().get(key)))
        .map(key -> key + " is what " + flag.context().get(key) + " gives, call by call")
        .forEach(notes::add);
    PinSettings pin = flag.pin();
    if (pin != null) {
      notes.add("a unit of work, by " + pin + ", that began on another side stays there");
    }
    if (why.route() != Route.LEGACY && why.route() != Route.NEW) {
      notes.add(
          "a method that does not permit "
              + lower(why.route())
              + " gets another route; 'status' says which and why");
    }
    notes.addAll(unarmed(now, flag.name(), why.route()));
    return notes;
  }

  private static String missing(Flag flag, String key) {
    return key
        + " is not given, so this is for calls without one; give --"
        + key
        + " (calls have it from "
        + flag.context().get(key)
        + ")";
  }

  private static boolean isOfCall(@Nullable String spec) {
    return spec != null && (spec.startsWith("arg(") || spec.startsWith("this"));
  }

  /** The processes in which legacy answers whatever the route. */
  private static List<String> unarmed(Situation now, String migration, Route route) {
    if (route == Route.LEGACY) {
      return List.of();
    }
    return now.rollCall().live().stream().flatMap(one -> unarmed(one, migration)).toList();
  }

  private static Stream<String> unarmed(Presence process, String migration) {
    return process.heartbeat().migrations().stream()
        .filter(status -> status.migration().equals(migration))
        .filter(status -> status.arming() != Arming.ARMED)
        .map(status -> process.name() + ": " + unarmed(status));
  }

  private static String unarmed(MigrationStatus status) {
    return status.arming() + ", legacy answers until it is armed";
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(migration + ": " + route + asked());
    line(lines, "rule", rule());
    line(lines, "gives", why.gives());
    Explanation.Bucket bucket = why.bucket();
    if (bucket != null) {
      line(lines, "bucket", bucket(bucket));
    }
    held.forEach(text -> line(lines, "held", text));
    notes.forEach(text -> line(lines, "note", text));
    return lines;
  }

  private static void line(List<String> lines, String label, String text) {
    lines.add("  " + label + " ".repeat(8 - label.length()) + text);
  }

  private String asked() {
    return context.isEmpty()
        ? ""
        : context.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " for ", ""));
  }

  private String rule() {
    return why.rule() == 0
        ? "none, so the flag's own route, " + why.where()
        : why.rule() + ", " + why.where() + ": " + why.condition();
  }

  private static String bucket(Explanation.Bucket bucket) {
    String below =
        bucket.below().entrySet().stream()
            .map(end -> lower(end.getKey()) + " below " + number(end.getValue()))
            .collect(Collectors.joining(", "));
    return number(bucket.number())
        + " of 100,000 for "
        + bucket.key()
        + " '"
        + bucket.id()
        + "' with salt '"
        + bucket.salt()
        + "': "
        + below
        + ", legacy beyond";
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
