package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

  @TempDir Path folder;

  @Test
  void help_lists_the_commands_and_the_exit_codes() {
    Asked help = cli("--help");
    assertThat(help.out())
        .contains("validate", "status", "flags", "off", "restore", "report", "attach", "detach")
        .contains("Exit codes: 0 good, 1 the answer is no, 2 it could not be asked.");
    assertThat(help.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "status",
        "explain",
        "flags",
        "off",
        "restore",
        "report",
        "attach",
        "detach"
      })
  void every_command_has_help_with_examples(String command) {
    Asked help = cli(command, "--help");
    assertThat(help.out()).contains("Examples:", "java -jar compat-agent.jar " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(help.code()).isZero();
  }

  @Test
  void no_command_is_bad_usage() {
    assertThat(cli().code()).isEqualTo(2);
    assertThat(cli().err()).startsWith("no command given\n");
  }

  @Test
  void an_unknown_command_is_bad_usage() {
    Asked asked = cli("statsu");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("statsu").contains("status");
  }

  @Test
  void a_decision_needs_a_reason() {
    Asked asked = cli("off", "pricing");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).startsWith("Missing required option: '--why=TEXT'\n");
  }

  @Test
  void a_migration_or_all_is_needed_and_not_both() {
    assertThat(cli("off", "--why", "x").code()).isEqualTo(2);
    assertThat(cli("off", "pricing", "--all", "--why", "x").code()).isEqualTo(2);
  }

  @Test
  void a_bad_time_names_good_ones() {
    Asked asked = cli("off", "pricing", "--why", "x", "--wait", "soon");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("'soon' is not a time; write 500ms, 10s or 2m");
  }

  @Test
  void a_configuration_that_is_not_there_is_named() {
    Path missing = folder.resolve("compat.yaml");
    Asked asked = cli("status", "--config", missing);
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).startsWith(missing.toString()).contains("--state FOLDER");
  }

  @Test
  void a_configuration_without_state_names_the_remedy() throws IOException {
    Path config = Files.writeString(folder.resolve("compat.yaml"), "values: none\n");
    Asked asked = cli("status", "--config", config);
    assertThat(asked.err())
        .isEqualTo(
            config
                + ": no state folder, so no command reaches the processes, and a rollback will not"
                + " survive a restart; add 'state: state/' or give --state FOLDER; until then edit"
                + " the flags\n");
    assertThat(asked.code()).isEqualTo(2);
  }

  @Test
  void a_mistyped_state_folder_is_not_created() {
    Path mistyped = folder.resolve("stat");
    Asked asked = cli("off", "--all", "--why", "x", "--state", mistyped);
    assertThat(asked.err())
        .isEqualTo(
            "--state "
                + mistyped
                + ": there is no such folder; give the one that the processes use\n");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(mistyped).doesNotExist();
  }

  @Test
  void the_system_property_names_the_configuration() throws IOException {
    Path config = Files.writeString(folder.resolve("other.yaml"), "values: none\n");
    System.setProperty("compat.config", config.toString());
    try {
      assertThat(cli("status").err()).startsWith(config + ": no state folder");
    } finally {
      System.clearProperty("compat.config");
    }
  }
}
