package dev.compat.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.Recorder;
import dev.compat.evidence.TrialResult;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.recording.FileRecorder;
import dev.compat.recording.Redactor;
import dev.compat.state.Forgetting;
import dev.compat.state.ProcessId;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  private static FileRecorder recorder() {
    return new FileRecorder(Redactor.NONE, unit -> unit);
  }

  @Test
  void what_is_wrong_in_several_class_loaders_is_said_once() throws Exception {
    Files.writeString(folder.resolve("flags.yaml"), "flags: {}\n");
    Path file = Files.writeString(folder.resolve("compat.yaml"), "flags: flags.yaml\n");
    try (Control control =
        Control.start(
            CompatConfig.read(file),
            new InTwoLoaders(),
            new Evidence(false),
            recorder(),
            null,
            made -> {})) {
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
        Control.start(
            CompatConfig.read(file), failing, new Evidence(false), recorder(), null, made -> {})) {
      assertThat(control.await(Duration.ofSeconds(10))).isTrue();
      assertThat(failures).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void a_running_process_forgets_whom_it_is_told_to_forget() throws Exception {
    Files.writeString(folder.resolve("flags.yaml"), "flags: {}\n");
    Path file = Files.writeString(folder.resolve("compat.yaml"), "state: state\nvalues: all\n");
    CompatConfig config = CompatConfig.read(file);
    Evidence evidence = Evidence.of(config, Recorder.NONE);
    Outcome legacy = Outcome.returned("secret of acme");
    Outcome other = Outcome.returned("x");
    Verdict verdict = Comparison.exact().compare(legacy, other);
    evidence
        .joinPoint("pricing", "a.B#c()")
        .shadow()
        .compared(
            new TrialResult(verdict, null, List.of(), legacy, other, "acme", false, Instant.now()));
    StateFolder state = StateFolder.at(folder.resolve("state"));
    try (Control control =
        Control.start(config, new InTwoLoaders(), evidence, recorder(), null, made -> {})) {
      assertThat(control.await(Duration.ofSeconds(10))).isTrue();
      Forgetting order = state.forget("acme", "me");
      Instant end = Instant.now().plusSeconds(20);
      while (!state.hasForgotten(ProcessId.current().name(), order)) {
        assertThat(Instant.now()).isBefore(end);
        Thread.sleep(20);
      }
    }
    assertThat(evidence.snapshot().toString()).doesNotContain("acme");
    assertThat(Files.readString(state.evidenceFile(ProcessId.current().name())))
        .contains("pricing")
        .doesNotContain("acme");
  }
}
