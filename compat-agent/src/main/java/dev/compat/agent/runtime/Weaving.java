package dev.compat.agent.runtime;

import dev.compat.agent.link.LegacyLinker;
import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ClassDefiner;
import dev.compat.agent.weave.LegacyTransformer;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.evidence.Evidence;
import java.compat.Boot;
import java.lang.instrument.Instrumentation;
import java.util.List;

/** Puts linker and transformer in charge, once the boot gate is there. */
final class Weaving {

  private Weaving() {}

  static LegacyLinker install(
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
    Boot.install(linker);
    LegacyTransformer transformer =
        new LegacyTransformer(adapters, observed, definer, status, Weaving::isOurs);
    transformer.refuseClassesOfPlatform();
    instrumentation.addTransformer(transformer, true);
    return linker;
  }

  private static boolean isOurs(ClassLoader loader) {
    return loader == Weaving.class.getClassLoader() || Plugin.isPluginLoader(loader);
  }
}
