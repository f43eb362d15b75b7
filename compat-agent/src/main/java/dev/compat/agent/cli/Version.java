package dev.compat.agent.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, from the manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Cli.class.getPackage().getImplementationVersion();
    return new String[] {"compat " + Objects.requireNonNullElse(version, "(unpackaged)")};
  }
}
