package dev.compat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Fixtures.LegacyPricing;
import dev.compat.agent.cli.Fixtures.PureAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the packaged jar, in a JVM of its own. */
class CliIT {

  @TempDir Path folder;

  @Test
  void it_says_which_version_it_is() throws Exception {
    Run version = run("--version");
    assertThat(version.out()).matches("compat [0-9]+\\.[0-9]+.*\\R");
    assertThat(version.code()).isZero();
  }

  @Test
  void it_validates_decides_and_shows() throws Exception {
    Files.writeString(
        folder.resolve("compat.yaml"), "plugins: [{path: pricing.jar}]\nstate: state/\n");
    Files.writeString(folder.resolve("flags.yaml"), "flags: {pricing: {route: shadow}}\n");
    Fixtures.jar(folder.resolve("pricing.jar"), "", PureAdapter.class);
    Fixtures.jar(folder.resolve("app.jar"), "", LegacyPricing.class);

    Run validate = run("validate", "--in", "app.jar");
    assertThat(validate.out()).endsWith("no problems" + System.lineSeparator());
    assertThat(validate.code()).isZero();

    Run off = run("off", "pricing", "--why", "INC-812");
    assertThat(off.out())
        .startsWith("pricing  SHADOW -> LEGACY  revision 0 -> 1   0 live processes");
    assertThat(off.code()).isZero();

    assertThat(run("flags").out()).contains("at most LEGACY");
    assertThat(run("status").code()).isEqualTo(1);
    assertThat(run("report").code()).isEqualTo(2);
    assertThat(run("restore", "7", "--why", "x").code()).isEqualTo(2);
  }

  private record Run(int code, String out) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("compat.agent.jar")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out);
  }
}
