package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Fixtures.LegacyPricing;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.EvidenceLog;
import dev.compat.flag.Flags;
import dev.compat.state.Heartbeat;
import dev.compat.state.ObservedStatus;
import dev.compat.state.ProcessId;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say where a configuration observes and does nothing else. */
class ObserveCommandsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String WEB = "web-1-7-1000";
  private static final String LEGACY = LegacyPricing.class.getName();

  @TempDir Path folder;
  private Path config;
  private StateFolder state;

  @BeforeEach
  void configure() throws IOException {
    observe(LEGACY);
    state = StateFolder.at(folder.resolve("state"));
    state.createProcessFolder(WEB);
  }

  private void observe(String... names) throws IOException {
    config =
        Files.writeString(
            folder.resolve("compat.yaml"),
            "state: state\nobserve: ['" + String.join("', '", names) + "']\n");
  }

  private void record(int calls) {
    Evidence evidence = new Evidence(false);
    evidence.observing(true, 0);
    for (int i = 0; i < calls; i++) {
      evidence.observed(LEGACY, "quote(int)").called();
    }
    evidence.observed(LEGACY, "refund(int)");
    evidence.observing(true, 120_000_000_000L);
    EvidenceLog log = new EvidenceLog(state.evidenceFile(WEB), WEB, NOON);
    assertThat(log.append(evidence.observed(), NOON)).isEmpty();
  }

  @Test
  void a_report_of_observed_calls_is_good() {
    record(10);
    Asked report = cli("report", "--config", config);
    assertThat(report.out()).startsWith(LEGACY + "  observed for 2 min\n").contains("never called");
    assertThat(report.err()).isEmpty();
    assertThat(report.code()).isZero();
  }

  @Test
  void a_report_of_no_observed_call_is_no_answer() {
    record(0);
    Asked report = cli("report", "--config", config);
    assertThat(report.err())
        .isEqualTo("no call was observed; call what 'observe' in compat.yaml names\n");
    assertThat(report.code()).isEqualTo(2);
  }

  @Test
  void status_says_what_is_observed_and_asks_for_no_flags() {
    ProcessId self = ProcessId.current();
    List<ObservedStatus> observed =
        List.of(new ObservedStatus(LEGACY, 3, 1234, true), new ObservedStatus("a.B", 0, 0, true));
    String flags = Flags.none().fingerprint();
    state.beat(
        new Heartbeat(
            self,
            Instant.now(),
            "0.1",
            0,
            false,
            flags,
            List.of(),
            List.of(),
            false,
            observed,
            false));

    Asked status = cli("status", "--config", config);

    assertThat(status.out())
        .containsPattern("OBSERVED +METHODS +CALLS")
        .containsPattern("LegacyPricing +3 +1234\n")
        .containsPattern("a\\.B +0 +0 +not loaded yet, or nothing of it can be observed")
        .doesNotContain("problems");
    assertThat(status.code()).isZero();
  }

  @Test
  void validate_says_which_methods_are_observed_and_asks_for_no_flags() throws IOException {
    Path app = Fixtures.jar(folder.resolve("app.jar"), "", LegacyPricing.class);
    Asked asked = cli("validate", "--config", config, "--in", app);
    assertThat(asked.out())
        .contains("checked      observed " + LEGACY + ": ")
        .contains("no problems");
    assertThat(asked.code()).isZero();
  }

  @Test
  void validate_names_the_nearest_class_and_the_nearest_method() throws IOException {
    Path app = Fixtures.jar(folder.resolve("app.jar"), "", LegacyPricing.class);
    observe(LEGACY + "s", LEGACY + "#qoute");
    Asked asked = cli("validate", "--config", config, "--in", app);
    assertThat(asked.out())
        .contains(
            config + ":2: observed " + LEGACY + "s is not in " + app + "; did you mean '" + LEGACY)
        .contains("#qoute cannot be observed: the class declares no method qoute; did you mean");
    assertThat(asked.code()).isEqualTo(1);
  }

  /** Of which nothing has instructions. */
  interface Abstract {
    int quote(int amount);
  }

  @Test
  void validate_says_of_what_nothing_can_be_observed() throws IOException {
    observe(Abstract.class.getName());

    Path app = Fixtures.jar(folder.resolve("app.jar"), "", Abstract.class);
    Asked asked = cli("validate", "--config", config, "--in", app);
    assertThat(asked.out())
        .contains(config + ":2: nothing of " + Abstract.class.getName() + " can be observed");
    assertThat(asked.code()).isEqualTo(1);
  }
}
