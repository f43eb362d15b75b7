package dev.compat.agent.plugin;

import dev.compat.agent.weave.DoorWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin jar for one application loader.
 *
 * <p>What plugin and agent share (the library, Guice, the inject annotations) comes from the agent.
 * Everything else comes from the jar, or else from the application, so that an adapter's types are
 * the very types of the legacy class; SLF4J comes from the application first, so that a replacement
 * logs where the application logs. Parallel capable.
 */
final class PluginLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final List<String> SHARED =
      List.of("dev.compat.", "com.google.inject.", "jakarta.inject.", "org.aopalliance.");
  private static final String DOOR = "Compat$Door";
  private static final String LOGGING = "org.slf4j.";

  private final ClassLoader agent;
  private final ClassLoader application;

  PluginLoader(String name, URL jar, ClassLoader agent, ClassLoader application) {
    super(name, new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    this.agent = agent;
    this.application = application;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      Class<?> found = known != null ? known : find(name);
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, false);
    }
    if (SHARED.stream().anyMatch(name::startsWith)) {
      return firstOf(name, agent, null, application);
    }
    if (name.startsWith(LOGGING)) {
      return firstOf(name, application, agent, null);
    }
    return firstOf(name, null, application);
  }

  /** Tries loaders in turn; null stands for the jar itself. */
  private Class<?> firstOf(String name, @Nullable ClassLoader... loaders)
      throws ClassNotFoundException {
    for (ClassLoader loader : loaders) {
      try {
        return loader == null ? findClass(name) : loader.loadClass(name);
      } catch (ClassNotFoundException next) {
        // The next one may have it.
      }
    }
    throw new ClassNotFoundException(name);
  }

  /** A lookup with all rights in the package of {@code type}, a class of this loader. */
  MethodHandles.Lookup lookupIn(Class<?> type) throws ReflectiveOperationException {
    String name = type.getPackageName().isEmpty() ? DOOR : type.getPackageName() + "." + DOOR;
    Class<?> door;
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      byte[] bytes = DoorWriter.write(name);
      door =
          known != null
              ? known
              : defineClass(name, bytes, 0, bytes.length, type.getProtectionDomain());
    }
    Method lookup = door.getDeclaredMethod(DoorWriter.LOOKUP);
    lookup.setAccessible(true);
    return (MethodHandles.Lookup) lookup.invoke(null);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : application.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
    if (!name.startsWith("META-INF/services/dev.compat.")) {
      found.addAll(Collections.list(application.getResources(name)));
    }
    return Collections.enumeration(found);
  }
}
