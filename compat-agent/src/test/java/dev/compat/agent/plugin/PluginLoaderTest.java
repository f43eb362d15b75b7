package dev.compat.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {

  @TempDir Path folder;

  /** Has a class only once two threads ask for it at a time. */
  private static final class Application extends ClassLoader {
    private final CountDownLatch asking = new CountDownLatch(2);

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      asking.countDown();
      try {
        if (asking.await(5, TimeUnit.SECONDS)) {
          return PluginLoaderTest.class;
        }
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
      throw new ClassNotFoundException("another thread waits for a lock of the plugin's loader");
    }
  }

  @Test
  void asks_the_application_for_a_class_without_a_lock() throws Exception {
    Path jar = folder.resolve("plugin.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (PluginLoader loader =
        PluginLoader.of(jar, PluginLoaderTest.class.getClassLoader(), new Application())) {
      List<Future<Class<?>>> found =
          List.of(
              threads.submit(() -> loader.loadClass("app.Order")),
              threads.submit(() -> loader.loadClass("app.Order")));
      for (Future<Class<?>> each : found) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isSameAs(PluginLoaderTest.class);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
