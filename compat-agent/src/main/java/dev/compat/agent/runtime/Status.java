package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.WeaveListener;
import dev.compat.agent.weave.WovenClass;
import dev.compat.background.Log;
import dev.compat.config.Observed;
import dev.compat.config.Problem;
import dev.compat.control.Standing;
import dev.compat.evidence.Evidence;
import dev.compat.flag.Flag;
import dev.compat.state.MigrationStatus.Arming;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this process has to say about its configuration and its weaving.
 *
 * <p>Told by threads that load classes, read by the control thread; {@link Refusals} guards what
 * they share. Every problem is logged once.
 */
final class Status implements WeaveListener {

  private static final Log log = Log.of(Status.class);

  private final List<Problem> ofPlugins;
  private final Map<String, String> versions;
  private final Refusals refusals = new Refusals();
  private final Set<String> observed;
  private final Evidence evidence;
  private final Set<Problem> unobservable = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Collection<Acknowledgement.Affected> collected;

  /**
   * Of what is configured.
   *
   * @param evidence knows each observed method from when it is woven: also one never called
   */
  Status(
      List<Problem> ofPlugins,
      List<Plugin> plugins,
      Collection<Observed> observed,
      Evidence evidence) {
    this.ofPlugins = List.copyOf(ofPlugins);
    this.versions = versions(plugins);
    this.observed =
        observed.stream().map(Observed::type).collect(Collectors.toCollection(TreeSet::new));
    this.evidence = evidence;
  }

  /** The classes that are to be observed. */
  Collection<String> observed() {
    return observed;
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

  /**
   * What is to be said of flags whose migrations are unknown: nothing while a plugin cannot be
   * read, since they may be that plugin's.
   */
  List<String> strangers(Collection<Flag> flags) {
    if (!ofPlugins.isEmpty()) {
      return List.of();
    }
    String known =
        versions.isEmpty()
            ? "name a plugin in compat.yaml"
            : "add its plugin, or correct the name (" + String.join(", ", versions.keySet()) + ")";
    return flags.stream()
        .filter(flag -> !versions.containsKey(flag.name()))
        .map(
            flag ->
                flag.where()
                    + ": flag '"
                    + flag.name()
                    + "' is of no migration that a plugin has an adapter for; "
                    + known)
        .toList();
  }

  /** What is wrong with plugins and legacy classes, a line each. */
  List<String> problems() {
    return Stream.of(
            ofPlugins.stream().map(Problem::toString),
            refusals.all(),
            unobservable.stream().map(Problem::toString).sorted())
        .flatMap(lines -> lines)
        .toList();
  }

  /** Why {@code migration} must not be armed in {@code application}, or null. */
  @Nullable String refusal(String migration, ClassLoader application) {
    return refusals.of(migration, application);
  }

  /** How the migrations stand that must not be armed, wherever that is. */
  Map<String, Standing> refused() {
    Map<String, Standing> standings = new TreeMap<>();
    for (String migration : versions.keySet()) {
      String why = refusals.of(migration, null);
      if (why != null) {
        standings.put(migration, new Standing(Arming.FAILED, why));
      }
    }
    return standings;
  }

  /** Keeps what is woven from now on, until it is asked for. */
  void collect() {
    collected = new ConcurrentLinkedQueue<>();
  }

  /** What was woven since it is kept, each class once. */
  List<Acknowledgement.Affected> collected() {
    Collection<Acknowledgement.Affected> all = collected;
    collected = null;
    return all == null ? List.of() : all.stream().distinct().toList();
  }

  @Override
  public void woven(ClassLoader loader, String name, WovenClass woven) {
    Collection<Acknowledgement.Affected> all = collected;
    if (all != null && !woven.woven().isEmpty()) {
      List<String> methods = woven.woven().stream().map(MethodRef::signature).sorted().toList();
      all.add(new Acknowledgement.Affected(name, LoaderName.of(loader), methods));
    }
    for (Map.Entry<?, Integer> grown : woven.grown().entrySet()) {
      log.info(
          "{}.{} is now longer than {} bytes, a limit for inlining: it may run slower",
          name,
          grown.getKey(),
          grown.getValue());
    }
  }

  @Override
  public void refused(@Nullable ClassLoader loader, String migration, Problem problem) {
    if (refusals.add(loader, migration, problem)) {
      log.error("{}: not armed, legacy answers: {}", migration, problem);
    }
  }

  @Override
  public void observable(String name, Collection<MethodRef> methods) {
    methods.forEach(method -> evidence.observed(name, method.signature()));
    if (!methods.isEmpty()) {
      log.info("observable: {} {}", name, methods);
    }
  }

  @Override
  public void unobservable(Problem problem) {
    if (unobservable.add(problem)) {
      log.error("{}", problem);
    }
  }
}
