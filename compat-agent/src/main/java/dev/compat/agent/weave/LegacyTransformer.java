package dev.compat.agent.weave;

import dev.compat.config.Problem;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the legacy classes that adapters name, whenever one of them is loaded or retransformed.
 *
 * <p>Its map of targets never changes, so it is safe for use by the threads that load classes. It
 * never throws: what goes wrong leaves the class as it is and is told to the listener.
 */
public final class LegacyTransformer implements ClassFileTransformer {

  private final Map<String, List<AdapterClass>> targets;
  private final ClassDefiner definer;
  private final WeaveListener listener;
  private final Predicate<ClassLoader> ours;

  /**
   * Makes a transformer.
   *
   * @param ours tells the loaders of agent and plugins, whose classes are never woven
   */
  public LegacyTransformer(
      Collection<AdapterClass> adapters,
      ClassDefiner definer,
      WeaveListener listener,
      Predicate<ClassLoader> ours) {
    this.targets = byLegacyClass(adapters);
    this.definer = definer;
    this.listener = listener;
    this.ours = ours;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    List<AdapterClass> adapters = className == null ? null : targets.get(className);
    if (adapters == null || (loader != null && ours.test(loader))) {
      return null;
    }
    if (loader == null) {
      adapters.forEach(this::refuseOfPlatform);
      return null;
    }
    try {
      return weave(loader, domain, classFile, adapters);
    } catch (Throwable failure) {
      refuse(loader, adapters, className, failure);
      return null;
    }
  }

  private byte @Nullable [] weave(
      ClassLoader loader,
      @Nullable ProtectionDomain domain,
      byte[] classFile,
      List<AdapterClass> adapters) {
    WeavePlan plan = WeavePlan.of(classFile, adapters);
    plan.refusals().forEach(one -> listener.refused(loader, one.migration(), one.problem()));
    WovenClass.Holder holder = plan.woven().holder();
    if (holder != null) {
      define(loader, domain, holder);
    }
    listener.woven(adapters.get(0).legacy(), plan.woven());
    return plan.woven().bytes();
  }

  /**
   * Refuses adapters of classes that the bootstrap loader has. To be called at start: most of those
   * classes are loaded before an agent is, and so are never seen here.
   */
  public void refuseClassesOfPlatform() {
    ClassLoader platform = new ClassLoader(null) {};
    targets.forEach(
        (name, adapters) -> {
          if (platform.getResource(name + ".class") != null) {
            adapters.forEach(this::refuseOfPlatform);
          }
        });
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

  private void refuse(
      ClassLoader loader,
      List<AdapterClass> adapters,
      @Nullable String className,
      Throwable failure) {
    for (AdapterClass adapter : adapters) {
      listener.refused(
          loader,
          adapter.migration(),
          new Problem(
              adapter.where(),
              className + " could not be woven: " + failure,
              "the class runs as it was; if its class file is newer than this version of Compat"
                  + " knows, take a newer one"));
    }
  }

  private static Map<String, List<AdapterClass>> byLegacyClass(Collection<AdapterClass> adapters) {
    return adapters.stream()
        .collect(Collectors.groupingBy(adapter -> adapter.legacy().replace('.', '/')));
  }
}
