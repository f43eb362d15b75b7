package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagsCommandTest {

  private static final Instant WHEN = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Path config;
  private Path flags;
  private StateFolder state;

  @BeforeEach
  void files() throws IOException {
    config = Files.writeString(folder.resolve("compat.yaml"), "state: state/\n");
    state = StateFolder.at(folder.resolve("state"));
    flags =
        Files.writeString(
            folder.resolve("flags.yaml"),
            """
            flags:
              pricing: {route: new}
              billing: {route: shadow}
              tax:
                context: {tenant: "mdc:tenantId"}
                by: tenant
                route: {new: 5, shadow: 20}
            """);
  }

  @Test
  void without_a_state_folder_nothing_was_decided() throws Exception {
    Files.writeString(config, "values: none\n");
    Asked asked = cli("flags", "--config", config);
    assertThat(asked.err()).isEmpty();
    assertThat(asked.out())
        .startsWith(
            "flags " + flags + " " + Flags.parse(flags).fingerprint() + "   no state folder")
        .contains("billing    shadow");
    assertThat(asked.code()).isZero();
  }

  @Test
  void desired_and_override_and_what_comes_of_both() throws Exception {
    state.change(
        overrides -> {
          overrides.put("pricing", RouteOverride.of(Route.LEGACY, "ann", "INC-812", WHEN));
          overrides.put("tax", RouteOverride.of(Route.SHADOW, "bob", "slow", WHEN));
          overrides.put("gone", RouteOverride.of(Route.LEGACY, "eve", "old", WHEN));
          return overrides;
        },
        "ann",
        "test");
    Asked asked = cli("flags", "--config", config);
    assertThat(asked.out())
        .isEqualTo(
            """
            flags FLAGS FINGERPRINT   state STATE revision 1
            MIGRATION  DESIRED                                      OVERRIDE                       EFFECTIVE                                                    WHERE
            billing    shadow                                       -                              SHADOW                                                       FLAGS:3
            gone       no flag                                      at most LEGACY (eve: old)      LEGACY                                                       -
            pricing    new                                          at most LEGACY (ann: INC-812)  LEGACY                                                       FLAGS:2
            tax        new 5 %, shadow 20 % by tenant, rest legacy  at most SHADOW (bob: slow)     new 5 %, shadow 20 % by tenant, rest legacy, at most shadow  FLAGS:4
            """
                .replace("FLAGS", flags.toString())
                .replace("STATE", state.path().toString())
                .replace("FINGERPRINT", Flags.parse(flags).fingerprint()));
    assertThat(asked.code()).isZero();
  }

  @Test
  void json_says_the_same() {
    Asked asked = cli("flags", "--config", config, "--format", "json");
    assertThat(asked.out())
        .contains("\"migration\" : \"pricing\"")
        .contains("\"desired\" : \"new\"")
        .contains("\"override\" : null")
        .contains("\"effective\" : \"NEW\"")
        .contains("\"where\" : \"" + flags + ":2\"");
  }

  @Test
  void flags_that_are_not_valid_cannot_be_shown() throws IOException {
    Files.writeString(flags, "flags: {pricing: {rout: new}}\n");
    Asked asked = cli("flags", "--config", config);
    assertThat(asked.err()).startsWith(flags + ":1: unknown key 'rout'");
    assertThat(asked.out()).isEmpty();
    assertThat(asked.code()).isEqualTo(2);
  }
}
