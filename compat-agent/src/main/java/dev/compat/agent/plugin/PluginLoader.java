package dev.compat.agent.plugin;

import dev.compat.agent.weave.DoorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin jar for one application loader.
 *
 * <p>What plugin and agent share (the library, Guice, the inject annotations) comes from the agent.
 * Everything else comes from the jar, or else from the application, so that an adapter's types are
 * the very types of the legacy class; SLF4J comes from the application first, so that a replacement
 * logs where the application logs. Parallel capable.
 */
public final class PluginLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** What the names of all these loaders begin with. */
  static final String NAME = "compat-plugin:";

  private static final List<String> SHARED =
      List.of("dev.compat.", "com.google.inject.", "jakarta.inject.", "org.aopalliance.");
  private static final String DOOR = "Compat$Door";
  private static final String LOGGING = "org.slf4j.";

  private final Path jar;
  private final ClassLoader agent;
  private final ClassLoader application;
  private volatile boolean closed;

  private PluginLoader(Path jar, URL url, ClassLoader agent, ClassLoader application) {
    super(NAME + jar.getFileName(), new URL[] {url}, ClassLoader.getPlatformClassLoader());
    this.jar = jar;
    this.agent = agent;
    this.application = application;
  }

  static PluginLoader of(Path jar, ClassLoader agent, ClassLoader application) {
    try {
      return new PluginLoader(jar, jar.toUri().toURL(), agent, application);
    } catch (MalformedURLException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Asks the application without a lock: its loader may have one lock for all of its classes, under
   * which it may call legacy, and so come here.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> known = findLoadedClass(name);
    Class<?> found = known != null ? known : find(name);
    if (resolve) {
      resolveClass(found);
    }
    return found;
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
        return loader == null ? own(name) : loader.loadClass(name);
      } catch (ClassNotFoundException next) {
        // The next one may have it.
      }
    }
    throw new ClassNotFoundException(name);
  }

  private Class<?> own(String name) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
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
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException missing) {
      Class<?> late = closed ? late(name) : null;
      if (late == null) {
        throw missing;
      }
      return late;
    }
  }

  /**
   * For a call that has been under way since before the jar was closed: it must not miss a class.
   */
  private @Nullable Class<?> late(String name) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      JarEntry entry = file.getJarEntry(name.replace('.', '/') + ".class");
      if (entry == null) {
        return null;
      }
      byte[] bytes = file.getInputStream(entry).readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException gone) {
      return null;
    }
  }

  /** Lets go of the jar. */
  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
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
