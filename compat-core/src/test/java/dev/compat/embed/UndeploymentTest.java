package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Compat;
import dev.compat.Effect;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application that brings the library along leaves nothing of it behind in its container. */
class UndeploymentTest {

  @TempDir Path folder;

  /** What is deployed: loaded by a loader of its own, with the library and all that it needs. */
  public static final class Application {

    /** Called by a thread of the container's. */
    public static void run(Path file) throws InterruptedException {
      record Order(String id, List<String> lines) {}
      try (Compat compat = Compat.open(file)) {
        Call1<Order, Object, RuntimeException> total =
            compat
                .migration("m")
                .joinPoint("total")
                .replacementEffects(Effect.NONE)
                .of(Order::lines, Order::lines);
        Call0<String, RuntimeException> proxied =
            compat
                    .migration("m")
                    .proxy(Named.class)
                    .replacementEffects(Effect.NONE)
                    .of(() -> "legacy", () -> "new")
                ::name;
        if (!compat.await(Duration.ofMinutes(1))) {
          throw new AssertionError(compat.problems());
        }
        for (int i = 0; i < 100; i++) {
          total.call(new Order("x", new ArrayList<>(List.of("a", "b"))));
          proxied.call();
        }
        Thread.sleep(200);
      }
    }

    interface Named {
      String name();
    }
  }

  @Test
  void nothing_of_it_is_left_in_a_thread_a_class_or_a_hook() throws Exception {
    Files.writeString(folder.resolve("compat.yaml"), "flags: flags.yaml\nstate: state/\n");
    Files.writeString(
        folder.resolve("flags.yaml"),
        "flags:\n  m: {context: {t: 'mdc:t', u: 'arg(0).id'}, route: shadow,"
            + " rules: [{when: {t: [x], u: [y]}, route: new}]}\n");
    WeakReference<ClassLoader> loader = deployed(folder.resolve("compat.yaml"));

    Opened.await(
        () -> {
          System.gc();
          return loader.refersTo(null);
        });
    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> deployed(Path file) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> application = loader.loadClass(Application.class.getName());
      assertThat(application.getClassLoader()).isSameAs(loader);
      application.getMethod("run", Path.class).invoke(null, file);
      return new WeakReference<>(loader);
    }
  }

  private static URL[] classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(UndeploymentTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
