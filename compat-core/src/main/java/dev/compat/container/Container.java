package dev.compat.container;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import dev.compat.CompatModule;
import dev.compat.Propagator;
import dev.compat.RouteListener;
import dev.compat.background.Log;
import dev.compat.compare.CompareRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Builds the adapters of one plugin for one application class loader.
 *
 * <p>Singletons are made when first needed, so an adapter of one migration does not pay for the
 * services of another. Thread-safe, as Guice's injectors are.
 */
public final class Container {

  private static final Log log = Log.of(Container.class);

  private static final String BYTECODE_GENERATION = "guice_bytecode_gen_option";

  static {
    withoutGeneratedBytecode();
  }

  private final Injector injector;
  private final Listeners listeners;

  private final Singletons singletons;

  private Container(Injector injector, Listeners listeners, Singletons singletons) {
    this.injector = injector;
    this.listeners = listeners;
    this.singletons = singletons;
  }

  /**
   * What a container has that modules need not bind.
   *
   * @param singletons by their types, each made when it is first injected
   * @param perReceiver the classes of adapters that are built with {@link #perReceiver}
   */
  public record Given(Map<Class<?>, ? extends Supplier<?>> singletons, Set<Class<?>> perReceiver) {

    /** Nothing. */
    public static final Given NOTHING = new Given(Map.of(), Set.of());
  }

  /**
   * Builds a container from the modules that {@code plugin} declares as services. A plugin without
   * modules has a container that makes its adapters from their constructors alone.
   *
   * @throws ContainerException if the modules contradict themselves
   * @throws java.util.ServiceConfigurationError if a module cannot be loaded
   */
  public static Container of(ClassLoader plugin, Given given) {
    List<CompatModule> modules =
        ServiceLoader.load(CompatModule.class, plugin).stream()
            .filter(found -> found.type().getClassLoader() == plugin)
            .map(ServiceLoader.Provider::get)
            .toList();
    return of(plugin, modules, given);
  }

  /**
   * Builds a container from these modules alone.
   *
   * @param plugin the class loader of the plugin's own classes
   * @throws ContainerException if the modules contradict themselves
   */
  public static Container of(ClassLoader plugin, List<CompatModule> own, Given given) {
    log.debug("modules of {}: {}", plugin, own);
    List<Module> modules = new ArrayList<>(own);
    modules.add(binder -> given.singletons().forEach((type, maker) -> bind(binder, type, maker)));
    modules.add(binder -> Receivers.bind(binder, given.perReceiver()));
    Singletons singletons = new Singletons(plugin);
    modules.add(0, singletons); // before what modules make while they are installed
    try {
      Listeners listeners = new Listeners();
      modules.add(listeners);
      Injector injector = Guice.createInjector(Stage.DEVELOPMENT, modules);
      listeners.addInstances(injector);
      return new Container(injector, listeners, singletons);
    } catch (CreationException failure) {
      throw ContainerException.of(failure, failure.getErrorMessages());
    }
  }

  private static <T> void bind(Binder binder, Class<T> type, Supplier<?> maker) {
    binder.bind(type).toProvider(() -> type.cast(maker.get())).in(Singleton.class);
  }

  /**
   * Has Guice reflect where it would generate classes, for which it uses {@code sun.misc.Unsafe}:
   * from JDK 24 on that prints warnings into the application's output. Guice reads the option once,
   * so the application's own Guice, in another loader, never sees it.
   */
  private static void withoutGeneratedBytecode() {
    String before = System.getProperty(BYTECODE_GENERATION);
    System.setProperty(BYTECODE_GENERATION, "DISABLED");
    try {
      Class.forName("com.google.inject.internal.InternalFlags");
    } catch (ClassNotFoundException moved) {
      log.debug("this Guice reads its options elsewhere", moved);
    } finally {
      if (before == null) {
        System.clearProperty(BYTECODE_GENERATION);
      } else {
        System.setProperty(BYTECODE_GENERATION, before);
      }
    }
  }

  /**
   * The adapters of class {@code type}, one for each legacy object, which is what their constructor
   * takes with {@code @Receiver}.
   *
   * @param around what is done around the plugin's code that makes one
   * @param legacy the class of the legacy objects
   * @throws ContainerException if something that they need cannot be had
   */
  public PerReceiver perReceiver(
      Class<?> type, Class<?> legacy, UnaryOperator<Function<Object, Object>> around) {
    try {
      Receivers.check(type, legacy);
      if (Scopes.isSingleton(injector.getBinding(type))) {
        throw new ContainerException(type.getName() + " is a singleton; take its scope away");
      }
      if (RouteListener.class.isAssignableFrom(type)) {
        throw new ContainerException(
            type.getName() + " is a RouteListener; have a singleton that it is given listen");
      }
      Provider<?> provider = injector.getProvider(type);
      Function<Object, Object> maker = around.apply(receiver -> make(receiver, provider));
      return new PerReceiver(type.getName(), Receivers.areNone(type), maker);
    } catch (ConfigurationException failure) {
      throw ContainerException.of(failure, failure.getErrorMessages());
    }
  }

  private static <T> T make(Object receiver, Provider<T> provider) {
    try {
      return Receivers.with(receiver, provider);
    } catch (ProvisionException failure) {
      throw ContainerException.of(failure, failure.getErrorMessages());
    }
  }

  /**
   * Builds an instance of this type.
   *
   * @throws ContainerException if something that it needs cannot be had
   */
  public <T> T get(Class<T> type) {
    return get(Key.get(type));
  }

  private <T> T get(Key<T> key) {
    try {
      return injector.getInstance(key);
    } catch (ConfigurationException failure) {
      throw ContainerException.of(failure, failure.getErrorMessages());
    } catch (ProvisionException failure) {
      throw ContainerException.of(failure, failure.getErrorMessages());
    }
  }

  /**
   * What has been made so far that wants to hear of changes of a migration's routes: its adapters,
   * and services.
   */
  public List<RouteListener> listeners(String migration) {
    return listeners.of(migration);
  }

  /**
   * The propagators that the modules bind, made now.
   *
   * @throws ContainerException if one of them cannot be had
   */
  public List<Propagator> propagators() {
    return injector.getBindings().keySet().stream()
        .filter(key -> Propagator.class.isAssignableFrom(key.getTypeLiteral().getRawType()))
        .map(key -> (Propagator) get(key))
        .distinct()
        .toList();
  }

  /** The rules in code that the modules bind for comparing the answers of a migration. */
  public CompareRules rules(String migration) {
    return injector.getBindings().keySet().stream()
        .filter(key -> key.getTypeLiteral().getRawType() == ComparedBy.class)
        .map(key -> (ComparedBy) get(key))
        .filter(bound -> bound.migration().equals(migration))
        .map(ComparedBy::rules)
        .reduce(CompareRules.NONE, CompareRules::and);
  }

  /**
   * Closes the singletons that were made and are {@link AutoCloseable}, in reverse order: what the
   * container constructed, and instances of the plugin's own classes. What a provider method took
   * from the application stays open. Runs code of the plugin; throws nothing.
   *
   * @return what could not be closed, a line each
   */
  public List<String> close() {
    return singletons.close();
  }
}
