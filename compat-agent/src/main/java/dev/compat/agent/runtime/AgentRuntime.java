package dev.compat.agent.runtime;

import dev.compat.agent.log.AgentLog;
import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Order;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ClassDefiner;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.background.Log;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Observed;
import dev.compat.config.Problem;
import dev.compat.control.Control;
import dev.compat.evidence.Evidence;
import dev.compat.observe.ObservedContext;
import dev.compat.recording.FileRecorder;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent in one process. What can wait runs on the control thread, so that the
 * application waits for little more than the reading of two files and a jar.
 */
public final class AgentRuntime {

  private static final Log log = Log.of(AgentRuntime.class);
  private static final String NOT_ATTACHED = "not attached, the application runs without it: {}";
  private static final String NO_CONFIG =
      "no configuration named; start with -javaagent:compat-agent.jar=compat.yaml, or set"
          + " -Dcompat.config or COMPAT_CONFIG";

  private final Order order;
  private final Instrumentation instrumentation;
  private final File jar;

  private AgentRuntime(Order order, Instrumentation instrumentation, File jar) {
    this.order = order;
    this.instrumentation = instrumentation;
    this.jar = jar;
  }

  /**
   * Starts the agent; called reflectively by the entry point.
   *
   * @param order an {@link Order} as text
   * @return takes further orders as text, and says whether the agent still runs; null if it does
   *     not run at all
   * @throws Exception if the agent cannot run in this JVM; the application goes on without it
   */
  public static @Nullable Predicate<Map<String, String>> start(
      Map<String, String> order, Instrumentation instrumentation, File jar) throws Exception {
    requireModules();
    AgentRuntime runtime = new AgentRuntime(Order.of(order), instrumentation, jar);
    try {
      return Apart.call("compat-start", runtime::start);
    } finally {
      Log.flush();
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

  private @Nullable Predicate<Map<String, String>> start()
      throws IOException, ReflectiveOperationException {
    Path file = configFile();
    if (file == null && order.observe().isEmpty()) {
      return refuse(List.of(NO_CONFIG));
    }
    try {
      return start(order.config(file));
    } catch (ConfigException refused) {
      return refuse(refused.problems().stream().map(Problem::toString).toList());
    }
  }

  private @Nullable Path configFile() {
    Path ordered = order.config();
    if (ordered != null || !order.observe().isEmpty()) {
      return ordered;
    }
    String property = System.getProperty("compat.config");
    String name = property != null ? property : System.getenv("COMPAT_CONFIG");
    return name == null ? null : Path.of(name);
  }

  private @Nullable Predicate<Map<String, String>> refuse(List<String> problems) {
    problems.forEach(problem -> log.error(NOT_ATTACHED, problem));
    Answers.give(order, Acknowledgement.failed("the configuration is refused", problems));
    return null;
  }

  private Predicate<Map<String, String>> start(CompatConfig config)
      throws IOException, ReflectiveOperationException {
    List<Problem> problems = new ArrayList<>();
    List<Plugin> plugins = plugins(config, problems);
    List<Observed> observe = ObservedContext.checked(config.observe(), problems);
    problems.forEach(problem -> log.error("{}", problem));
    FileRecorder recorder = FileRecorder.of(config);
    Evidence evidence = Evidence.of(config, recorder);
    Status status = new Status(problems, plugins, observe, evidence);
    status.collect();
    Weaving weaving = weave(observe, plugins, evidence, status);
    try {
      return run(config, weaving, status, evidence, recorder);
    } catch (Throwable failure) { // such as a JVM that is ending takes no more hooks
      if (weaving != null) {
        weaving.undo();
      }
      throw failure;
    }
  }

  private Running run(
      CompatConfig config,
      @Nullable Weaving weaving,
      Status status,
      Evidence evidence,
      FileRecorder recorder) {
    Control control =
        Control.start(
            config,
            new Attached(weaving == null ? null : weaving.linker(), status),
            evidence,
            recorder,
            null,
            folder -> Log.inTurn(() -> AgentLog.useFile(folder.resolve("agent.log"))));
    Running running = new Running(config, weaving, status, control, evidence);
    running.acknowledge(order);
    return running;
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

  private @Nullable Weaving weave(
      List<Observed> observe, List<Plugin> plugins, Evidence evidence, Status status)
      throws IOException, ReflectiveOperationException {
    List<AdapterClass> adapters =
        plugins.stream().flatMap(plugin -> plugin.adapters().stream()).toList();
    if (adapters.isEmpty() && observe.isEmpty()) {
      return null;
    }
    List<ObservedClass> observed = ObservedClass.of(observe);
    ClassDefiner definer = ClassDefiner.open(instrumentation);
    BootGate.install(jar, definer, instrumentation);
    // Its class refers to the boot gate, so it must not be loaded, or verified, before this line.
    return Weaving.install(plugins, adapters, observed, evidence, status, definer, instrumentation);
  }
}
