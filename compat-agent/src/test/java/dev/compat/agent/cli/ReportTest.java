package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Arm;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.TrialResult;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private StateFolder state;

  @BeforeEach
  void state() {
    state = StateFolder.at(folder);
  }

  @Test
  void no_evidence_is_no_answer() {
    Asked report = cli("report", "--state", folder);
    assertThat(report.err())
        .isEqualTo(
            "no evidence in " + folder + "; start the application with the agent and call it\n");
    assertThat(report.out()).isEmpty();
    assertThat(report.code()).isEqualTo(2);
  }

  @Test
  void where_a_process_has_just_begun_there_is_none_yet() throws Exception {
    FakeProcess process = FakeProcess.obedient(folder, "one");
    try {
      assertThat(cli("report", "--state", folder).err())
          .startsWith("no evidence in " + folder + " yet; 1 process runs with it: ");
    } finally {
      process.stop();
    }
  }

  @Test
  void the_evidence_of_all_processes_is_added_up() {
    record("web-1", NOON, "a1", 60, 0);
    record("web-2", NOON, "a1", 40, 0);
    Asked report = cli("report", "--state", folder);
    assertThat(report.out())
        .startsWith("pricing\nSHADOW  100 calls · 100 compared (100 %) · 0 dropped\n")
        .contains("note: evidence of 2 runs of processes");
    assertThat(report.err()).isEmpty();
    assertThat(report.code()).isZero();
  }

  @Test
  void a_join_point_on_hold_is_a_no() {
    record("web-1", NOON, "a1", 98, 2);
    Asked report = cli("report", "--state", folder);
    assertThat(report.out()).contains("2 differ", "HOLD");
    assertThat(report.code()).isEqualTo(1);
  }

  @Test
  void what_was_not_compared_is_no_good_news() {
    record("web-1", NOON, "a1", 0, 0);
    Asked report = cli("report", "--state", folder);
    assertThat(report.out()).startsWith("pricing\n");
    assertThat(report.err())
        .isEqualTo("nothing was compared; route a migration to shadow to have it compared\n");
    assertThat(report.code()).isEqualTo(2);
  }

  @Test
  void what_was_called_and_not_compared_is_named_beside_what_was() {
    Evidence evidence = new Evidence(false);
    same(evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)"));
    evidence.joinPoint("pricing", "com.acme.Pricing#total(int)").answered(Arm.LEGACY, false);
    evidence.joinPoint("pricing", "com.acme.Pricing#never()");
    append("web-1", NOON, "a1", evidence);
    Asked report = cli("report", "--state", folder);
    assertThat(report.err()).isEqualTo("nothing was compared of pricing: total\n");
    assertThat(report.code()).isEqualTo(2);
  }

  @Test
  void what_older_adapters_did_is_left_out_until_asked_for() {
    record("web-1", NOON, "a1", 98, 2);
    record("web-2", NOON.plusSeconds(60), "b2", 50, 0);
    Asked latest = cli("report", "--state", folder);
    assertThat(latest.out()).contains("50 calls").doesNotContain("HOLD");
    assertThat(latest.err())
        .isEqualTo("left out: evidence of other versions (pricing a1); --version all shows it\n");
    assertThat(latest.code()).isZero();
    assertThat(cli("report", "--version", "all", "--state", folder).code()).isEqualTo(1);
    assertThat(cli("report", "--version", "a1", "--state", folder).out()).contains("100 calls");
    assertThat(cli("report", "--version", "c3", "--state", folder).err())
        .isEqualTo("no evidence of version 'c3'; there is some of a1, b2\n");
  }

  @Test
  void json_carries_the_verdicts_and_a_torn_line_is_told() throws IOException {
    record("web-1", NOON, "a1", 98, 2);
    Path file = state.evidenceFile("web-1-7-1000");
    Files.writeString(file, Files.readString(file) + "{\"format\":1,\"pro");
    Asked report = cli("report", "--state", folder, "--format", "json");
    assertThat(report.out())
        .contains("HOLD", "\"mismatched\"", "1 line of evidence could not be read")
        .endsWith("}\n");
    assertThat(report.code()).isEqualTo(1);
  }

  @Test
  void several_versions_are_shown_each_by_itself() {
    record("web-1", NOON, "a1", 98, 2);
    record("web-2", NOON.plusSeconds(60), "b2", 50, 0);
    assertThat(cli("report", "--version", "all", "--state", folder).out())
        .contains(
            "pricing · adapters a1\nSHADOW  100 calls", "pricing · adapters b2\nSHADOW  50 calls");
  }

  @Test
  void two_versions_or_processes_of_a_folder_are_told_apart() {
    record("web-1", NOON, "a1", 95, 5);
    record("web-2", NOON.plusSeconds(60), "b2", 500, 0);
    Asked better = cli("report", "--diff", "a1", "b2", "--state", folder);
    assertThat(better.out()).contains("gone", "5 of 100", "0 of 500", "no worse");
    assertThat(better.code()).isZero();
    Asked worse = cli("report", "--diff", "web-2-7-1000", "web-1-7-1000", "--state", folder);
    assertThat(worse.out()).contains("new ", "WORSE");
    assertThat(worse.code()).isEqualTo(1);
    assertThat(cli("report", "--diff", "a1", "c3", "--state", folder).err())
        .startsWith(
            "no evidence of 'c3': it is no state folder, and there is evidence of versions a1, b2");
    Asked itself = cli("report", "--diff", folder, folder, "--format", "json");
    assertThat(itself.out()).contains("\"worse\" : false");
    assertThat(itself.code()).isZero();
    assertThat(itself.err())
        .contains("left out of " + folder + ": evidence of other versions (pricing a1)");
    Asked pooled = cli("report", "--diff", folder, "b2", "--version", "all", "--state", folder);
    assertThat(pooled.err()).contains("has evidence of versions a1, b2", "name one of them");
    assertThat(pooled.code()).isEqualTo(2);
  }

  @Test
  void where_legacy_always_differs_from_itself_nothing_is_good_news() {
    Evidence evidence = new Evidence(false);
    JoinPointEvidence quote = evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)");
    TrialResult differs = result(Outcome.returned("answer"), Outcome.returned("another"), NOON);
    for (int i = 0; i < 20; i++) {
      quote.answered(Arm.LEGACY, false);
      quote.shadow().begun();
      quote.shadow().compared(differs);
      quote.probed(differs.verdict(), NOON);
    }
    append("web-1", NOON, "a1", evidence);
    Asked report = cli("report", "--state", folder);
    assertThat(report.out()).contains("20 not judged").doesNotContain("true rate");
    assertThat(report.err()).isEqualTo("too little can be judged of pricing: quote\n");
    assertThat(report.code()).isEqualTo(2);
  }

  @Test
  void one_html_file_holds_it_all_and_is_for_its_owner_alone() throws IOException {
    record("web-1", NOON, "a1", 98, 2);
    Path html = folder.resolve("report.html");
    Asked report = cli("report", "--html", html, "--state", folder);
    assertThat(report.code()).isEqualTo(1);
    assertThat(Files.readString(html))
        .startsWith("<!doctype html>")
        .contains("<span class=number>M1</span>", "HOLD")
        .endsWith("</html>\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(html)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(html, PosixFilePermissions.fromString("rw-r--r--"));
    cli("report", "--html", html, "--state", folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(html)))
        .isEqualTo("rw-------");
    assertThat(cli("report", "--html", folder, "--state", folder).code()).isEqualTo(2);
  }

  private void record(String host, Instant run, String adapters, int same, int different) {
    Evidence evidence = new Evidence(false);
    JoinPointEvidence quote = evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)");
    for (int i = 0; i < same + different; i++) {
      quote.answered(Arm.LEGACY, false);
      quote.shadow().begun();
      Outcome legacy = Outcome.returned("answer");
      Outcome other = Outcome.returned(i < same ? "answer" : "another");
      quote.shadow().compared(result(legacy, other, run));
    }
    append(host, run, adapters, evidence);
  }

  private static void same(JoinPointEvidence joinPoint) {
    joinPoint.answered(Arm.LEGACY, false);
    joinPoint.shadow().begun();
    Outcome answer = Outcome.returned("answer");
    joinPoint.shadow().compared(result(answer, answer, NOON));
  }

  private static TrialResult result(Outcome legacy, Outcome other, Instant when) {
    Verdict verdict = Comparison.exact().compare(legacy, other);
    return new TrialResult(verdict, null, List.of("sku"), legacy, other, null, false, when);
  }

  private void append(String host, Instant run, String adapters, Evidence evidence) {
    String process = host + "-7-1000";
    state.createProcessFolder(process);
    EvidenceLog log = new EvidenceLog(state.evidenceFile(process), process, run);
    assertThat(log.append(evidence.snapshot(), run.plusSeconds(5), "0", adapters)).isEmpty();
  }
}
