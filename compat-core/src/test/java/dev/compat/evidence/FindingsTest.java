package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Difference;
import dev.compat.compare.Excuse;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Findings.Excused;
import dev.compat.evidence.Findings.ShapeCounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence point = evidence.joinPoint("text", Samples.ESCAPE_XML);

  private JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
  }

  private Map<String, Long> traits(Object... arguments) {
    Evidence fresh = new Evidence(true);
    Samples.tried(fresh.joinPoint("m", "a.B#c"), Samples.MATCH, null, false, arguments);
    return fresh.snapshot().get(0).findings().matching().holding();
  }

  @Test
  void what_is_excused_never_counts_as_matched_and_every_excuse_is_listed() {
    Samples.tried(point, Samples.excused("result.at", "ignore result.at"), null, false);
    Samples.tried(point, Samples.MATCH, null, false);
    Verdict.Mismatch mismatch = (Verdict.Mismatch) Samples.MISMATCH;
    Excuse also = new Excuse("result.at", Difference.Kind.TEXT, "ignore result.at");
    Samples.tried(point, new Verdict.Mismatch(mismatch.differences(), List.of(also)), null, false);

    Coverage coverage = snapshot().coverage();
    assertThat(List.of(coverage.matched(), coverage.excused(), coverage.mismatched()))
        .containsExactly(1L, 1L, 1L);
    assertThat(coverage.compared()).isEqualTo(3);
    assertThat(snapshot().findings().excuses())
        .containsExactly(new Excused("result.at", Difference.Kind.TEXT, "ignore result.at", 2));
  }

  @Test
  void calls_are_counted_by_shape_result_and_unit() {
    Samples.tried(point, Samples.MATCH, "acme", false, "abc", 7);
    Samples.tried(point, Samples.MISMATCH, "acme", true, "ü", 0);
    Samples.tried(point, new Verdict.Incomparable("x"), "other", false, null, -1);

    Findings findings = snapshot().findings();
    assertThat(findings.arguments())
        .isEqualTo(
            Map.of(
                "text of 2–15, int > 0", new ShapeCounts(0, 1, 0, 0, 0, 0),
                "text of 1, not ASCII, int 0", new ShapeCounts(0, 1, 1, 0, 0, 1),
                "null, int < 0", new ShapeCounts(0, 0, 0, 0, 1, 0)));
    assertThat(findings.results()).containsOnlyKeys("java.lang.String");
    assertThat(findings.units())
        .isEqualTo(
            Map.of(
                "acme",
                new ShapeCounts(0, 2, 1, 0, 0, 1),
                "other",
                new ShapeCounts(0, 0, 0, 0, 1, 0)));
  }

  @Test
  void shapes_that_there_is_no_room_for_are_counted_together() {
    IntStream.range(0, 300)
        .forEach(i -> Samples.tried(point, Samples.MATCH, "unit " + i, false, i));
    Map<String, ShapeCounts> units = snapshot().findings().units();
    assertThat(units).hasSize(257);
    assertThat(units.get(TrialEvidence.OTHER_UNITS).compared()).isEqualTo(44);
  }

  @Test
  void a_shape_tells_no_value() {
    assertThat(CallShapes.of(null, List.of())).isEqualTo("no arguments");
    assertThat(
            CallShapes.of(
                new Thread("secret"),
                Arrays.asList(null, "", "  ", "x".repeat(300), 4.5, Double.NaN, true)))
        .isEqualTo(
            "on java.lang.Thread, null, empty text, blank text of 2–15, text of 256–4095,"
                + " double > 0, double NaN or infinite, true");
    assertThat(CallShapes.of(null, List.of(List.of(1), new int[5000], new BigDecimal("-1"))))
        .isEqualTo(
            "java.util.ImmutableCollections$List12 of 1, int array of 4096 or more, BigDecimal <"
                + " 0");
  }

  record Line(BigDecimal price, @Nullable String note) {}

  record Order(List<Line> lines, LocalDate day) {}

  enum Colour {
    RED
  }

  @Test
  void what_holds_of_a_call_is_noted_a_few_levels_deep() {
    Order order =
        new Order(
            List.of(new Line(new BigDecimal("-1.005"), null), new Line(BigDecimal.ZERO, " Ü ")),
            LocalDate.of(2024, 2, 29));
    assertThat(traits(order, Colour.RED, Map.of("k", Long.MAX_VALUE)))
        .containsKeys(
            "arg(0).lines[*].price is negative",
            "arg(0).lines[*].price has 5 as its last fraction digit",
            "arg(0).lines[*].price is zero",
            "arg(0).lines[*].note is null",
            "arg(0).lines[*].note has a character above U+007F",
            "arg(0).lines[*].note begins or ends with a blank",
            "arg(0).day is 29 February",
            "arg(0).day is the last day of a month",
            "arg(1) is RED",
            "arg(2) has one element",
            "arg(2)[*] is beyond the range of int");
  }

  @Test
  void what_goes_round_in_circles_or_on_for_ever_comes_to_an_end() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    IntStream.range(0, 1_000).forEach(i -> circle.add(circle));
    assertThat(traits(circle, "x".repeat(100_000)))
        .containsKeys("arg(0) has more than 15 elements", "arg(1) is longer than 255 characters");
  }

  @Test
  void the_traits_of_a_join_point_are_bounded_and_what_is_left_out_is_told() {
    Object[] many =
        IntStream.range(0, 16).mapToObj(i -> "\uD800 '&\tX" + "x".repeat(300)).toArray();
    Samples.tried(point, Samples.MATCH, null, false, many);
    Findings.Traits traits = snapshot().findings().matching();
    assertThat(traits.holding()).hasSize(TraitBook.MOST);
    assertThat(traits.leftOut()).isPositive();
  }
}
