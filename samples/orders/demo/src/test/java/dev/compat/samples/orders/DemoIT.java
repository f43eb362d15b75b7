package dev.compat.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo, with the packaged agent jar attached by process number, asserted instead of shown. */
class DemoIT {

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_running_application_is_moved_layer_by_layer_and_left_without_trace() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));

    Facts facts = new Scenario(Jars.in(Path.of(System.getProperty("workplace"))), screen).run();

    assertThat(facts.deviations()).as(shown.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
