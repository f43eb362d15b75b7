package dev.compat.samples.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo, with the packaged agent jar, asserted instead of shown. */
class BillingIT {

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void the_demo_finds_the_known_truth() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));
    Workplace workplace = Jars.in(Path.of(System.getProperty("workplace")));

    Facts facts = new Scenario(workplace, screen).run();

    assertThat(facts.deviations()).as(shown.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
