package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.TrialResult;
import dev.compat.state.Forgetting;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ENDED = "web-1-7-1000";

  @TempDir Path folder;
  private StateFolder state;

  @BeforeEach
  void somebody_is_in_the_evidence() {
    state = StateFolder.at(folder);
    Evidence evidence = new Evidence(true);
    JoinPointEvidence quote = evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)");
    Outcome legacy = Outcome.returned("answer of acme");
    Outcome other = Outcome.returned("another");
    quote.shadow().begun();
    quote
        .shadow()
        .compared(
            new TrialResult(
                Comparison.exact().compare(legacy, other),
                null,
                List.of("sku"),
                legacy,
                other,
                "acme",
                false,
                NOON));
    state.createProcessFolder(ENDED);
    new EvidenceLog(state.evidenceFile(ENDED), ENDED, NOON)
        .append(evidence.snapshot(), NOON, "0", "a1");
  }

  private String kept() throws IOException {
    return Files.readString(state.evidenceFile(ENDED));
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() throws IOException {
    Asked asked = cli("forget", "--tenant", "acme", "--dry-run", "--state", folder);
    assertThat(asked.out())
        .isEqualTo(
            "3 entries would be deleted, besides of what running processes have in memory\n");
    assertThat(asked.code()).isZero();
    assertThat(kept()).contains("acme");
    assertThat(folder.resolve("salt.json")).doesNotExist();
  }

  @Test
  void what_ended_processes_left_is_cleaned_with_their_readable_reports() throws IOException {
    Files.writeString(state.reportFile(ENDED), "answer of acme");
    Asked asked = cli("forget", "--tenant", "acme", "--state", folder);
    assertThat(asked.out()).startsWith("3 entries deleted · obeyed by 0 of 0 running processes");
    assertThat(asked.code()).isZero();
    assertThat(kept()).doesNotContain("of acme", "\"acme\"").contains("pricing");
    assertThat(state.reportFile(ENDED)).doesNotExist();
    assertThat(state.forgettings()).isEmpty();
  }

  @Test
  void a_process_that_does_not_obey_is_named_and_the_order_stays() throws Exception {
    FakeProcess process = FakeProcess.obedient(folder, "one");
    try {
      Asked asked = cli("forget", "--user", "acme", "--wait", "100ms", "--state", folder);
      assertThat(asked.out()).contains("obeyed by 0 of 1 running processes\nnot yet: ");
      assertThat(asked.code()).isEqualTo(1);
      assertThat(state.forgettings()).extracting(Forgetting::unit).containsExactly("acme");
    } finally {
      process.stop();
    }
  }

  @Test
  void nobody_in_particular_cannot_be_forgotten() {
    assertThat(cli("forget", "--state", folder).code()).isEqualTo(2);
  }
}
