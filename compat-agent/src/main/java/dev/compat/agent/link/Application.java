package dev.compat.agent.link;

import dev.compat.agent.plugin.Plugin;
import dev.compat.container.Container;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * One application class loader with everything that Compat keeps for it.
 *
 * <p>Held by an anchor in that very loader, so it lives and dies with it. Links are in a concurrent
 * map; plugin loaders and containers are made under this object's monitor, by arming threads only.
 */
final class Application {

  private final ClassLoader loader;
  private final ConcurrentMap<String, Link> links = new ConcurrentHashMap<>();
  private final Map<Plugin, ClassLoader> loaders = new HashMap<>();
  private final Map<Plugin, Container> containers = new HashMap<>();

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

  Collection<Link> links() {
    return links.values();
  }

  synchronized ClassLoader loaderOf(Plugin plugin) {
    return loaders.computeIfAbsent(plugin, made -> made.loaderFor(loader));
  }

  synchronized Container containerOf(Plugin plugin) {
    Container known = containers.get(plugin);
    if (known == null) {
      known = Container.of(loaderOf(plugin));
      containers.put(plugin, known);
    }
    return known;
  }
}
