package dev.compat.samples.escaping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One way of attaching the agent: a folder with its configuration, its flags and its state. */
record Deployment(Workplace workplace, String name) {

  static final String CONFIG = "compat.yaml";
  static final String FLAGS = "flags.yaml";

  static final String SHADOW =
      """
      flags:
        text-escaping:
          route: shadow
          shadow: {sample: 100%, overflow: wait}
      """;

  static final String NEW =
      """
      flags:
        text-escaping:
          route: new
          record: true
      """;

  Path folder() {
    return workplace.folder().resolve(name);
  }

  /** The configuration, relative to the workplace. */
  String config() {
    return name + "/" + CONFIG;
  }

  /** The standard error of the application, relative to the workplace. */
  String log() {
    return name + "/application.log";
  }

  Path state() {
    return folder().resolve("state");
  }

  /** Shows a file of the deployment. */
  void show(String file, Screen screen) throws IOException {
    screen.command("cat " + name + "/" + file);
    screen.output(Files.readString(folder().resolve(file)));
  }

  void write(String file, String content) throws IOException {
    Files.writeString(folder().resolve(file), content);
  }
}
