package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Verdict;
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
}
