package dev.compat.agent.runtime;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.WeaveListener;
import dev.compat.agent.weave.WovenClass;
import dev.compat.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has to say about its configuration and its weaving.
 *
 * <p>Told by threads that load classes, read by the control thread; concurrent maps guard it. Every
 * problem is logged once.
 */
final class Status implements WeaveListener {

  private static final Logger log = LoggerFactory.getLogger(Status.class);

  private final List<Problem> ofPlugins;
  private final Map<String, String> versions;
  private final ConcurrentMap<String, Set<Problem>> refusals = new ConcurrentHashMap<>();
  private volatile List<String> ofFiles = List.of();

  Status(List<Problem> ofPlugins, List<Plugin> plugins) {
    this.ofPlugins = List.copyOf(ofPlugins);
    this.versions = versions(plugins);
  }

  private static Map<String, String> versions(List<Plugin> plugins) {
    Map<String, String> versions = new TreeMap<>();
    for (Plugin plugin : plugins) {
      plugin.adapters().stream()
          .map(AdapterClass::migration)
          .distinct()
          .forEach(name -> versions.merge(name, plugin.version(), (one, two) -> one + "+" + two));
    }
    return versions;
  }

  /** The version of the adapters of every migration that has any. */
  Map<String, String> versions() {
    return versions;
  }

  /** Takes over what is wrong with flags and state at present. */
  void ofFiles(List<String> problems) {
    for (String problem : problems) {
      if (!ofFiles.contains(problem)) {
        log.error("{}", problem);
      }
    }
    ofFiles = List.copyOf(problems);
  }

  /** Everything that is wrong, a line each. */
  List<String> problems() {
    Stream<String> configured =
        Stream.concat(ofPlugins.stream(), refusals.values().stream().flatMap(Set::stream))
            .map(Problem::toString);
    return Stream.concat(configured, ofFiles.stream()).toList();
  }

  /** Why {@code migration} must not be armed, or null. */
  @Nullable String refusal(String migration) {
    Set<Problem> problems = refusals.get(migration);
    return problems == null
        ? null
        : problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }

  @Override
  public void woven(String name, WovenClass woven) {
    log.debug("woven: {} {}", name, woven.woven());
    for (Map.Entry<?, Integer> grown : woven.grown().entrySet()) {
      log.info(
          "{}.{} is now longer than {} bytes, a limit for inlining: it may run slower",
          name,
          grown.getKey(),
          grown.getValue());
    }
  }

  @Override
  public void refused(String migration, Problem problem) {
    if (refusals.computeIfAbsent(migration, name -> ConcurrentHashMap.newKeySet()).add(problem)) {
      log.error("{}: not armed, legacy answers: {}", migration, problem);
    }
  }
}
