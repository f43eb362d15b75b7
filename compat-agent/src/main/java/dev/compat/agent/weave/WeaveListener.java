package dev.compat.agent.weave;

import dev.compat.config.Problem;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Learns what was woven and what was not. Called by threads of the application: never blocks. */
public interface WeaveListener {

  /** {@code woven} was made of the legacy class {@code name} in {@code loader}. */
  void woven(ClassLoader loader, String name, WovenClass woven);

  /**
   * {@code migration} cannot be armed for this reason.
   *
   * @param loader the application loader that this holds in; null where it holds in all
   */
  void refused(@Nullable ClassLoader loader, String migration, Problem problem);

  /** These methods of the legacy class {@code name} can be observed. */
  void observable(String name, Collection<MethodRef> methods);

  /** Something that was to be observed cannot be, for this reason. */
  void unobservable(Problem problem);
}
