package dev.compat.agent.link;

import dev.compat.Answers;
import dev.compat.LegacyState;
import dev.compat.SafeToShare;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.WeavePlan;
import dev.compat.background.Log;
import dev.compat.call.AnswerTypes;
import dev.compat.compare.Snapshots;
import dev.compat.container.Container;
import dev.compat.container.ContainerException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.LegacyVersion;
import java.compat.Cell;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arms migrations: builds their adapters for one application and checks that every type is the very
 * type of the legacy method.
 *
 * <p>Called on background threads only, since plugin code runs here. Immutable but for what it is
 * given.
 */
final class Armory {

  private static final Log log = Log.of(Armory.class);

  private final List<Plugin> plugins;
  private final Evidence evidence;
  private final BiFunction<String, ClassLoader, @Nullable String> refusal;
  private final Modules modules;
  private final Originals originals;
  private final Subclasses subclasses;

  Armory(
      List<Plugin> plugins,
      Evidence evidence,
      BiFunction<String, ClassLoader, @Nullable String> refusal,
      @Nullable Instrumentation instrumentation) {
    this.plugins = plugins;
    this.evidence = evidence;
    this.refusal = refusal;
    this.modules = new Modules(instrumentation);
    this.subclasses = new Subclasses(instrumentation);
    List<AdapterClass> adapters =
        plugins.stream().flatMap(plugin -> plugin.adapters().stream()).toList();
    this.originals = new Originals(adapters, modules);
  }

  /** Why a migration must not be armed in {@code application}, as far as is known; or null. */
  @Nullable String refusal(String migration, Application application) {
    return refusal.apply(migration, application.loader());
  }

  /**
   * Arms {@code migration} in {@code application}, but for the legacy classes in {@code done}.
   *
   * @param links the migrations of the application
   * @throws ArmingException if something does not fit
   */
  Armed arm(
      String migration, Application application, Set<String> done, Function<String, Link> links)
      throws ArmingException {
    Map<Armed.Key, Armed.Target> targets = new HashMap<>();
    Set<String> present = new HashSet<>();
    for (Plugin plugin : plugins) {
      for (AdapterClass adapter : plugin.adapters()) {
        if (adapter.migration().equals(migration) && !done.contains(adapter.legacy())) {
          arm(plugin, adapter, application, links, targets, present);
        }
      }
    }
    return new Armed(targets, present);
  }

  private void arm(
      Plugin plugin,
      AdapterClass adapter,
      Application application,
      Function<String, Link> links,
      Map<Armed.Key, Armed.Target> targets,
      Set<String> present)
      throws ArmingException {
    Class<?> legacy = find(adapter.legacy(), application.loader());
    if (legacy == null) {
      return;
    }
    present.add(adapter.legacy());
    modules.open(legacy.getModule(), application.loaderOf(plugin).getUnnamedModule());
    Class<?> type = load(adapter, application.loaderOf(plugin));
    Container container = container(adapter, plugin, application, links);
    Binding binding = build(adapter, type, legacy, container);
    LegacyResources resources = new LegacyResources(legacy);
    String version = LegacyVersion.of(legacy);
    Set<MethodRef> virtual = new HashSet<>();
    for (AdapterClass.Method method : adapter.methods()) {
      Method ours = AdapterFit.declared(type, method.ref());
      Method theirs = AdapterFit.counterpart(legacy, ours, method);
      AdapterFit.check(ours, theirs);
      MethodRef key = MethodRef.of(theirs);
      JoinPointEvidence recorded =
          evidence.joinPoint(
              adapter.migration(), adapter.legacy() + "#" + key.signature(), version);
      recorded.armed(Instant.now());
      if ((theirs.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0) {
        virtual.add(key);
      }
      targets.put(
          new Armed.Key(adapter.legacy(), key),
          new Armed.Target(
              binding.bind(ours, theirs, method.naming()),
              binding.adapters(),
              recorded,
              adapter.permits(
                  method, Modifier.isStatic(theirs.getModifiers()) ? null : resources.state()),
              answers(ours, theirs),
              snapshots(ours),
              Modifier.isSynchronized(theirs.getModifiers())));
    }
    subclasses
        .overriding(legacy, virtual)
        .forEach((method, names) -> tellOverridden(adapter, method, names));
  }

  private static void tellOverridden(AdapterClass adapter, MethodRef method, List<String> names) {
    log.info("{}: {}", adapter.migration(), WeavePlan.overridden(adapter.legacy(), method, names));
  }

  /** The legacy class, if it is this loader that defines it: a parent's class is its own link's. */
  static @Nullable Class<?> find(String name, ClassLoader loader) {
    try {
      Class<?> found = Class.forName(name, false, loader);
      return found.getClassLoader() == loader ? found : null;
    } catch (ClassNotFoundException | LinkageError absent) {
      return null;
    }
  }

  private static Class<?> load(AdapterClass adapter, ClassLoader loader) throws ArmingException {
    try {
      return Class.forName(adapter.name(), true, loader);
    } catch (ClassNotFoundException | LinkageError failure) {
      throw new ArmingException(
          "adapter "
              + adapter.name()
              + " from "
              + adapter.where()
              + " does not load: "
              + failure
              + "; add what is missing to the plugin jar",
          failure);
    }
  }

  private Container container(
      AdapterClass adapter, Plugin plugin, Application application, Function<String, Link> links)
      throws ArmingException {
    try {
      return application.containerOf(plugin, () -> given(plugin, application, links));
    } catch (RuntimeException | LinkageError | ServiceConfigurationError failure) {
      throw unbuildable(adapter, failure);
    }
  }

  private Container.Given given(
      Plugin plugin, Application application, Function<String, Link> links) {
    Set<Class<?>> perReceiver = new HashSet<>();
    for (AdapterClass adapter : plugin.adapters()) {
      if (adapter.state() == LegacyState.PER_RECEIVER) {
        try {
          perReceiver.add(Class.forName(adapter.name(), false, application.loaderOf(plugin)));
        } catch (ClassNotFoundException | LinkageError toldWhenItIsArmed) {
          // Another adapter of the plugin may be in order.
        }
      }
    }
    return new Container.Given(originals.of(plugin, application, links), perReceiver);
  }

  private static Binding build(
      AdapterClass adapter, Class<?> type, Class<?> legacy, Container container)
      throws ArmingException {
    try {
      return adapter.state() == LegacyState.PER_RECEIVER
          ? new Binding(legacy, null, container.perReceiver(type, legacy, Armory::unrouted))
          : new Binding(legacy, container.get(type), null);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError failure) {
      throw unbuildable(adapter, failure);
    }
  }

  /**
   * What a constructor calls of legacy is not routed: it would ask for the adapter that it makes.
   */
  private static Function<Object, Object> unrouted(Function<Object, Object> maker) {
    return receiver -> {
      int[] suppression = Cell.current().suppression;
      int before = suppression[0];
      suppression[0] = before + 1;
      try {
        return maker.apply(receiver);
      } finally {
        suppression[0] = before;
      }
    };
  }

  private static ArmingException unbuildable(AdapterClass adapter, Throwable failure) {
    return new ArmingException(
        "adapter "
            + adapter.name()
            + " from "
            + adapter.where()
            + " cannot be built: "
            + why(failure),
        failure);
  }

  /** What is wrong with an original is said in its own words, without Guice's. */
  private static String why(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnfitOriginal) {
        return String.valueOf(cause.getMessage());
      }
    }
    return (failure instanceof ContainerException ? failure.getMessage() : failure)
        + "; correct the plugin's module, or add what is missing to its jar";
  }

  /** What the adapter and its method declare, together. */
  private static Snapshots snapshots(Method ours) throws ArmingException {
    try {
      List<Class<?>> shared = new ArrayList<>();
      Stream.of(ours, ours.getDeclaringClass())
          .flatMap(place -> Stream.ofNullable(place.getAnnotation(SafeToShare.class)))
          .forEach(declared -> shared.addAll(List.of(declared.value())));
      return Snapshots.sharing(shared);
    } catch (RuntimeException | LinkageError failure) {
      throw unloadable("@SafeToShare", ours, failure);
    }
  }

  private static AnswerTypes answers(Method ours, Method theirs) throws ArmingException {
    try {
      Answers listed = ours.getAnnotation(Answers.class);
      if (listed == null) {
        listed = ours.getDeclaringClass().getAnnotation(Answers.class);
      }
      List<Class<?>> answers = listed == null ? List.of() : List.of(listed.value());
      return AnswerTypes.of(List.of(theirs.getExceptionTypes()), answers);
    } catch (RuntimeException | LinkageError failure) {
      throw unloadable("@Answers", ours, failure);
    }
  }

  private static ArmingException unloadable(String annotation, Method ours, Throwable failure) {
    return new ArmingException(
        annotation
            + " of adapter method "
            + ours
            + " names what does not load: "
            + failure
            + "; add it to the plugin jar, or take it out",
        failure);
  }
}
