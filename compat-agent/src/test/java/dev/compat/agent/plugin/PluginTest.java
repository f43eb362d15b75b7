package dev.compat.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.CompatConfig;
import dev.compat.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginTest {

  private static final String ALONE = "; pack what it needs into the jar, and take that out";

  @TempDir Path folder;

  @Test
  void a_plugin_that_names_further_jars_is_refused_since_nobody_has_listed_those()
      throws IOException {
    Path jar = folder.resolve("plugin.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar more.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    assertThat(problems(jar))
        .containsExactly(
            "compat.yaml:2: plugin "
                + jar
                + " names further jars in the Class-Path of its manifest, 'other.jar more.jar'"
                + ALONE);

    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/INDEX.LIST"));
    }
    assertThat(problems(jar))
        .containsExactly(
            "compat.yaml:2: plugin "
                + jar
                + " names further jars in its META-INF/INDEX.LIST"
                + ALONE);
  }

  private static List<String> problems(Path jar) {
    List<Problem> problems = new ArrayList<>();
    assertThat(Plugin.read(new CompatConfig.Plugin(jar, null, "compat.yaml:2"), problems)).isNull();
    return problems.stream().map(Problem::toString).toList();
  }
}
