package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharedTraitTest {

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence point = evidence.joinPoint("text", Samples.ESCAPE_XML);

  private List<SharedTrait> patterns() {
    JoinPointSnapshot snapshot = evidence.snapshot().get(0);
    return SharedTrait.of(snapshot, snapshot.groups().get(0));
  }

  @Test
  void what_all_of_a_group_has_and_no_match_has_is_told_with_its_counts() {
    IntStream.range(0, 900)
        .forEach(i -> Samples.tried(point, Samples.MATCH, null, false, "plain " + i, i - 450));
    IntStream.range(0, 70)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, null, false, "façade " + i, i - 35));
    assertThat(patterns())
        .containsExactly(new SharedTrait("arg(0) has a character above U+007F", 70, 70, 0, 900));
  }

  @Test
  void a_few_calls_are_no_pattern() {
    IntStream.range(0, 900).forEach(i -> Samples.tried(point, Samples.MATCH, null, false, "plain"));
    Samples.tried(point, Samples.MISMATCH, null, false, "façade");
    assertThat(patterns()).isEmpty();
  }

  @Test
  void without_matches_there_is_nothing_to_tell_a_group_from() {
    IntStream.range(0, 100)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, "acme", false, "façade"));
    assertThat(patterns()).isEmpty();
  }

  @Test
  void that_it_is_all_of_one_tenant_is_a_pattern() {
    IntStream.range(0, 300)
        .forEach(i -> Samples.tried(point, Samples.MATCH, "unit " + i % 3, false, "x"));
    IntStream.range(0, 20).forEach(i -> Samples.tried(point, Samples.MISMATCH, "acme", false, "x"));
    assertThat(patterns()).containsExactly(new SharedTrait("unit is acme", 20, 20, 0, 300));
  }

  @Test
  void many_calls_are_looked_at_in_a_sample_and_that_is_said() {
    IntStream.range(0, 20_000)
        .forEach(i -> Samples.tried(point, Samples.MATCH, null, false, "plain"));
    IntStream.range(0, 30)
        .forEach(i -> Samples.tried(point, Samples.MISMATCH, null, false, "façade"));
    SharedTrait pattern = patterns().get(0);
    assertThat(pattern.ofMatches()).isBetween(1_000L, 3_000L);
    assertThat(Report.of(evidence.snapshot()).text()).contains("matches looked at\n");
  }

  private JoinPointSnapshot process(String full, Verdict verdict, String argument, int calls) {
    Evidence fresh = new Evidence(false);
    JoinPointEvidence one = fresh.joinPoint("text", "a.B#c()");
    if (!full.isEmpty()) {
      Object[] many = IntStream.range(0, 16).mapToObj(i -> full + "x".repeat(300)).toArray();
      Samples.tried(one, Samples.MATCH, null, false, many);
    }
    IntStream.range(0, calls)
        .forEach(i -> Samples.tried(one, verdict, null, false, argument, argument, argument));
    return fresh.snapshot().get(0);
  }

  @Test
  void what_a_process_had_no_room_to_count_is_no_pattern() {
    String full = "\uD800 '&\tX";
    JoinPointSnapshot differ = process("", Samples.MISMATCH, "7", 100);
    JoinPointSnapshot roomy = process("", Samples.MATCH, "seven", 100);
    JoinPointSnapshot crowded = process(full, Samples.MATCH, "7", 1_000);
    MismatchGroup group = differ.groups().get(0);
    assertThat(SharedTrait.of(differ.plus(roomy), group))
        .extracting(SharedTrait::trait)
        .contains("arg(0) is digits only");
    assertThat(SharedTrait.of(differ.plus(crowded).plus(roomy), group))
        .extracting(SharedTrait::trait)
        .doesNotContain("arg(0) is digits only");
  }

  @Property(tries = 100)
  void what_holds_as_often_in_matches_is_never_a_pattern(
      @ForAll @IntRange(min = 1, max = 100) int calls,
      @ForAll @IntRange(min = 1, max = 100) int matches) {
    Evidence fresh = new Evidence(false);
    JoinPointEvidence one = fresh.joinPoint("text", "a.B#c()");
    IntStream.range(0, matches)
        .forEach(i -> Samples.tried(one, Samples.MATCH, null, false, "same", -1));
    IntStream.range(0, calls)
        .forEach(i -> Samples.tried(one, Samples.MISMATCH, null, false, "same", -1));
    JoinPointSnapshot snapshot = fresh.snapshot().get(0);
    assertThat(SharedTrait.of(snapshot, snapshot.groups().get(0))).isEmpty();
  }
}
