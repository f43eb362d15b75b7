package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LegacyVersionTest {

  @Test
  void a_class_is_told_by_its_jar_and_by_its_bytes() {
    assertThat(LegacyVersion.of(Test.class)).matches("5\\.[0-9.]+ \\([0-9a-f]{8}\\)");
    assertThat(LegacyVersion.of(LegacyVersionTest.class)).matches("[0-9a-f]{8}");
    assertThat(LegacyVersion.of(String.class)).doesNotContain("(");
    assertThat(LegacyVersion.declared(Test.class)).startsWith("5.");
  }

  @Test
  void a_new_version_in_a_running_process_begins_anew() {
    Evidence evidence = new Evidence(false);
    JoinPointEvidence first = evidence.joinPoint("m", "a.B#c()", "1");
    JoinPointEvidence second = evidence.joinPoint("m", "a.B#c()", "2");
    Samples.matches(first, 1);
    Samples.matches(second, 2);
    assertThat(evidence.joinPoint("m", "a.B#c()", "1")).isSameAs(first);
    assertThat(evidence.snapshot())
        .extracting(one -> one.version() + " " + one.coverage().compared())
        .containsExactly("1 1", "2 2");
    assertThat(Report.of(evidence.snapshot()).text())
        .contains("m · application 1\n", "m · application 2\n");
    assertThatThrownBy(() -> evidence.snapshot().get(0).plus(evidence.snapshot().get(1)))
        .hasMessageContaining("versions 1 and 2");
  }
}
