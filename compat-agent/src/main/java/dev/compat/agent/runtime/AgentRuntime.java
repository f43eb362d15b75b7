package dev.compat.agent.runtime;

import dev.compat.agent.link.LegacyLinker;
import dev.compat.agent.log.AgentLog;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ClassDefiner;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Problem;
import dev.compat.control.Control;
import dev.compat.evidence.Evidence;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the agent in one process. What can wait runs on the control thread, so that the
 * application waits for little more than the reading of two files and a jar.
 */
public final class AgentRuntime {

  private static final Logger log = LoggerFactory.getLogger(AgentRuntime.class);
  private static final String NOT_ATTACHED = "not attached, the application runs without it: {}";
  private static final String NO_CONFIG =
      "no configuration named; start with -javaagent:compat-agent.jar=compat.yaml, or set"
          + " -Dcompat.config or COMPAT_CONFIG";

  private AgentRuntime() {}

  /**
   * Starts the agent; called reflectively by the entry point.
   *
   * @param arguments the path of {@code compat.yaml}, or null
   * @throws Exception if the agent cannot run in this JVM; the application goes on without it
   */
  public static void start(@Nullable String arguments, Instrumentation instrumentation, File jar)
      throws Exception {
    requireModules();
    String file = configFile(arguments);
    if (file == null) {
      log.error(NOT_ATTACHED, NO_CONFIG);
      return;
    }
    try {
      start(CompatConfig.read(Path.of(file)), instrumentation, jar);
    } catch (ConfigException refused) {
      refused.problems().forEach(problem -> log.error(NOT_ATTACHED, problem));
    }
  }

  /** A runtime image that was cut down to an application may lack what our libraries need. */
  private static void requireModules() {
    for (String name : List.of("java.logging", "java.xml")) {
      if (ModuleLayer.boot().findModule(name).isEmpty()) {
        throw new IllegalStateException(
            "this Java runtime has no module " + name + "; add it with jlink --add-modules");
      }
    }
  }

  private static @Nullable String configFile(@Nullable String arguments) {
    if (arguments != null && !arguments.isBlank()) {
      return arguments;
    }
    String property = System.getProperty("compat.config");
    return property != null ? property : System.getenv("COMPAT_CONFIG");
  }

  private static void start(CompatConfig config, Instrumentation instrumentation, File jar)
      throws IOException, ReflectiveOperationException {
    if (BootGate.isPresent()) { // woven twice, a method would meet its route again in its body
      log.error("attached already, so {} is ignored; attach the agent once", config.file());
      return;
    }
    List<Problem> problems = new ArrayList<>();
    List<Plugin> plugins = plugins(config, problems);
    problems.forEach(problem -> log.error("{}", problem));
    List<AdapterClass> adapters =
        plugins.stream().flatMap(plugin -> plugin.adapters().stream()).toList();
    Evidence evidence = new Evidence(config.values() == CompatConfig.Values.ALL);
    Status status = new Status(problems, plugins, config.observe(), evidence);
    LegacyLinker linker = null;
    if (!adapters.isEmpty() || !config.observe().isEmpty()) {
      List<ObservedClass> observed = ObservedClass.of(config.observe());
      linker = weave(plugins, adapters, observed, evidence, status, instrumentation, jar);
    }
    Control.start(
        config,
        new Attached(linker, status),
        evidence,
        folder -> AgentLog.useFile(folder.resolve("agent.log")));
  }

  private static List<Plugin> plugins(CompatConfig config, List<Problem> problems) {
    List<Plugin> plugins = new ArrayList<>();
    for (CompatConfig.Plugin configured : config.plugins()) {
      Plugin plugin = Plugin.read(configured, problems);
      if (plugin != null) {
        plugins.add(plugin);
      }
    }
    return plugins;
  }

  private static LegacyLinker weave(
      List<Plugin> plugins,
      List<AdapterClass> adapters,
      List<ObservedClass> observed,
      Evidence evidence,
      Status status,
      Instrumentation instrumentation,
      File jar)
      throws IOException, ReflectiveOperationException {
    ClassDefiner definer = ClassDefiner.open(instrumentation);
    BootGate.install(jar, definer, instrumentation);
    // Its class refers to the boot gate, so it must not be loaded, or verified, before this line.
    return Weaving.install(plugins, adapters, observed, evidence, status, definer, instrumentation);
  }
}
