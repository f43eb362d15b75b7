package dev.compat.agent.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.init.ProjectRepository.Coordinates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PomTest {

  @Test
  void its_plugins_have_the_versions_that_we_are_built_with() throws Exception {
    String ours = Files.readString(Path.of("../pom.xml"));
    Pom.PLUGINS.forEach((plugin, version) -> assertThat(ours).contains(named(plugin, version)));
    assertThat(ours).contains(named("maven-shade-plugin", Pom.SHADE));
  }

  private static String named(String plugin, String version) {
    return "<artifactId>%s</artifactId>\n          <version>%s</version>"
        .formatted(plugin, version);
  }

  @Test
  void it_is_a_pom_with_all_dependencies_provided() throws Exception {
    Coordinates library = new Coordinates("dev.compat", "compat-plugin-api", "abc");
    Coordinates application = new Coordinates("application", "app", "def");
    String text = Pom.of("com.acme", "pricing-plugin", library, List.of(application));
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));

    assertThat(pom.getDocumentElement().getTagName()).isEqualTo("project");
    assertThat(pom.getElementsByTagName("dependency").getLength()).isEqualTo(2);
    assertThat(pom.getElementsByTagName("scope").item(1).getTextContent()).isEqualTo("provided");
  }
}
