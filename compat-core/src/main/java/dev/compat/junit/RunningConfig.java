package dev.compat.junit;

import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that this JVM runs with.
 *
 * @param config what its file says
 * @param isAgent whether an agent follows it, and not the library in the application
 */
record RunningConfig(CompatConfig config, boolean isAgent) {

  private static final String OPTION = "-javaagent:";
  private static final String AGENT = "dev.compat.agent.CompatAgent";
  private static final String NONE =
      "this JVM runs with no configuration; start it with -javaagent:compat-agent.jar=compat.yaml,"
          + " or name the file that the test opens with -Dcompat.config or COMPAT_CONFIG";

  /** Finds it where the agent does. */
  static RunningConfig find() {
    return find(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getProperty("compat.config", System.getenv("COMPAT_CONFIG")));
  }

  static RunningConfig find(List<String> jvmArguments, @Nullable String named) {
    String agent =
        jvmArguments.stream()
            .filter(one -> one.startsWith(OPTION))
            .map(one -> one.substring(OPTION.length()))
            .filter(one -> isOurs(jar(one)))
            .findFirst()
            .orElse(null);
    String given = agent == null ? "" : agent.substring(jar(agent).length());
    String file = given.length() > 1 ? given.substring(1) : named;
    if (file == null) {
      throw new IllegalStateException(NONE);
    }
    try {
      return new RunningConfig(CompatConfig.read(Path.of(file)), agent != null);
    } catch (ConfigException refused) {
      throw new IllegalStateException(refused.getMessage(), refused);
    }
  }

  private static String jar(String option) {
    int end = option.indexOf('=');
    return end < 0 ? option : option.substring(0, end);
  }

  private static boolean isOurs(String jar) {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      return manifest != null
          && AGENT.equals(manifest.getMainAttributes().getValue("Premain-Class"));
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** The state folder, by which runs are watched. */
  Path state() {
    Path state = config.state();
    if (state == null) {
      throw new IllegalStateException(
          config.file()
              + " has no state folder, so nobody can tell which route is in force; add"
              + " 'state: target/compat-state'");
    }
    return Objects.requireNonNull(state);
  }
}
