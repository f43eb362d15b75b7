package dev.compat.state;

import java.util.List;

/**
 * Every process that a state folder knows of.
 *
 * @param processes by name, live or not; unmodifiable
 * @param unreadable one message each for processes that have written a heartbeat within {@link
 *     StateFolder#LEASE} which cannot be read: they run, but what they do is not known
 */
public record RollCall(List<Presence> processes, List<String> unreadable) {

  /** Copies the lists. */
  public RollCall {
    processes = List.copyOf(processes);
    unreadable = List.copyOf(unreadable);
  }

  /** Returns those that were heard of within the lease. */
  public List<Presence> live() {
    return processes.stream().filter(Presence::live).toList();
  }

  /** Returns those that are not heard of although they may run. */
  public List<Presence> silent() {
    return processes.stream().filter(Presence::silent).toList();
  }

  /** Returns whether no process was ever heard of, as far as the folder remembers. */
  public boolean isEmpty() {
    return processes.isEmpty() && unreadable.isEmpty();
  }
}
