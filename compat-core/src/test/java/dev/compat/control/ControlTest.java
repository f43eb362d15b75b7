package dev.compat.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.CompatConfig;
import dev.compat.evidence.Evidence;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {

  @TempDir Path folder;

  /** The same is wrong with them in two class loaders. */
  private static class InTwoLoaders implements Migrations {
    @Override
    public void follow(Function<String, @Nullable Flag> flags) {}

    @Override
    public boolean observe(boolean wanted) {
      return false;
    }

    @Override
    public Collection<String> observed() {
      return List.of();
    }

    @Override
    public Map<String, Standing> standings() {
      return Map.of();
    }

    @Override
    public Map<String, String> versions() {
      return Map.of();
    }

    @Override
    public List<String> problems(Flags flags) {
      return List.of("pricing: not shadowed", "pricing: not shadowed");
    }

    @Override
    public List<String> refusals() {
      return List.of();
    }
  }

  @Test
  void what_is_wrong_in_several_class_loaders_is_said_once() throws Exception {
    Files.writeString(folder.resolve("flags.yaml"), "flags: {}\n");
    Path file = Files.writeString(folder.resolve("compat.yaml"), "flags: flags.yaml\n");
    try (Control control =
        Control.start(
            CompatConfig.read(file), new InTwoLoaders(), new Evidence(false), null, made -> {})) {
      assertThat(control.await(Duration.ofSeconds(10))).isTrue();
      assertThat(control.problems()).containsExactly("pricing: not shadowed");
    }
  }

  /** As where memory is used up: even to tell of a failure fails. */
  private static final class Untellable extends Error {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("no memory for a text");
    }
  }

  @Test
  void a_failure_that_cannot_be_told_does_not_end_the_control_thread() throws Exception {
    Files.writeString(folder.resolve("flags.yaml"), "flags: {}\n");
    Path file = Files.writeString(folder.resolve("compat.yaml"), "flags: flags.yaml\n");
    AtomicInteger failures = new AtomicInteger();
    Migrations failing =
        new InTwoLoaders() {
          @Override
          public void follow(Function<String, @Nullable Flag> flags) {
            if (failures.incrementAndGet() < 3) {
              throw new Untellable();
            }
          }
        };
    try (Control control =
        Control.start(CompatConfig.read(file), failing, new Evidence(false), null, made -> {})) {
      assertThat(control.await(Duration.ofSeconds(10))).isTrue();
      assertThat(failures).hasValueGreaterThanOrEqualTo(3);
    }
  }
}
