package dev.compat.agent.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationJarsTest {

  @TempDir Path folder;

  @Test
  void an_archive_of_libraries_alone_is_looked_into() throws IOException {
    Path war = folder.resolve("shop.war");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
      out.putNextEntry(new JarEntry("index.html"));
      out.putNextEntry(new JarEntry("WEB-INF/lib/pricing-1.0.jar"));
      out.write(1);
    }
    assertThat(ApplicationJars.of(List.of(war))).containsOnlyKeys("pricing-1.0");
  }
}
