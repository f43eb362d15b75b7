package dev.compat.container;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.matcher.Matchers;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.ProvisionListener;
import dev.compat.Replaces;
import dev.compat.RouteListener;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a container has made that hears of route changes, each held weakly.
 *
 * <p>The monitor of the list guards it; no code of a plugin runs under it.
 */
final class Listeners extends AbstractModule implements ProvisionListener {
  private final List<WeakReference<RouteListener>> known = new ArrayList<>();

  @Override
  protected void configure() {
    bindListener(Matchers.any(), this);
  }

  @Override
  public <T> void onProvision(ProvisionInvocation<T> provision) {
    add(provision.provision());
  }

  /** Adds what is bound to instances: nobody makes those. */
  void addInstances(Injector injector) {
    injector.getAllBindings().values().stream()
        .filter(InstanceBinding.class::isInstance)
        .forEach(binding -> add(((InstanceBinding<?>) binding).getInstance()));
  }

  private void add(Object made) {
    if (made instanceof RouteListener listener) {
      synchronized (known) {
        known.removeIf(reference -> reference.get() == null);
        if (known.stream().noneMatch(reference -> reference.get() == listener)) {
          known.add(new WeakReference<>(listener));
        }
      }
    }
  }

  /** Those that want to hear of a migration: its adapters, and whatever is no adapter. */
  List<RouteListener> of(String migration) {
    synchronized (known) {
      return known.stream()
          .map(WeakReference::get)
          .filter(Objects::nonNull)
          .filter(listener -> isFor(migration, listener))
          .toList();
    }
  }

  private static boolean isFor(String migration, RouteListener listener) {
    Replaces adapter = listener.getClass().getAnnotation(Replaces.class);
    return Stream.ofNullable(adapter).allMatch(replaces -> replaces.migration().equals(migration));
  }
}
