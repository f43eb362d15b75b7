package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.compat.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportDiffTest {

  private static final Verdict ELSEWHERE = Samples.verdict(1, 2);

  private static EvidenceReading run(int same, int text, int number) {
    Evidence evidence = new Evidence(false);
    JoinPointEvidence point = evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)");
    tried(point, Samples.MATCH, same);
    tried(point, Samples.MISMATCH, text);
    tried(point, ELSEWHERE, number);
    return reading(evidence, "a1");
  }

  private static void tried(JoinPointEvidence point, Verdict verdict, int calls) {
    IntStream.range(0, calls).forEach(i -> Samples.tried(point, verdict, null, false, "x"));
  }

  private static EvidenceReading reading(Evidence evidence, String adapters) {
    List<EvidenceLine> lines =
        evidence.snapshot().stream()
            .map(
                one ->
                    new EvidenceLine(
                        EvidenceLine.FORMAT, "p", Samples.NOON, Samples.NOON, "0", adapters, one))
            .toList();
    return new EvidenceReading(lines, List.of(), 0);
  }

  @Test
  void what_is_gone_new_and_changed_is_told_with_its_uncertainty() {
    ReportDiff diff = ReportDiff.of(run(900, 100, 0), run(400, 0, 100));
    assertThat(diff.text())
        .isEqualTo(
            """
            pricing
            compared  before  after
              quote    1,000    500
            mismatches                                before       after
              gone      quote  result · text    100 of 1,000    0 of 500  chance < 0.1 %
              new       quote  result · number    0 of 1,000  100 of 500  chance < 0.1 %

            WORSE
            """);
    assertThat(diff.isWorse()).isTrue();
    assertThat(diff.json()).contains("\"worse\" : true", "\"change\" : \"GONE\"");
  }

  @Test
  void a_share_that_chance_may_have_changed_is_the_same() {
    ReportDiff diff = ReportDiff.of(run(990, 10, 0), run(985, 15, 0));
    assertThat(diff.text()).contains("  same ").endsWith("no worse\n");
    assertThat(diff.isWorse()).isFalse();
  }

  @Test
  void a_larger_share_is_worse_and_a_smaller_one_is_not() {
    assertThat(ReportDiff.of(run(990, 10, 0), run(900, 100, 0)).isWorse()).isTrue();
    assertThat(ReportDiff.of(run(900, 100, 0), run(990, 10, 0)).text()).contains("  fewer ");
  }

  @Test
  void a_group_that_is_gone_may_only_not_have_been_met() {
    assertThat(ReportDiff.of(run(990, 1, 0), run(50, 0, 0)).text())
        .contains("too few calls to tell");
  }

  @Test
  void what_is_no_longer_compared_is_worse() {
    ReportDiff diff = ReportDiff.of(run(10, 0, 0), run(0, 0, 0));
    assertThat(diff.text()).contains("no longer compared");
    assertThat(diff.isWorse()).isTrue();
    assertThat(diff.saysAnything()).isFalse();
  }

  private static EvidenceReading noisy(int same, int text, int sought, int dark, int probes) {
    Evidence evidence = new Evidence(false);
    JoinPointEvidence point = evidence.joinPoint("pricing", "com.acme.Pricing#quote(String)");
    tried(point, Samples.MATCH, same);
    tried(point, Samples.MISMATCH, text);
    tried(point, new Verdict.Incomparable("time"), dark);
    IntStream.range(0, sought)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, null, true, "x"));
    IntStream.range(0, probes).forEach(i -> point.probed(Samples.MISMATCH, Samples.NOON));
    return reading(evidence, "a1");
  }

  @Test
  void what_noise_now_hides_is_not_gone() {
    ReportDiff diff = ReportDiff.of(run(900, 100, 0), noisy(900, 100, 0, 0, 20));
    assertThat(diff.text()).contains("  now not judged  quote").doesNotContain("gone");
    assertThat(diff.isWorse()).isFalse();
    ReportDiff worse = ReportDiff.of(run(900, 100, 0), noisy(0, 1_000, 0, 0, 20));
    assertThat(worse.text()).contains("  more, now not judged  quote").endsWith("WORSE\n");
  }

  @Test
  void what_is_noise_both_times_is_left_out_unless_there_is_more_of_it() {
    EvidenceReading before = noisy(900, 100, 0, 0, 20);
    assertThat(ReportDiff.of(before, noisy(890, 110, 0, 0, 20)).text())
        .doesNotContain("mismatches");
    assertThat(ReportDiff.of(before, run(1_000, 0, 0)).isWorse()).isFalse();
    assertThat(ReportDiff.of(before, noisy(500, 500, 0, 0, 20)).isWorse()).isTrue();
  }

  @Test
  void calls_that_were_sought_are_in_no_share() {
    ReportDiff diff = ReportDiff.of(noisy(990, 10, 0, 0, 0), noisy(990, 10, 500, 0, 0));
    assertThat(diff.text()).contains("  same ", "10 of 1,000 + 500 sought");
    assertThat(diff.isWorse()).isFalse();
    assertThat(ReportDiff.of(noisy(990, 0, 0, 0, 0), noisy(990, 0, 5, 0, 0)).text())
        .contains("  new ", "0 of 990 + 5 sought")
        .endsWith("WORSE\n");
  }

  @Test
  void more_that_cannot_be_compared_is_worse() {
    ReportDiff diff = ReportDiff.of(noisy(990, 0, 0, 10, 0), noisy(700, 0, 0, 300, 0));
    assertThat(diff.text())
        .contains("incomparable 10 of 1,000 → 300 of 1,000 · chance < 0.1 %")
        .endsWith("WORSE\n");
    assertThat(ReportDiff.of(noisy(700, 0, 0, 300, 0), noisy(990, 0, 0, 10, 0)).isWorse())
        .isFalse();
    assertThat(ReportDiff.of(noisy(990, 0, 0, 10, 0), noisy(985, 0, 0, 15, 0)).isWorse()).isFalse();
  }

  @Test
  void versions_are_never_pooled() {
    EvidenceReading one = run(10, 0, 0);
    List<EvidenceLine> both = new ArrayList<>(one.lines());
    EvidenceLine line = one.lines().get(0);
    both.add(
        new EvidenceLine(line.format(), "q", line.run(), line.time(), "0", "a2", line.evidence()));
    EvidenceReading two = new EvidenceReading(both, List.of(), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportDiff.of(one, two))
        .withMessageContaining("several versions of com.acme.Pricing#quote(String)");
  }
}
