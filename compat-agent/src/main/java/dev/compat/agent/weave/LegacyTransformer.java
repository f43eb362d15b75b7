package dev.compat.agent.weave;

import static java.util.stream.Collectors.toSet;

import dev.compat.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the legacy classes that adapters name or that are observed, whenever one of them is loaded
 * or retransformed.
 *
 * <p>Its map of targets never changes, so it is safe for use by the threads that load classes. It
 * never throws: what goes wrong leaves the class as it is and is told to the listener.
 */
public final class LegacyTransformer implements ClassFileTransformer {

  private final Map<String, Target> targets;
  private final ClassDefiner definer;
  private final WeaveListener listener;
  private final Predicate<ClassLoader> ours;

  /** What is wanted of one legacy class. */
  private record Target(
      String name, List<AdapterClass> adapters, @Nullable ObservedClass observed) {}

  /**
   * Makes a transformer.
   *
   * @param ours tells the loaders of agent and plugins, whose classes are never woven
   */
  public LegacyTransformer(
      Collection<AdapterClass> adapters,
      Collection<ObservedClass> observed,
      ClassDefiner definer,
      WeaveListener listener,
      Predicate<ClassLoader> ours) {
    this.targets = targets(adapters, observed);
    this.definer = definer;
    this.listener = listener;
    this.ours = ours;
  }

  /** The binary names of the legacy classes. */
  public Set<String> names() {
    return targets.keySet().stream().map(name -> name.replace('/', '.')).collect(toSet());
  }

  /** Whether a class of that name in that loader is one that is woven. */
  public boolean wants(@Nullable ClassLoader loader, String binaryName) {
    return loader != null
        && targets.containsKey(binaryName.replace('.', '/'))
        && !ours.test(loader);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    Target target = className == null ? null : targets.get(className);
    if (target == null || (loader != null && ours.test(loader))) {
      return null;
    }
    if (loader == null) {
      refuseOfPlatform(target);
      return null;
    }
    try {
      return weave(loader, domain, classFile, target);
    } catch (Throwable failure) {
      refuse(loader, target, failure);
      return null;
    }
  }

  private byte @Nullable [] weave(
      ClassLoader loader, @Nullable ProtectionDomain domain, byte[] classFile, Target target) {
    String hidden = BootSight.problem(loader);
    if (hidden != null) {
      refuse(loader, target, ": " + hidden, BootSight.remedy(loader));
      return null;
    }
    Hierarchy hierarchy = new ClassFileHierarchy(name -> classFile(name, loader));
    WeavePlan plan = WeavePlan.of(classFile, target.adapters, target.observed, hierarchy);
    plan.refusals().forEach(one -> listener.refused(loader, one.migration(), one.problem()));
    WovenClass.Holder holder = plan.woven().holder();
    if (holder != null) {
      define(loader, domain, holder);
    }
    listener.woven(loader, target.name, plan.woven());
    listener.observable(target.name, plan.observable());
    plan.unobservable().forEach(listener::unobservable);
    return plan.woven().bytes();
  }

  /** Asked for only to tell what is wrong with an adapter, on a thread that loads this class. */
  private static byte @Nullable [] classFile(String name, ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in == null ? null : in.readAllBytes();
    }
  }

  /**
   * Refuses adapters of classes that the bootstrap loader has. To be called at start: most of those
   * classes are loaded before an agent is, and so are never seen here.
   */
  public void refuseClassesOfPlatform() {
    ClassLoader platform = new ClassLoader(null) {};
    targets.forEach(
        (name, target) -> {
          if (platform.getResource(name + ".class") != null) {
            refuseOfPlatform(target);
          }
        });
  }

  private void refuseOfPlatform(Target target) {
    target.adapters.forEach(this::refuseOfPlatform);
    if (target.observed != null) {
      unobservable(
          target.observed,
          " is a class of the bootstrap loader, which is never woven",
          "observe the methods that call it");
    }
  }

  private void unobservable(ObservedClass observed, String why, String remedy) {
    String where = observed.entries().get(0).where();
    listener.unobservable(new Problem(where, observed.name() + why, remedy));
  }

  /** Says that a loaded class could not be transformed again, so that it runs as it was. */
  public void refuse(Class<?> legacy, Throwable failure) {
    Target target = targets.get(legacy.getName().replace('.', '/'));
    if (target != null) {
      refuse(legacy.getClassLoader(), target, failure);
    }
  }

  private void refuseOfPlatform(AdapterClass adapter) {
    listener.refused(
        null,
        adapter.migration(),
        new Problem(
            adapter.where(),
            adapter.legacy() + " is a class of the bootstrap loader, which is never woven",
            "replace the methods that call it, and take out adapter " + adapter.name()));
  }

  /** Another thread, or an earlier pass over the same class, may have defined the same holder. */
  private void define(
      ClassLoader loader, @Nullable ProtectionDomain domain, WovenClass.Holder holder) {
    try {
      definer.define(loader, holder.name(), holder.bytes(), domain);
    } catch (LinkageError failure) {
      if (!isDefined(loader, holder.name())) {
        throw failure;
      }
    }
  }

  private static boolean isDefined(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader).getClassLoader() == loader;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }

  private void refuse(@Nullable ClassLoader loader, Target target, Throwable failure) {
    refuse(
        loader,
        target,
        " could not be woven: " + failure,
        "the class runs as it was; if its class file is newer than this version of Compat knows,"
            + " take a newer one");
  }

  private void refuse(@Nullable ClassLoader loader, Target target, String why, String remedy) {
    for (AdapterClass adapter : target.adapters) {
      listener.refused(
          loader, adapter.migration(), new Problem(adapter.where(), target.name + why, remedy));
    }
    if (target.observed != null) {
      unobservable(target.observed, why, remedy);
    }
  }

  private static Map<String, Target> targets(
      Collection<AdapterClass> adapters, Collection<ObservedClass> observed) {
    Map<String, List<AdapterClass>> byLegacy =
        adapters.stream().collect(Collectors.groupingBy(AdapterClass::legacy));
    Map<String, Target> targets = new HashMap<>();
    byLegacy.forEach(
        (name, those) -> targets.put(name.replace('.', '/'), new Target(name, those, null)));
    for (ObservedClass one : observed) {
      List<AdapterClass> those = byLegacy.getOrDefault(one.name(), List.of());
      targets.put(one.name().replace('.', '/'), new Target(one.name(), those, one));
    }
    return targets;
  }
}
