package dev.compat.agent.weave;

import java.util.List;

/**
 * An interface with {@code @Original} as its class file describes it.
 *
 * @param name its binary name
 * @param legacy the binary name of the class whose methods it calls; empty where it names none
 * @param outer the binary name of the class that it is nested in; empty if it is not
 * @param where the jar that it came from
 * @param isPlain whether it is an interface, and extends no other
 */
public record OriginalClass(
    String name, String legacy, String outer, String where, boolean isPlain, List<Naming> methods) {

  /** What is wrong with one that names no legacy class. */
  public static final String NAMES_NONE =
      "names no legacy class; name it in @Original, or nest the interface in an adapter";

  /** The same, with the legacy class of the adapter that it is nested in unless it names one. */
  public OriginalClass within(List<AdapterClass> adapters) {
    if (!legacy.isEmpty()) {
      return this;
    }
    return adapters.stream()
        .filter(adapter -> adapter.name().equals(outer))
        .findFirst()
        .map(adapter -> new OriginalClass(name, adapter.legacy(), outer, where, isPlain, methods))
        .orElse(this);
  }
}
