package dev.compat.agent.link;

import dev.compat.RouteListener;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.container.Container;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private final ConcurrentMap<String, Link> links = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();
  private final ConcurrentMap<Plugin, Home> homes = new ConcurrentHashMap<>();

  Application(ClassLoader loader) {
    this.loader = loader;
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
  Container containerOf(Plugin plugin, Supplier<Map<Class<?>, Supplier<?>>> given) {
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

  private static Predicate<AdapterClass> isOf(String migration) {
    return adapter -> adapter.migration().equals(migration);
  }

  private Home homeOf(Plugin plugin) {
    return homes.computeIfAbsent(plugin, made -> new Home(made.loaderFor(loader)));
  }

  /** A plugin in this application. Its monitor guards the making of the container. */
  private static final class Home {
    private final ClassLoader loader;
    private volatile @Nullable Container container;

    Home(ClassLoader loader) {
      this.loader = loader;
    }

    synchronized Container container(Supplier<Map<Class<?>, Supplier<?>>> given) {
      Container known = container;
      if (known == null) {
        known = Container.of(loader, given.get());
        container = known;
      }
      return known;
    }
  }
}
