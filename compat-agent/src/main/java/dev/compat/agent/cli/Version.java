package dev.compat.agent.cli;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, from the manifest of the jar that the class came from. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    URL here = Cli.class.getResource("Cli.class");
    return new String[] {"compat " + (here == null ? "unknown" : of(here.openConnection()))};
  }

  private static String of(URLConnection connection) throws IOException {
    if (!(connection instanceof JarURLConnection jar)) {
      return "(not packaged)";
    }
    jar.setUseCaches(false);
    Manifest manifest = jar.getManifest();
    String version =
        manifest == null
            ? null
            : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    return Objects.requireNonNullElse(version, "unknown");
  }
}
