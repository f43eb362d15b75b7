package dev.compat.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Route;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {

  @TempDir Path folder;

  @Test
  void a_file_that_comes_grows_is_written_again_or_goes_looks_changed() throws IOException {
    Path file = folder.resolve("flags.yaml");
    Glance absent = glance(file);
    assertThat(glance(file).isSameAs(absent)).isTrue();

    Files.writeString(file, "flags: {}");
    Glance there = glance(file);
    assertThat(there.isSameAs(absent)).isFalse();
    assertThat(there.isSameAs(glance(file))).isTrue();

    Files.writeString(file, "flags: {} # more");
    Glance grown = glance(file);
    assertThat(grown.isSameAs(there)).isFalse();

    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertThat(glance(file).isSameAs(grown)).isFalse();

    Files.delete(file);
    assertThat(glance(file).isSameAs(absent)).isTrue();
  }

  @Test
  void a_decision_looks_changed_and_so_does_the_kill_file() throws Exception {
    StateFolder state = StateFolder.at(folder.resolve("state"));
    Glance before = glance(state);
    RouteOverride legacy = RouteOverride.of(Route.LEGACY, "ann", "INC-812", Instant.EPOCH);
    state.change(
        overrides -> {
          overrides.put("pricing", legacy);
          return overrides;
        },
        "ann",
        "test");
    Glance decided = glance(state);
    assertThat(decided.isSameAs(before)).isFalse();

    Files.createFile(state.path().resolve("OFF"));
    assertThat(glance(state).isSameAs(decided)).isFalse();
  }

  private static Glance glance(StateFolder state) {
    return Glance.at(Glance.files(state.decisive()));
  }

  private static Glance glance(Path file) {
    return Glance.at(Glance.files(List.of(file)));
  }
}
