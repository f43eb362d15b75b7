package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.evidence.Noise.Judgement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseTest {

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence point = evidence.joinPoint("text", Samples.ESCAPE_XML);

  private JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
  }

  private void probes(int differing, int same) {
    IntStream.range(0, differing).forEach(i -> point.probed(Samples.MISMATCH, Samples.NOON));
    IntStream.range(0, same).forEach(i -> point.probed(Samples.MATCH, Samples.NOON));
  }

  private void calls(int differing, int same) {
    IntStream.range(0, differing)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, null, false, "x"));
    IntStream.range(0, same).forEach(i -> Samples.tried(point, Samples.MATCH, null, false, "x"));
  }

  private Judgement judgement() {
    return Noise.of(snapshot()).of(snapshot().groups().get(0));
  }

  private Standing.Word word() {
    return Standing.of(snapshot()).word();
  }

  @Test
  void what_differs_as_often_as_legacy_from_itself_is_within_the_noise() {
    probes(20, 80);
    calls(190, 810);
    assertThat(judgement()).isEqualTo(Judgement.WITHIN);
    assertThat(Noise.of(snapshot()).beyond()).isZero();
    assertThat(Noise.of(snapshot()).within()).isEqualTo(190);
    assertThat(word()).isEqualTo(Standing.Word.BOUND);
  }

  @Test
  void what_is_within_the_noise_is_no_match_and_room_for_a_difference() {
    probes(30, 70);
    calls(333, 667);
    assertThat(judgement()).isEqualTo(Judgement.WITHIN);
    assertThat(Standing.of(snapshot()).bound()).isEqualTo(TrueRate.upper95(333, 1_000));
  }

  @Test
  void where_noise_hides_more_than_is_left_to_judge_there_is_no_data() {
    probes(60, 40);
    calls(600, 400);
    assertThat(judgement()).isEqualTo(Judgement.WITHIN);
    assertThat(word()).isEqualTo(Standing.Word.NO_DATA);
    assertThat(Report.of(evidence.snapshot()).unjudged()).containsOnlyKeys("text");
  }

  @Test
  void what_differs_more_often_is_not() {
    probes(20, 80);
    calls(400, 600);
    assertThat(judgement()).isEqualTo(Judgement.BEYOND);
    assertThat(Noise.of(snapshot()).beyond()).isEqualTo(400);
    assertThat(word()).isEqualTo(Standing.Word.HOLD);
  }

  @Test
  void a_few_probes_excuse_nothing() {
    probes(1, 0);
    calls(1, 999);
    assertThat(judgement()).isEqualTo(Judgement.BEYOND);
    probes(1, 8);
    assertThat(judgement()).isEqualTo(Judgement.BEYOND);
  }

  @Test
  void where_legacy_always_differs_from_itself_nothing_is_judged() {
    probes(10, 0);
    calls(1_000, 0);
    assertThat(judgement()).isEqualTo(Judgement.NOT_JUDGED);
    assertThat(Noise.of(snapshot()).notJudged()).isEqualTo(1_000);
    assertThat(Noise.of(snapshot()).within()).isZero();
    assertThat(word()).isEqualTo(Standing.Word.NO_DATA);
    assertThat(Report.of(evidence.snapshot()).text())
        .contains("1,000 not judged", "no data")
        .doesNotContain("no more than noise ·", "true rate");
  }

  @Test
  void a_call_that_differs_elsewhere_too_is_not_excused() {
    probes(10, 0);
    Samples.tried(point, Samples.verdict("a", 1), null, false, "x");
    calls(5, 0);
    assertThat(Noise.of(snapshot()).beyond()).isEqualTo(1);
    assertThat(word()).isEqualTo(Standing.Word.HOLD);
  }

  @Test
  void noise_at_one_place_excuses_nothing_at_another() {
    IntStream.range(0, 20)
        .forEach(i -> point.probed(Samples.verdict(List.of(i), List.of(-1)), Samples.NOON));
    calls(3, 100);
    assertThat(judgement()).isEqualTo(Judgement.BEYOND);
  }

  @Test
  void calls_that_were_sought_are_judged_by_themselves() {
    probes(20, 80);
    calls(190, 810);
    IntStream.range(0, 8)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, null, true, "rare", i));
    assertThat(judgement()).isEqualTo(Judgement.BEYOND);
  }

  @Test
  void the_bound_rests_on_calls_picked_at_random() {
    calls(0, 100);
    IntStream.range(0, 900).forEach(i -> Samples.tried(point, Samples.MATCH, null, true, i));
    assertThat(Standing.of(snapshot()).bound()).isEqualTo(TrueRate.upper95(0, 100));
    Samples.tried(point, Samples.MISMATCH, null, true, "rare");
    assertThat(Standing.of(snapshot()).bound()).isEqualTo(TrueRate.upper95(0, 100));
    assertThat(word()).isEqualTo(Standing.Word.HOLD);
  }

  @Test
  void a_share_is_told_from_another_only_where_chance_is_unlikely() {
    // The lady tasting tea (Fisher, 1935): 1 in 70 for all four cups, 17 in 70 for three.
    assertThat(ExactTest.atLeast(4, 4, 0, 4)).isBetween(1 / 70.0 - 1e-9, 1 / 70.0 + 1e-9);
    assertThat(ExactTest.atLeast(3, 4, 1, 4)).isBetween(17 / 70.0 - 1e-9, 17 / 70.0 + 1e-9);
    assertThat(ExactTest.atLeast(0, 4, 4, 4)).isEqualTo(1);
    assertThat(ExactTest.apart(1, 10, 1, 10)).isEqualTo(1);
    assertThat(ExactTest.atLeast(20_000_000, 1_000_000_000, 0, 1_000_000_000)).isLessThan(1e-9);
  }
}
