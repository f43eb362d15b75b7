package dev.compat.agent.link;

import dev.compat.Propagator;
import dev.compat.RouteListener;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.plugin.PluginLoader;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.compare.CompareRules;
import dev.compat.container.Container;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One application class loader with everything that Compat keeps for it.
 *
 * <p>Held by an anchor in that very loader, so it lives and dies with it. Links are in a concurrent
 * map, and so are plugins' loaders; a plugin's code runs under no lock that another plugin needs.
 */
final class Application {

  private final ClassLoader loader;
  private final @Nullable MethodHandle anchor;
  private final ConcurrentMap<String, Link> links = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();
  private final ConcurrentMap<Plugin, Home> homes = new ConcurrentHashMap<>();

  /** One that nothing holds. */
  Application(ClassLoader loader) {
    this(loader, null);
  }

  /**
   * One that an anchor holds.
   *
   * @param anchor sets what the anchor holds
   */
  Application(ClassLoader loader, @Nullable MethodHandle anchor) {
    this.loader = loader;
    this.anchor = anchor;
  }

  ClassLoader loader() {
    return loader;
  }

  /** The link of a migration, made by {@code maker} when its first method is linked. */
  Link link(String migration, Function<Application, Link> maker) {
    Link known = links.get(migration);
    if (known != null) {
      return known;
    }
    // Not computeIfAbsent: a stack overflow in its midst would leave the place taken for good.
    Link made = maker.apply(this);
    Link first = links.putIfAbsent(migration, made);
    return first == null ? made : first;
  }

  /** What is observed in it, made by {@code maker} when its first method is linked. */
  Watch watch(Function<ClassLoader, Watch> maker) {
    Watch known = watch.get();
    if (known != null) {
      return known;
    }
    Watch made = maker.apply(loader);
    return watch.compareAndSet(null, made) ? made : watch(maker);
  }

  /** What is observed in it, if anything has been linked. */
  @Nullable Watch watch() {
    return watch.get();
  }

  Collection<Link> links() {
    return links.values();
  }

  ClassLoader loaderOf(Plugin plugin) {
    return homeOf(plugin).loader;
  }

  /**
   * Runs the plugin's modules on the first call; only those who want the same plugin wait.
   *
   * @param given gives what the modules need not bind
   */
  Container containerOf(Plugin plugin, Supplier<Container.Given> given) {
    return homeOf(plugin).container(given);
  }

  /** What plugins have made here so far that wants to hear of changes of a migration's routes. */
  List<RouteListener> listeners(String migration) {
    return homes.entrySet().stream()
        .filter(home -> home.getKey().adapters().stream().anyMatch(isOf(migration)))
        .flatMap(home -> Stream.ofNullable(home.getValue().container))
        .flatMap(container -> container.listeners(migration).stream())
        .toList();
  }

  /** What the plugins of a migration, as far as they are built, carry over for trials. */
  List<Propagator> propagators(String migration) {
    return homes.entrySet().stream()
        .filter(home -> home.getKey().adapters().stream().anyMatch(isOf(migration)))
        .flatMap(home -> Stream.ofNullable(home.getValue().container))
        .flatMap(container -> container.propagators().stream())
        .toList();
  }

  /** The rules in code that the plugins of a migration, as far as they are built, compare by. */
  CompareRules rules(String migration) {
    return homes.entrySet().stream()
        .filter(home -> home.getKey().adapters().stream().anyMatch(isOf(migration)))
        .flatMap(home -> Stream.ofNullable(home.getValue().container))
        .map(container -> container.rules(migration))
        .reduce(CompareRules.NONE, CompareRules::and);
  }

  private static Predicate<AdapterClass> isOf(String migration) {
    return adapter -> adapter.migration().equals(migration);
  }

  private Home homeOf(Plugin plugin) {
    return homes.computeIfAbsent(plugin, made -> new Home(made.loaderFor(loader)));
  }

  /** The loaders of the plugins that were needed. */
  Collection<ClassLoader> plugins() {
    return homes.values().stream().<ClassLoader>map(home -> home.loader).toList();
  }

  /**
   * Closes what plugins have built here, lets go of their jars, and has the anchor hold nothing.
   *
   * @return what could not be closed, a line each
   */
  List<String> close() {
    List<String> problems = new ArrayList<>();
    homes.values().forEach(home -> home.close(problems));
    homes.clear();
    if (anchor != null) {
      try {
        anchor.invoke((Object) null);
      } catch (Throwable impossible) {
        problems.add("the anchor in " + loader.getClass().getName() + " keeps the agent");
      }
    }
    return problems;
  }

  /** A plugin in this application. Its monitor guards the making of the container. */
  private static final class Home {
    private final PluginLoader loader;
    private volatile @Nullable Container container;

    Home(PluginLoader loader) {
      this.loader = loader;
    }

    synchronized Container container(Supplier<Container.Given> given) {
      Container known = container;
      if (known == null) {
        known = Container.of(loader, given.get());
        container = known;
      }
      return known;
    }

    synchronized void close(List<String> problems) {
      if (container != null) {
        problems.addAll(container.close());
      }
      try {
        loader.close();
      } catch (IOException failure) {
        problems.add(loader.getName() + " could not be closed: " + failure);
      }
    }
  }
}
