package dev.compat.agent.cli;

import dev.compat.state.Presence;
import dev.compat.state.RollCall;
import dev.compat.state.StateFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which live processes have applied a revision.
 *
 * @param live how many processes are live
 * @param missing one line for each live process that has not applied it, or whose heartbeat cannot
 *     be read
 * @param took how long it took them, or how long was waited
 */
record Obedience(int live, List<String> missing, Duration took) {

  private static final long POLL_MILLIS = 50;

  /**
   * Waits until all that are live, also those that start meanwhile, have applied it. One that falls
   * silent while it is waited for may still run, so it counts.
   */
  static Obedience await(StateFolder state, long revision, Duration patience) {
    Set<String> seen = new HashSet<>();
    long start = System.nanoTime();
    while (true) {
      Obedience now = ask(state, revision, seen, Duration.ofNanos(System.nanoTime() - start));
      if (now.complete() || now.took.compareTo(patience) >= 0 || !pause()) {
        return now;
      }
    }
  }

  private static Obedience ask(StateFolder state, long revision, Set<String> seen, Duration took) {
    RollCall all = state.rollCall();
    all.live().forEach(presence -> seen.add(presence.name()));
    List<Presence> asked =
        all.processes().stream()
            .filter(one -> one.live() || (seen.contains(one.name()) && isSilent(one)))
            .toList();
    List<String> missing = new ArrayList<>();
    for (Presence presence : asked) {
      if (presence.heartbeat().revision() < revision) {
        missing.add(describe(presence));
      }
    }
    missing.addAll(all.unreadable());
    return new Obedience(asked.size() + all.unreadable().size(), missing, took);
  }

  private static boolean isSilent(Presence presence) {
    return !presence.heartbeat().ended() && presence.age().compareTo(StateFolder.LEASE) > 0;
  }

  private static String describe(Presence presence) {
    return presence.name()
        + " (revision "
        + presence.heartbeat().revision()
        + ", heard of "
        + seconds(presence.age())
        + " ago)";
  }

  private static boolean pause() {
    try {
      Thread.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean complete() {
    return missing.isEmpty();
  }

  int obeyed() {
    return live - missing.size();
  }

  @Override
  public String toString() {
    if (live == 0) {
      return "0 live processes; takes effect at their next start";
    }
    return "obeyed by "
        + obeyed()
        + " of "
        + live
        + (live == 1 ? " process in " : " processes in ")
        + seconds(took);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
