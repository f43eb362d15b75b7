package dev.compat.agent.init;

import dev.compat.agent.init.ProjectRepository.Coordinates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the project's {@code pom.xml}. */
final class Pom {

  /** Maven's plugins, in the versions that Compat itself is built with. */
  static final Map<String, String> PLUGINS =
      new TreeMap<>(
          Map.of(
              "maven-clean-plugin", "3.5.0",
              "maven-compiler-plugin", "3.15.0",
              "maven-install-plugin", "3.1.4",
              "maven-jar-plugin", "3.5.1",
              "maven-resources-plugin", "3.5.0",
              "maven-surefire-plugin", "3.6.1"));

  static final String SHADE = "3.6.2";

  private Pom() {}

  static String of(
      String group, String artifact, Coordinates library, List<Coordinates> application) {
    String ofApplication = application.stream().map(Pom::provided).collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>1.0-SNAPSHOT</version>

          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>

          <repositories>
            <repository>
              <!-- What the agent jar carries, and the application: nothing of either is published. -->
              <id>project</id>
              <url>file://${project.basedir}/repository</url>
              <snapshots>
                <enabled>false</enabled>
              </snapshots>
            </repository>
          </repositories>

          <dependencies>
            <!-- Provided by the agent. -->
        %s    <!-- Provided by the application. -->
        %s    <!-- What the replacement needs besides goes here, with scope compile: it is packed into the plugin. -->
          </dependencies>

          <build>
            <finalName>${project.artifactId}</finalName>
            <pluginManagement>
              <plugins>
        %s      </plugins>
            </pluginManagement>
            <plugins>
              <plugin>
                <artifactId>maven-shade-plugin</artifactId>
                <version>%s</version>
                <configuration>
                  <createDependencyReducedPom>false</createDependencyReducedPom>
                </configuration>
                <executions>
                  <execution>
                    <phase>package</phase>
                    <goals>
                      <goal>shade</goal>
                    </goals>
                  </execution>
                </executions>
              </plugin>
            </plugins>
          </build>
        </project>
        """
        .formatted(group, artifact, provided(library), ofApplication, plugins(), SHADE);
  }

  private static String provided(Coordinates of) {
    return """
            <dependency>
              <groupId>%s</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
              <scope>provided</scope>
            </dependency>
        """
        .formatted(of.group(), of.artifact(), of.version());
  }

  private static String plugins() {
    return PLUGINS.entrySet().stream()
        .map(
            plugin ->
                """
                        <plugin>
                          <artifactId>%s</artifactId>
                          <version>%s</version>
                        </plugin>
                """
                    .formatted(plugin.getKey(), plugin.getValue()))
        .collect(Collectors.joining());
  }
}
