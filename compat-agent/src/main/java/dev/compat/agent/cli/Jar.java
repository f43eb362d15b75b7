package dev.compat.agent.cli;

import java.io.File;
import java.nio.file.Path;

/** The agent jar that this command runs from. */
final class Jar {

  private Jar() {}

  /**
   * Its absolute path.
   *
   * @throws Refusal if the command does not run from it
   */
  static Path own() {
    Path jar = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
    if (!jar.toString().endsWith(".jar")) {
      throw new Refusal("run it as java -jar compat-agent.jar, so that there is a jar to attach");
    }
    return jar.toAbsolutePath();
  }
}
