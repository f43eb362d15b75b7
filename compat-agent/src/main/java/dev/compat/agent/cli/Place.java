package dev.compat.agent.cli;

import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --config} and {@code --state}: what a command is about. */
final class Place {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration. Default: the system property compat.config, else the environment"
              + " variable COMPAT_CONFIG, else compat.yaml in the working folder.")
  private @Nullable Path config;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description =
          "The state folder, in place of the configuration's. Given alone, no configuration is"
              + " read and flags are not known.")
  private @Nullable Path state;

  /** The configuration, where there is one to read. */
  @Nullable CompatConfig config() {
    if (state != null && config == null) {
      return null;
    }
    try {
      return CompatConfig.read(configFile());
    } catch (ConfigException e) {
      throw new Refusal(
          e.getMessage()
              + "\nor give --config FILE, or the state folder alone with --state FOLDER");
    }
  }

  /** The file of the configuration, by option, property, variable or custom. */
  Path configFile() {
    if (config != null) {
      return config;
    }
    String property = System.getProperty("compat.config");
    String variable = System.getenv("COMPAT_CONFIG");
    return Path.of(property != null ? property : variable != null ? variable : "compat.yaml");
  }

  /** Whether no configuration was given with {@code --config}. */
  boolean namesNoConfig() {
    return config == null;
  }

  /** The state folder that was given, if one was. */
  @Nullable Path stateFolder() {
    return state;
  }

  /** The state folder that was given or that the configuration names. */
  StateFolder state(@Nullable CompatConfig config) {
    if (state != null) {
      return existing(state);
    }
    if (config == null || config.state() == null) {
      throw new Refusal(
          configFile()
              + ": no state folder, so no command reaches the processes, and a rollback will not"
              + " survive a restart; add 'state: state/' or give --state FOLDER; until then edit"
              + " the flags");
    }
    return readable(StateFolder.at(config.state()));
  }

  // What cannot be read looks like the worst to an agent, and like nothing to an operator.
  private static StateFolder readable(StateFolder state) {
    state
        .unlistable()
        .ifPresent(
            problem -> {
              throw new Refusal(problem + "; run as its owner");
            });
    return state;
  }

  // A mistyped folder would be created by 'off', obeyed by nobody.
  private static StateFolder existing(Path state) {
    if (Files.notExists(state)) {
      throw new Refusal(
          "--state " + state + ": there is no such folder; give the one that the processes use");
    }
    return readable(StateFolder.at(state));
  }
}
