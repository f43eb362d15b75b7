package dev.compat.agent.runtime;

import static java.util.stream.Collectors.toSet;

import dev.compat.agent.link.LegacyLinker;
import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ClassDefiner;
import dev.compat.agent.weave.LegacyTransformer;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.evidence.Evidence;
import java.compat.Boot;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Linker and transformer in charge of the legacy classes of one process, once the boot gate is
 * there. Confined to the threads that attach and detach, of which there is one at a time.
 */
final class Weaving {

  /** A class may be read by the JVM before it weaves and be loaded after; looked for this often. */
  private static final int MOST_LOOKS = 5;

  private final LegacyLinker linker;
  private final LegacyTransformer transformer;
  private final Instrumentation instrumentation;

  private Weaving(
      LegacyLinker linker, LegacyTransformer transformer, Instrumentation instrumentation) {
    this.linker = linker;
    this.transformer = transformer;
    this.instrumentation = instrumentation;
  }

  /** Weaves legacy classes that are loaded from now on, and those that are loaded already. */
  static Weaving install(
      List<Plugin> plugins,
      List<AdapterClass> adapters,
      List<ObservedClass> observed,
      Evidence evidence,
      Status status,
      ClassDefiner definer,
      Instrumentation instrumentation)
      throws ReflectiveOperationException {
    LegacyLinker linker =
        new LegacyLinker(plugins, observed, evidence, status::refusal, instrumentation);
    if (!Boot.install(linker)) { // woven twice, a method would meet its route in its own body
      throw new IllegalStateException(
          "another agent of Compat's is attached already; detach that, or take one out");
    }
    LegacyTransformer transformer =
        new LegacyTransformer(adapters, observed, definer, status, Weaving::isOurs);
    Weaving weaving = new Weaving(linker, transformer, instrumentation);
    transformer.refuseClassesOfPlatform();
    try {
      instrumentation.addTransformer(transformer, true);
      weaving.weaveLoaded();
      return weaving;
    } catch (Throwable failure) {
      weaving.undo();
      throw failure;
    }
  }

  private static boolean isOurs(ClassLoader loader) {
    return loader == Weaving.class.getClassLoader() || Plugin.isPluginLoader(loader);
  }

  LegacyLinker linker() {
    return linker;
  }

  private void weaveLoaded() {
    retransform(new HashSet<>()).forEach(transformer::refuse);
  }

  /** Takes it all back, before anything was armed. */
  void undo() {
    linker.leave();
    restore();
  }

  /**
   * Has the legacy classes run their own instructions again, and new ones be loaded as they are.
   *
   * @return what was restored, and what could not be
   */
  Restored restore() {
    instrumentation.removeTransformer(transformer);
    Set<Class<?>> seen = new HashSet<>();
    Map<Class<?>, Throwable> failures = retransform(seen);
    seen.removeAll(failures.keySet());
    return new Restored(
        seen.stream()
            .map(Weaving::affected)
            .sorted(Comparator.comparing(Object::toString))
            .toList(),
        failures.entrySet().stream()
            .map(
                failed ->
                    failed.getKey().getName()
                        + " could not be restored and stays woven, its gate shut: "
                        + failed.getValue())
            .toList());
  }

  /**
   * Legacy classes as they were.
   *
   * @param failures why some are not, a line each
   */
  record Restored(List<Acknowledgement.Affected> classes, List<String> failures) {}

  private static Acknowledgement.Affected affected(Class<?> legacy) {
    return new Acknowledgement.Affected(
        legacy.getName(), LoaderName.of(legacy.getClassLoader()), List.of());
  }

  private Map<Class<?>, Throwable> retransform(Set<Class<?>> seen) {
    Map<Class<?>, Throwable> failures = new LinkedHashMap<>();
    for (int look = 0; look < MOST_LOOKS; look++) {
      List<Class<?>> loaded = loaded();
      loaded.removeIf(legacy -> !seen.add(legacy));
      if (loaded.isEmpty()) {
        return failures;
      }
      failures.putAll(Retransformation.of(loaded, instrumentation));
    }
    return failures;
  }

  /** The legacy classes that are loaded, each in every loader that has one of its own. */
  private List<Class<?>> loaded() {
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (transformer.wants(type.getClassLoader(), type.getName())
          && instrumentation.isModifiableClass(type)) {
        loaded.add(type);
      }
    }
    return loaded;
  }

  /** The legacy classes that are not loaded: they are woven when they are. */
  List<String> absent() {
    Set<String> present = loaded().stream().map(Class::getName).collect(toSet());
    return transformer.names().stream().filter(name -> !present.contains(name)).sorted().toList();
  }
}
