package dev.compat.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.CompatModule;
import dev.compat.compare.CompareRules;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedByTest {

  /** A module of a plugin with rules of its own. */
  public static final class Comparing extends CompatModule {
    @Override
    protected void configure() {
      comparing("pricing", CompareRules.builder().equality(Integer.class, (a, b) -> true).build());
      comparing("pricing", CompareRules.builder().normalise(Long.class, Long::signum).build());
      comparing("tax", CompareRules.builder().ignore("result.id").build());
    }
  }

  /** As a plugin's loader: its module is its own. */
  private static final class PluginLoader extends ClassLoader {
    private final URL services;

    PluginLoader(URL services) {
      super(ComparedByTest.class.getClassLoader());
      this.services = services;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("META-INF/services/" + CompatModule.class.getName())
          ? Collections.enumeration(List.of(services))
          : super.getResources(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Comparing.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (var in = Objects.requireNonNull(getResourceAsStream(file))) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException failure) {
        throw new ClassNotFoundException(name, failure);
      }
    }
  }

  @Test
  void rules_that_modules_bind_are_those_of_their_migration(@TempDir Path folder)
      throws IOException {
    Path services = Files.writeString(folder.resolve("services"), Comparing.class.getName());
    ClassLoader plugin = new PluginLoader(services.toUri().toURL());
    Container container = Container.of(plugin, Container.Given.NOTHING);

    assertThat(container.rules("pricing").applied().keySet())
        .containsExactly("equality java.lang.Integer by code", "normalise java.lang.Long by code");
    assertThat(container.rules("tax").applied().keySet()).containsExactly("ignore result.id");
    assertThat(container.rules("other")).isEqualTo(CompareRules.NONE);
  }
}
