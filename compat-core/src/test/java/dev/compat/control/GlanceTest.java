package dev.compat.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Route;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {

  @TempDir Path folder;

  @Test
  void a_file_that_comes_grows_is_replaced_or_goes_looks_changed() throws IOException {
    Path file = folder.resolve("flags.yaml");
    Glance absent = glance(file);
    assertThat(glance(file)).isEqualTo(absent);

    Files.writeString(file, "flags: {}");
    Glance there = glance(file);
    assertThat(there).isNotEqualTo(absent).isEqualTo(glance(file));

    Files.writeString(file, "flags: {} # more");
    Glance grown = glance(file);
    assertThat(grown).isNotEqualTo(there);

    Path other = Files.writeString(folder.resolve("other"), "flags: {} # same");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(glance(file)).isNotEqualTo(grown);

    Files.delete(file);
    assertThat(glance(file)).isEqualTo(absent);
  }

  @Test
  void a_decision_looks_changed_and_so_does_the_kill_file() throws Exception {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    Glance before = Glance.at(state.decisive());
    RouteOverride legacy = RouteOverride.of(Route.LEGACY, "ann", "INC-812", Instant.EPOCH);
    state.change(
        overrides -> {
          overrides.put("pricing", legacy);
          return overrides;
        },
        "ann",
        "test");
    Glance decided = Glance.at(state.decisive());
    assertThat(decided).isNotEqualTo(before);

    Files.createFile(state.path().resolve("OFF"));
    assertThat(Glance.at(state.decisive())).isNotEqualTo(decided);
  }

  private static Glance glance(Path file) {
    return Glance.at(List.of(file));
  }
}
