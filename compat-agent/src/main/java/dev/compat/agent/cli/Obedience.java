package dev.compat.agent.cli;

import dev.compat.state.Presence;
import dev.compat.state.RollCall;
import dev.compat.state.StateFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which processes that run, or may run, have applied a revision.
 *
 * @param live how many processes are live
 * @param silent how many are not heard of although they may run
 * @param missing one line for each of both that has not applied it, or whose heartbeat cannot be
 *     read
 * @param took how long it took them, or how long was waited
 */
record Obedience(int live, int silent, List<String> missing, Duration took) {

  private static final Duration POLL = Duration.ofMillis(50);

  /** Waits until all that run or may run, also those that start meanwhile, have applied it. */
  static Obedience await(StateFolder state, long revision, Duration patience) {
    long start = System.nanoTime();
    while (true) {
      Obedience now = ask(state, revision, Duration.ofNanos(System.nanoTime() - start));
      if (now.complete() || now.took.compareTo(patience) >= 0 || !Pause.of(POLL)) {
        return now;
      }
    }
  }

  private static Obedience ask(StateFolder state, long revision, Duration took) {
    RollCall all = state.rollCall();
    long newest = state.current().number(); // after the roll call: nobody can be ahead of it
    List<String> missing = new ArrayList<>();
    Stream.concat(all.live().stream(), all.silent().stream())
        .filter(one -> !hasApplied(one, revision, newest))
        .forEach(one -> missing.add(describe(one, newest)));
    missing.addAll(all.unreadable());
    int live = all.live().size() + all.unreadable().size();
    return new Obedience(live, all.silent().size(), missing, took);
  }

  // One that is ahead of the folder holds to a revision that is lost, and to none before it.
  private static boolean hasApplied(Presence presence, long revision, long newest) {
    long applied = presence.heartbeat().revision();
    return applied >= revision && applied <= newest;
  }

  private static String describe(Presence presence, long newest) {
    long applied = presence.heartbeat().revision();
    return presence.name()
        + " (revision "
        + applied
        + (applied > newest ? ", which is lost: decide again, " : ", ")
        + (presence.silent()
            ? Silence.describe(presence)
            : "heard of " + seconds(presence.age()) + " ago")
        + ")";
  }

  boolean complete() {
    return missing.isEmpty();
  }

  int obeyed() {
    return live + silent - missing.size();
  }

  @Override
  public String toString() {
    int all = live + silent;
    if (all == 0) {
      return "0 live processes; takes effect at their next start";
    }
    return "obeyed by "
        + obeyed()
        + " of "
        + all
        + (all == 1 ? " process in " : " processes in ")
        + seconds(took);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
