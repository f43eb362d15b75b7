package dev.compat.agent.link;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens packages of named modules to plugins, which replace methods there, and to the agent, which
 * calls them.
 *
 * @param instrumentation may be null where there are no named modules
 */
record Modules(@Nullable Instrumentation instrumentation) {

  /** Opens all packages of {@code legacy}, if it is named, to {@code plugin} and to the agent. */
  void open(Module legacy, Module plugin) {
    if (legacy.isNamed() && instrumentation != null) {
      Set<Module> us = Set.of(plugin, Modules.class.getModule());
      Map<String, Set<Module>> all =
          legacy.getPackages().stream().collect(Collectors.toMap(name -> name, name -> us));
      instrumentation.redefineModule(legacy, Set.of(), all, all, Set.of(), Map.of());
    }
  }
}
