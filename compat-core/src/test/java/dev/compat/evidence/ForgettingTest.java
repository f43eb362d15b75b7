package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgettingTest {

  @TempDir Path folder;

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence point = evidence.joinPoint("text", "a.B#c(String)");

  private String json() {
    return Json.write(evidence.snapshot().get(0));
  }

  @Test
  void a_tenant_is_forgotten_and_the_counts_stay() {
    Samples.tried(point, Samples.MISMATCH, "acme", false, "secret of acme");
    Samples.tried(point, Samples.MATCH, "globex", false, "x");
    assertThat(json()).contains("acme", "secret");

    evidence.forget("acme");
    assertThat(json()).doesNotContain("acme", "secret").contains("globex");
    assertThat(evidence.snapshot().get(0).coverage().mismatched()).isEqualTo(1);
    assertThat(Report.of(evidence.snapshot()).text()).contains("  example forgotten\n");
  }

  @Test
  void the_example_of_another_takes_the_place() {
    Samples.tried(point, Samples.MISMATCH, "acme", false, "secret");
    evidence.forget("acme");
    Samples.tried(point, Samples.MISMATCH, "globex", false, "much longer than a secret");
    assertThat(evidence.snapshot().get(0).groups().get(0).example().unit()).isEqualTo("globex");
  }

  @Test
  void files_of_processes_that_have_ended_are_cleaned_under_both_names() throws IOException {
    StateFolder state = StateFolder.at(folder);
    Redaction shapes = Redaction.SHAPES;
    Evidence hashed = new Evidence(shapes, new Units(shapes, state::salt), Recorder.NONE);
    JoinPointEvidence other = hashed.joinPoint("text", "a.B#d(String)");
    Samples.tried(point, Samples.MISMATCH, "acme", false, "secret of acme");
    Samples.tried(other, Samples.MISMATCH, "acme", false, "x");
    Path file = folder.resolve("evidence.jsonl");
    EvidenceLog log = new EvidenceLog(file, "p", Samples.NOON);
    log.append(evidence.snapshot(), Samples.NOON, "0", "a");
    log.append(hashed.snapshot(), Samples.NOON, "0", "a");
    Set<String> names = Units.names(state, "acme");
    String hash = new Units(shapes, state::salt).name("acme");
    assertThat(Files.readString(file)).contains("secret of acme", hash);
    assertThat(EvidenceLog.countOf(file, names)).isEqualTo(6);

    EvidenceLog.forget(file, names);
    assertThat(Files.readString(file)).doesNotContain("acme", hash);
    assertThat(EvidenceLog.countOf(file, names)).isZero();
  }

  @Test
  void what_is_older_than_it_may_get_goes() {
    Samples.tried(point, Samples.MISMATCH, "acme", false, "secret");
    evidence.forgetBefore(Samples.NOON);
    assertThat(json()).contains("acme", "secret");
    evidence.forgetBefore(Samples.NOON.plusSeconds(1));
    assertThat(json()).doesNotContain("acme", "secret");
  }

  @Test
  void every_process_makes_the_same_hash_of_a_tenant() {
    String one = new Units(Redaction.SHAPES, StateFolder.at(folder)::salt).name("acme");
    String other = new Units(Redaction.SHAPES, StateFolder.at(folder)::salt).name("acme");
    assertThat(one).isEqualTo(other).startsWith("#");
  }
}
