package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.compat.planted.IdenticalCopies;
import dev.compat.planted.NoisyPairs;
import dev.compat.planted.Pair;
import dev.compat.planted.Planted;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every difference that is planted is found where it is, and copies are no false alarm. */
class PlantedComparisonTest {

  private final Comparison comparison = Comparison.exact();

  static List<Pair> planted() {
    return Planted.all();
  }

  static List<Pair> copies() {
    return IdenticalCopies.all();
  }

  static List<NoisyPairs> noisy() {
    return NoisyPairs.all();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void what_is_planted_is_found_where_it_is(Pair pair) throws Exception {
    Verdict verdict = compare(pair, pair.differs());

    assertThat(verdict).isInstanceOf(Verdict.Mismatch.class);
    assertThat(((Verdict.Mismatch) verdict).differences())
        .extracting(Difference::path, Difference::kind)
        .contains(tuple(pair.path(), pair.kind()));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void the_other_call_matches(Pair pair) throws Exception {
    if (pair.agrees() != null) {
      assertThat(compare(pair, pair.agrees())).isEqualTo(Verdict.Match.MATCH);
    }
  }

  @ParameterizedTest
  @MethodSource("copies")
  void a_copy_matches(Pair pair) throws Exception {
    assertThat(compare(pair, pair.differs())).isEqualTo(Verdict.Match.MATCH);
  }

  @ParameterizedTest
  @MethodSource("noisy")
  void what_differs_beyond_the_noise_is_found_when_the_noise_is_ignored(NoisyPairs noisy)
      throws Exception {
    CompareRules.Builder rules = CompareRules.builder();
    noisy.noise().forEach(rules::ignore);
    Pair pair = noisy.pair();
    Verdict verdict = compare(Comparison.of(rules.build()), pair, pair.differs());

    if (pair.path() == null) {
      assertThat(verdict).isInstanceOf(Verdict.Match.class);
      assertThat(((Verdict.Match) verdict).excuses()).isNotEmpty();
    } else {
      assertThat(((Verdict.Mismatch) verdict).differences())
          .extracting(Difference::toString)
          .containsExactly(pair.path() + " " + pair.kind().word());
    }
  }

  private Verdict compare(Pair pair, Supplier<Pair.Call> call) throws Exception {
    return compare(comparison, pair, call);
  }

  private static Verdict compare(Comparison comparison, Pair pair, Supplier<Pair.Call> call)
      throws Exception {
    Outcome legacy = pair.legacy().outcome(call.get());
    Outcome replacement = pair.replacement().outcome(call.get());
    await(legacy);
    await(replacement);
    return comparison.compare(legacy, replacement);
  }

  /** As a trial does before it compares. */
  private static void await(Outcome outcome) throws Exception {
    if (outcome.value() instanceof CompletableFuture<?> future) {
      future.handle((value, failure) -> 0).get(10, TimeUnit.SECONDS);
    }
  }
}
