package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class TrueRateTest {

  private static double upper(long differ, long compared) {
    return TrueRate.upper95(differ, compared).orElseThrow();
  }

  @Test
  void without_calls_there_is_no_bound() {
    assertThat(TrueRate.upper95(0, 0)).isEmpty();
  }

  @Test
  void the_bound_is_the_one_in_the_tables() {
    assertThat(upper(0, 10)).isCloseTo(0.258866, within(1e-6));
    assertThat(upper(1, 10)).isCloseTo(0.394163, within(1e-6));
    assertThat(upper(5, 20)).isCloseTo(0.455582, within(1e-6));
    assertThat(upper(0, 100_950)).isCloseTo(2.9675e-5, within(1e-9));
    assertThat(upper(7, 7)).isEqualTo(1);
  }

  @Test
  void more_differences_than_calls_are_refused() {
    assertThatThrownBy(() -> TrueRate.upper95(2, 1)).hasMessage("2 of 1 calls cannot differ");
    assertThatThrownBy(() -> TrueRate.upper95(-1, 1)).hasMessageContaining("-1 of 1");
  }

  @Property
  void the_bound_is_never_below_what_was_seen(
      @ForAll @LongRange(min = 1, max = 10_000_000) long compared,
      @ForAll @LongRange(min = 0, max = 1_000) long differ) {
    long some = Math.min(differ, compared);
    assertThat(upper(some, compared)).isBetween((double) some / compared, 1.0);
  }

  @Property
  void more_calls_with_as_many_differences_lower_the_bound(
      @ForAll @LongRange(min = 1, max = 1_000_000) long compared,
      @ForAll @LongRange(min = 0, max = 200) long differ,
      @ForAll @LongRange(min = 1, max = 1_000_000) long more) {
    long some = Math.min(differ, compared - 1);
    assertThat(upper(some, compared + more)).isLessThan(upper(some, compared));
    assertThat(upper(some, compared)).isLessThan(upper(some + 1, compared));
  }

  /** The definition: at the bound, so few differences are seen in one of twenty samples. */
  @Property(tries = 200)
  void at_the_bound_so_few_are_seen_once_in_twenty(
      @ForAll @LongRange(min = 2, max = 100_000) long compared,
      @ForAll @LongRange(min = 0, max = 50) long differ) {
    int some = (int) Math.min(differ, compared - 1);
    double seen =
        BinomialDistribution.of((int) compared, upper(some, compared)).cumulativeProbability(some);
    assertThat(seen).isCloseTo(0.05, within(1e-6));
  }
}
