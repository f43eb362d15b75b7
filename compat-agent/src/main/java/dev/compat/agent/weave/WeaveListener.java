package dev.compat.agent.weave;

import dev.compat.config.Problem;
import org.jspecify.annotations.Nullable;

/** Learns what was woven and what was not. Called by threads of the application: never blocks. */
public interface WeaveListener {

  /** {@code woven} was made of the legacy class {@code name}. */
  void woven(String name, WovenClass woven);

  /**
   * {@code migration} cannot be armed for this reason.
   *
   * @param loader the application loader that this holds in; null where it holds in all
   */
  void refused(@Nullable ClassLoader loader, String migration, Problem problem);
}
