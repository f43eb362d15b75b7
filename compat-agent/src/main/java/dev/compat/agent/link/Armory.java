package dev.compat.agent.link;

import dev.compat.Effect;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.MethodRef;
import dev.compat.container.ContainerException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Arms migrations: builds their adapters for one application and checks that every type is the very
 * type of the legacy method.
 *
 * <p>Called on background threads only, since plugin code runs here. Immutable but for what it is
 * given.
 */
final class Armory {

  private final List<Plugin> plugins;
  private final Evidence evidence;
  private final BiFunction<String, ClassLoader, @Nullable String> refusal;
  private final Instrumentation instrumentation;

  Armory(
      List<Plugin> plugins,
      Evidence evidence,
      BiFunction<String, ClassLoader, @Nullable String> refusal,
      Instrumentation instrumentation) {
    this.plugins = plugins;
    this.evidence = evidence;
    this.refusal = refusal;
    this.instrumentation = instrumentation;
  }

  /** Why a migration must not be armed in {@code application}, as far as is known; or null. */
  @Nullable String refusal(String migration, Application application) {
    return refusal.apply(migration, application.loader());
  }

  /**
   * Arms {@code migration} in {@code application}, but for the legacy classes in {@code done}.
   *
   * @throws ArmingException if something does not fit
   */
  Armed arm(String migration, Application application, Set<String> done) throws ArmingException {
    Map<Armed.Key, Armed.Target> targets = new HashMap<>();
    Set<String> present = new HashSet<>();
    for (Plugin plugin : plugins) {
      for (AdapterClass adapter : plugin.adapters()) {
        if (adapter.migration().equals(migration) && !done.contains(adapter.legacy())) {
          arm(plugin, adapter, application, targets, present);
        }
      }
    }
    return new Armed(targets, present);
  }

  private void arm(
      Plugin plugin,
      AdapterClass adapter,
      Application application,
      Map<Armed.Key, Armed.Target> targets,
      Set<String> present)
      throws ArmingException {
    Class<?> legacy = find(adapter.legacy(), application.loader());
    if (legacy == null) {
      return;
    }
    present.add(adapter.legacy());
    open(legacy.getModule(), application.loaderOf(plugin).getUnnamedModule());
    Class<?> type = load(adapter, application.loaderOf(plugin));
    Object instance = build(adapter, type, plugin, application);
    for (AdapterClass.Method method : adapter.methods()) {
      Method ours = adapterMethod(type, method.ref());
      Method theirs = AdapterFit.counterpart(legacy, ours);
      AdapterFit.check(ours, theirs);
      MethodRef key = new MethodRef(theirs.getName(), type(theirs).toMethodDescriptorString());
      JoinPointEvidence recorded =
          evidence.joinPoint(adapter.migration(), adapter.legacy() + "#" + key.signature());
      recorded.armed(Instant.now());
      targets.put(
          new Armed.Key(adapter.legacy(), key),
          new Armed.Target(
              bind(ours, theirs, instance), recorded, method.replacement() == Effect.NONE));
    }
  }

  /** The legacy class, if it is this loader that defines it: a parent's class is its own link's. */
  private static @Nullable Class<?> find(String name, ClassLoader loader) {
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

  private static Object build(
      AdapterClass adapter, Class<?> type, Plugin plugin, Application application)
      throws ArmingException {
    try {
      return application.containerOf(plugin).get(type);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError failure) {
      throw new ArmingException(
          "adapter "
              + adapter.name()
              + " from "
              + adapter.where()
              + " cannot be built: "
              + (failure instanceof ContainerException ? failure.getMessage() : failure)
              + "; correct the plugin's module, or add what is missing to its jar",
          failure);
    }
  }

  private static Method adapterMethod(Class<?> type, MethodRef ref) throws ArmingException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(ref.name())
          && type(method).toMethodDescriptorString().equals(ref.descriptor())) {
        return method;
      }
    }
    throw new ArmingException(
        "adapter "
            + type.getName()
            + " lost its method "
            + ref.fullSignature()
            + " since it was read; restart the application after changing a plugin");
  }

  private static MethodHandle bind(Method ours, Method theirs, Object instance)
      throws ArmingException {
    try {
      Class<?> type = ours.getDeclaringClass();
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return lookup.unreflect(ours).bindTo(instance).asType(type(theirs));
    } catch (IllegalAccessException failure) {
      throw new ArmingException("adapter method " + ours + " is out of reach: " + failure, failure);
    }
  }

  private static MethodType type(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  /** Lets a plugin see the types of a named module that it replaces methods of. */
  private void open(Module legacy, Module plugin) {
    if (legacy.isNamed()) {
      Map<String, Set<Module>> all =
          legacy.getPackages().stream()
              .collect(Collectors.toMap(name -> name, name -> Set.of(plugin)));
      instrumentation.redefineModule(legacy, Set.of(), all, all, Set.of(), Map.of());
    }
  }
}
