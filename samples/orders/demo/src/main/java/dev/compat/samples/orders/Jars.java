package dev.compat.samples.orders;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the build puts into the work folder. */
final class Jars {

  static final String PLUGIN = "plugins/orders.jar";
  static final String CORRECTED_PLUGIN = "plugins/orders-corrected.jar";

  private Jars() {}

  /**
   * @throws IllegalArgumentException if a jar is missing
   */
  static Workplace in(Path folder) {
    return Workplace.of(folder, List.of(PLUGIN, CORRECTED_PLUGIN));
  }

  /** Deploys a plugin, with every flag at legacy. */
  static Deployment deploy(Workplace workplace, String name, String plugin) throws IOException {
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
        new Flags().text());
  }
}
