package dev.compat.agent.link;

import dev.compat.call.Carriers;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What every link of a process works with. Immutable.
 *
 * @param armory builds adapters
 * @param loaded finds what context is read from
 * @param workers makes the daemon threads of shadow pools, which inherit nothing
 * @param observing what is observed
 */
record Workshop(Armory armory, LoadedClasses loaded, ThreadFactory workers, Observing observing) {

  /** Where nothing is observed. */
  Workshop(Armory armory, LoadedClasses loaded, ThreadFactory workers) {
    this(armory, loaded, workers, Observing.nothing());
  }

  /** The readers of a flag's context in one application; null for a flag that looks at none. */
  @Nullable ContextReaders readers(Flag flag, ClassLoader application) {
    return ContextReaders.of(flag, new Finder(loaded, application));
  }

  /** Readers in one application, by key. */
  ContextReaders readers(Map<String, String> specs, ClassLoader application) {
    return ContextReaders.compile(specs, new Finder(loaded, application));
  }

  /** What trials of a migration carry over in one application, once its containers are built. */
  Carriers carriers(String migration, Application application) {
    return Carriers.of(
        new Finder(loaded, application.loader()), application.propagators(migration));
  }

  private record Finder(LoadedClasses loaded, ClassLoader application) implements ClassFinder {
    @Override
    public @Nullable Class<?> find(String name) {
      return loaded.find(name, application);
    }

    @Override
    public ClassLoader loader() {
      return application;
    }
  }

  /** Runs {@code work} on a daemon thread of its own. */
  Thread background(String name, Runnable work) {
    Thread thread = workers.newThread(work);
    thread.setName(name);
    thread.start();
    return thread;
  }
}
