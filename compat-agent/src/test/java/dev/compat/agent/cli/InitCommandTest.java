package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Fixtures.LegacyPricing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

  @TempDir Path folder;

  @Test
  void a_file_in_the_place_of_the_project_is_refused_in_one_line() throws IOException {
    Path app = Fixtures.jar(folder.resolve("app.jar"), "", LegacyPricing.class);
    Path file = Files.writeString(folder.resolve("notes"), "");

    Asked asked = cli("init", LegacyPricing.class.getName(), "--in", app, "--to", file);
    assertThat(asked.err()).isEqualTo(file + " is no folder; name another with --to\n");
    assertThat(asked.code()).isEqualTo(2);
  }
}
