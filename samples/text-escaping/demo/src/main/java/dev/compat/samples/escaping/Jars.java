package dev.compat.samples.escaping;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the build puts into the work folder, and how it is deployed. */
final class Jars {

  static final String INPUT = "sources.jar";
  static final String PLUGIN = "plugins/text-escaping.jar";
  static final String CORRECTED_PLUGIN = "plugins/text-escaping-corrected.jar";

  static final String SHADOW =
      """
      flags:
        text-escaping:
          route: shadow
          shadow: {sample: 100%, overflow: wait}
          recordings: {share: 0.05%, most: 60}
      """;

  static final String NEW =
      """
      flags:
        text-escaping:
          route: new
          record: true
      """;

  private Jars() {}

  /**
   * @throws IllegalArgumentException if a jar is missing
   */
  static Workplace in(Path folder) {
    return Workplace.of(folder, List.of(INPUT, PLUGIN, CORRECTED_PLUGIN));
  }

  /** Deploys a plugin in shadow. */
  static Deployment shadow(Workplace workplace, String name, String plugin) throws IOException {
    return workplace.deploy(
        name,
        """
        plugins:
          - path: ../%s
        flags: flags.yaml
        state: state
        values: all
        """
            .formatted(plugin),
        SHADOW);
  }
}
