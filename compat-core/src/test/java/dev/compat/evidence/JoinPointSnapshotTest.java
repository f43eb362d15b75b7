package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.compat.compare.Outcome;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JoinPointSnapshotTest {

  /** Something that happens at a join point, as one number. */
  private static void happen(JoinPointEvidence evidence, int event) {
    int detail = event / 14;
    switch (event % 14) {
      case 10 -> evidence.probed(Samples.verdict("a", "b" + detail % 2), Samples.NOON);
      case 11 -> Samples.tried(evidence, Samples.MISMATCH, "unit " + detail % 3, true, detail);
      case 12 ->
          Samples.tried(evidence, Samples.excused("result", "rule " + detail % 3), "u", false);
      case 13 -> evidence.probed(Samples.verdict(List.of(detail), List.of(1)), Samples.NOON);
      case 8 -> evidence.verify().incomparable("reason " + detail % 3);
      case 9 -> evidence.declined("reason " + detail % 3);
      case 0 -> evidence.took(Arm.LEGACY, detail * 997L);
      case 1 -> evidence.took(Arm.NEW, detail * 1_000_003L);
      case 2 -> evidence.shadow().incomparable("reason " + detail % 3);
      case 3 -> evidence.contained(new IllegalStateException("x"));
      case 4 -> evidence.overhead(detail);
      case 5 -> evidence.suspended("why " + detail % 3);
      case 6 -> evidence.armed(Samples.NOON.plusSeconds(detail));
      default ->
          Samples.trial(
              evidence,
              Samples.NOON.plus(Duration.ofSeconds(detail)),
              detail,
              Outcome.returned(List.of("a" + detail % 5, detail % 2)),
              Outcome.returned(List.of("b" + detail % 3, 0)));
    }
  }

  @Provide
  Arbitrary<JoinPointSnapshot> snapshots() {
    return Arbitraries.integers()
        .between(0, 1400)
        .list()
        .ofMaxSize(30)
        .map(
            events -> {
              Evidence evidence = new Evidence(true);
              JoinPointEvidence point = evidence.joinPoint("text", Samples.ESCAPE_XML);
              events.forEach(event -> happen(point, event));
              return point.snapshot();
            });
  }

  @Property(tries = 300)
  void adding_is_commutative_and_associative(
      @ForAll("snapshots") JoinPointSnapshot a,
      @ForAll("snapshots") JoinPointSnapshot b,
      @ForAll("snapshots") JoinPointSnapshot c) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
  }

  @Property(tries = 300)
  void nothing_recorded_adds_nothing(@ForAll("snapshots") JoinPointSnapshot a) {
    JoinPointSnapshot nothing = new Evidence(true).joinPoint("text", Samples.ESCAPE_XML).snapshot();
    assertThat(a.plus(nothing)).isEqualTo(a);
  }

  @Property(tries = 300)
  void json_says_all_of_it(@ForAll("snapshots") JoinPointSnapshot a) {
    assertThat(Json.read(Json.write(a), JoinPointSnapshot.class)).isEqualTo(a);
  }

  @Property(tries = 100)
  void percentiles_of_a_sum_are_those_of_all_that_was_timed(
      @ForAll List<@net.jqwik.api.constraints.IntRange(min = 0, max = 1 << 30) Integer> one,
      @ForAll List<@net.jqwik.api.constraints.IntRange(min = 0, max = 1 << 30) Integer> other) {
    Durations first = new Durations();
    Durations second = new Durations();
    Durations all = new Durations();
    one.forEach(first::record);
    other.forEach(second::record);
    one.forEach(all::record);
    other.forEach(all::record);
    assertThat(first.snapshot().plus(second.snapshot())).isEqualTo(all.snapshot());
  }

  @Test
  void evidence_of_different_join_points_is_not_added() {
    Evidence evidence = new Evidence(true);
    JoinPointSnapshot one = evidence.joinPoint("text", "a.B#c()").snapshot();
    JoinPointSnapshot other = evidence.joinPoint("text", "a.B#d()").snapshot();
    assertThatThrownBy(() -> one.plus(other)).hasMessageContaining("a.B#c() and a.B#d()");
  }
}
