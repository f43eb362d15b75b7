package dev.compat.agent.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the agent jar's manifest gives. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Cli.class.getPackage().getImplementationVersion();
    return new String[] {"compat " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
