package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("JavaUtilDate") // legacy code uses it
class CompareRulesTest {

  record Line(String sku, BigDecimal price, int quantity) {}

  record Order(String id, List<Line> lines) {}

  record Money(long cents, String note) {}

  private static Line line(String sku, String price) {
    return new Line(sku, new BigDecimal(price), 1);
  }

  private static Verdict by(
      UnaryOperator<CompareRules.Builder> rules, Object legacy, Object replacement) {
    return Comparison.of(rules.apply(CompareRules.builder()).build())
        .compare("quote", Outcome.returned(legacy), Outcome.returned(replacement));
  }

  private static List<String> excuses(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Match.class);
    return ((Verdict.Match) verdict)
        .excuses().stream()
            .map(one -> one.path() + " " + one.kind().word() + ": " + one.rule())
            .toList();
  }

  private static List<String> differences(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Mismatch.class);
    return ((Verdict.Mismatch) verdict).differences().stream().map(Difference::toString).toList();
  }

  @Test
  void what_is_ignored_and_differs_is_said() {
    Order one = new Order("a", List.of(line("x", "1.0")));
    Order other = new Order("a", List.of(line("x", "2.0")));

    assertThat(excuses(by(rules -> rules.ignore("quote.lines.price"), one, other)))
        .containsExactly("result.lines[*].price number: ignore quote.lines.price");
    assertThat(excuses(by(rules -> rules.ignore("quote.lines.price"), one, one))).isEmpty();
    assertThat(excuses(by(rules -> rules.ignore("java.math.BigDecimal"), one, other)))
        .containsExactly("result.lines[*].price number: ignore java.math.BigDecimal");
    assertThat(excuses(by(rules -> rules.ignore("java.lang.Number"), one, other))).hasSize(1);
    assertThat(differences(by(rules -> rules.ignore("java.lang.Integer"), one, other))).hasSize(1);
  }

  @Test
  void what_is_ignored_cannot_be_in_the_way() {
    Verdict verdict =
        by(
            rules -> rules.ignore("result.a"),
            Map.of("a", List.of(1).iterator(), "b", 1),
            Map.of("a", List.of(2).iterator(), "b", 1));
    assertThat(excuses(verdict)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.01,   1.00, 1.01, true",
    "0.01,   1.00, 1.02, false",
    "1e-9,   1.0,  1.0000000001, true",
    "0.5 %,  200,  201,  true",
    "0.5 %,  200,  202,  false",
    "4 ulp,  1.0,  1.0000000000000007, true",
    "4 ulp,  1.0,  1.0000000000000013, false",
    "4 ulp,  0.0,  -0.0, true",
    "1,      NaN,  1.0, false",
    "1,      Infinity,  1.0, false",
  })
  void a_tolerance_for_doubles_is_an_amount_a_share_or_ulps(
      String amount, double one, double other, boolean isWithin) {
    Verdict verdict = by(rules -> rules.tolerance("double", amount), one, other);
    assertThat(verdict instanceof Verdict.Match).isEqualTo(isWithin);
    assertThat(by(rules -> rules.tolerance("double", amount), other, one).getClass())
        .isSameAs(verdict.getClass());
    assertThat(
            by(
                    rules -> rules.tolerance("result", amount),
                    new double[] {5, one, one},
                    new double[] {5, other, one})
                .getClass())
        .isSameAs(verdict.getClass());
  }

  @Test
  void a_tolerance_holds_for_whatever_can_be_subtracted_and_for_nothing_else() {
    UnaryOperator<CompareRules.Builder> number = rules -> rules.tolerance("result", "1");
    assertThat(excuses(by(number, new BigDecimal("1.0"), new BigDecimal("1.00")))).hasSize(1);
    assertThat(excuses(by(number, 5L, 6L))).hasSize(1);
    assertThat(differences(by(number, 5L, 6))).containsExactly("result type");
    assertThat(differences(by(number, "5", "6"))).containsExactly("result text");
    UnaryOperator<CompareRules.Builder> time = rules -> rules.tolerance("result", "2s");
    assertThat(excuses(by(time, Instant.EPOCH, Instant.EPOCH.plusSeconds(2)))).hasSize(1);
    assertThat(excuses(by(time, new Date(0), new Date(2_000)))).hasSize(1);
    assertThat(excuses(by(time, new Timestamp(0), new Timestamp(2_000)))).hasSize(1);
    assertThat(differences(by(time, new Timestamp(0), new Timestamp(2_001)))).hasSize(1);
    LocalDateTime noon = LocalDate.EPOCH.atTime(12, 0);
    assertThat(excuses(by(time, noon, noon.plusSeconds(1)))).hasSize(1);
    ZonedDateTime zoned = noon.atZone(ZoneOffset.UTC);
    assertThat(differences(by(time, zoned, zoned.withZoneSameInstant(ZoneOffset.ofHours(1)))))
        .containsExactly("result value");
    assertThat(
            excuses(
                by(
                    rules -> rules.tolerance("java.time.LocalDate", "1d"),
                    LocalDate.EPOCH,
                    LocalDate.EPOCH.plusDays(1))))
        .containsExactly("result value: tolerance java.time.LocalDate: 1d");
  }

  @Test
  void order_counts_unless_a_rule_says_otherwise() {
    List<Line> lines = List.of(line("a", "1"), line("b", "2"), line("c", "3"));
    List<Line> moved = List.of(line("c", "3"), line("a", "1"), line("b", "2"));
    Order one = new Order("1", lines);
    Order other = new Order("1", moved);

    assertThat(differences(by(rules -> rules, one, other))).hasSize(6);
    assertThat(excuses(by(rules -> rules.unordered("result.lines"), one, other)))
        .containsExactly("result.lines[*].sku text: unordered result.lines");
    assertThat(excuses(by(rules -> rules.unordered("result.lines"), one, one))).isEmpty();
  }

  @Test
  void elements_in_any_order_are_paired_with_what_they_are_most_like() {
    List<Line> lines = List.of(line("a", "1"), line("b", "2"), line("c", "3"));
    UnaryOperator<CompareRules.Builder> rules = all -> all.unordered("result");

    assertThat(
            differences(
                by(rules, lines, List.of(line("c", "3"), line("b", "2.5"), line("a", "1")))))
        .containsExactly("result[1].price number");
    assertThat(differences(by(rules, lines, List.of(line("c", "3"), line("a", "1")))))
        .containsExactly("result missing");
    assertThat(differences(by(rules, List.of(1, 2, 3), List.of(3, 1, 4))))
        .containsExactly("result missing", "result extra");
    assertThat(excuses(by(rules, new int[][] {{1}, {2}}, new int[][] {{2}, {1}}))).hasSize(1);
  }

  @Test
  void other_rules_hold_for_elements_in_any_order() {
    UnaryOperator<CompareRules.Builder> rules =
        all -> all.unordered("result").tolerance("result.price", "0.02").ignore("result.sku");
    assertThat(
            excuses(
                by(
                    rules,
                    List.of(line("a", "1.00"), line("b", "1.02")),
                    List.of(line("c", "1.04"), line("d", "1.01")))))
        .contains("result[*].price number: tolerance result.price: 0.02");
    assertThat(
            excuses(
                by(
                    all -> all.ignore("result.sku"),
                    Set.of(line("a", "1")),
                    Set.of(line("b", "1")))))
        .containsExactly("result[*].sku text: ignore result.sku");
  }

  @Test
  void many_elements_in_any_order_are_paired_by_what_is_not_ignored_or_not_at_all() {
    List<Line> lines = new ArrayList<>();
    List<Line> others = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      lines.add(line("a" + i, i + ".00"));
      others.add(line("b" + i, i + ".00"));
    }
    Collections.reverse(others);
    assertThat(excuses(by(all -> all.unordered("result").ignore("result.sku"), lines, others)))
        .containsExactlyInAnyOrder(
            "result[*].sku text: ignore result.sku", "result[*].price number: unordered result");
    assertThat(differences(by(all -> all.unordered("result"), lines, others)))
        .hasSize(Walk.MAX_DIFFERENCES);
    assertThat(
            by(
                all -> all.unordered("result").normalise("result.sku", List.of("trim")),
                lines,
                others))
        .isEqualTo(
            new Verdict.Incomparable(
                "result holds more that differs in any order than can be paired"));
  }

  @ParameterizedTest
  @CsvSource({
    "trim,       ' a ',     a",
    "lower-case, TITLE,     title",
    "nfc,        cafe\u0301, caf\u00e9",
    "whitespace, ' a \u00a0 b', a b",
  })
  void texts_are_normalised(String name, String one, String other) {
    UnaryOperator<CompareRules.Builder> rules = all -> all.normalise("result", List.of(name));
    assertThat(excuses(by(rules, one, other)))
        .containsExactly("result text: normalise result: " + name);
    assertThat(differences(by(rules, one, other + "x"))).containsExactly("result text");
  }

  @Test
  void numbers_and_times_are_normalised() {
    UnaryOperator<CompareRules.Builder> rules =
        all ->
            all.normalise("java.math.BigDecimal", List.of("strip-zeros"))
                .normalise("java.time.Instant", List.of("millis"))
                .normalise("result.text", List.of("line-ends", "trim"));
    assertThat(excuses(by(rules, new BigDecimal("1.0"), new BigDecimal("1.00")))).hasSize(1);
    assertThat(differences(by(rules, new BigDecimal("1.0"), new BigDecimal("1.01")))).hasSize(1);
    assertThat(excuses(by(rules, Instant.EPOCH, Instant.EPOCH.plusNanos(999_999)))).hasSize(1);
    assertThat(excuses(by(rules, Map.of("text", "a\r\nb "), Map.of("text", "a\nb")))).hasSize(1);
  }

  static final class Id {
    final String text;
    final int seen;

    Id(String text, int seen) {
      this.text = text;
      this.seen = seen;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Id id && id.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  @Test
  void an_equality_says_what_is_the_same_and_only_takes_differences_out() {
    Id one = new Id("a", 1);
    assertThat(differences(by(rules -> rules, one, new Id("a", 2))))
        .containsExactly("result.seen number");
    String type = Id.class.getName();
    assertThat(excuses(by(rules -> rules.equality(type, "equals"), one, new Id("a", 2))))
        .containsExactly("result.seen number: equality " + type + ": equals");
    assertThat(differences(by(rules -> rules.equality(type, "equals"), one, new Id("b", 1))))
        .containsExactly("result.text text");
    assertThat(
            excuses(
                by(
                    rules -> rules.equality("result", "compareTo"),
                    new BigDecimal("1.0"),
                    new BigDecimal("1.00"))))
        .hasSize(1);
  }

  @Test
  void an_equality_in_code_decides_what_could_not_be_compared() {
    UnaryOperator<CompareRules.Builder> rules =
        all -> all.equality(ThreadLocal.class, (a, b) -> String.valueOf(a.get()).equals(b.get()));
    assertThat(excuses(by(rules, local("a"), local("a")))).isEmpty();
    assertThat(differences(by(rules, local("a"), local("b")))).containsExactly("result value");
  }

  private static ThreadLocal<String> local(String value) {
    return ThreadLocal.withInitial(() -> value);
  }

  @Test
  void code_may_normalise_and_say_what_is_equal() {
    UnaryOperator<CompareRules.Builder> normalised =
        rules -> rules.normalise(Money.class, Money::cents);
    assertThat(excuses(by(normalised, new Money(1, "a"), new Money(1, "b"))))
        .containsExactly("result.note text: normalise " + Money.class.getName() + " by code");
    assertThat(differences(by(normalised, new Money(1, "a"), new Money(2, "b"))))
        .containsExactly("result.cents number", "result.note text");
    assertThat(
            excuses(
                by(
                    rules ->
                        rules.equality("result", Money.class, (a, b) -> a.cents() == b.cents()),
                    new Money(1, "a"),
                    new Money(1, "b"))))
        .containsExactly("result.note text: equality result by code");
  }

  @Test
  void what_code_throws_makes_incomparable_and_names_the_rule() {
    Verdict verdict =
        by(
            rules ->
                rules.equality(
                    Money.class,
                    (a, b) -> {
                      throw new IllegalStateException("secret");
                    }),
            new Money(1, "a"),
            new Money(1, "b"));
    assertThat(verdict)
        .isEqualTo(
            new Verdict.Incomparable(
                "equality "
                    + Money.class.getName()
                    + " by code failed with java.lang.IllegalStateException"));
  }

  @Test
  void a_path_counts_more_than_a_type_and_what_is_near_more_than_what_is_far() {
    UnaryOperator<CompareRules.Builder> rules =
        all -> all.tolerance("int", "100").tolerance("result", "10").tolerance("result.a", "1");
    assertThat(differences(by(rules, Map.of("a", 1, "b", 1), Map.of("a", 3, "b", 9))))
        .containsExactly("result[a] number");
    assertThat(differences(by(rules, Map.of("a", 1, "b", 1), Map.of("a", 1, "b", 50))))
        .containsExactly("result[b] number");
  }

  private static Comparison expecting(String today, Difference.Kind kind) {
    Instant noon = LocalDate.parse(today).atTime(12, 0).toInstant(ZoneOffset.UTC);
    return Comparison.of(
        CompareRules.builder()
            .expected("result.name", kind, "INC-812", LocalDate.parse("2027-01-31"))
            .clock(Clock.fixed(noon, ZoneOffset.UTC))
            .build());
  }

  @Test
  void an_expected_difference_is_excused_until_its_day_has_passed() {
    Outcome one = Outcome.returned(Map.of("name", "a"));
    Outcome other = Outcome.returned(Map.of("name", "b"));

    Comparison before = expecting("2027-01-31", Difference.Kind.TEXT);
    assertThat(excuses(before.compare(one, other)))
        .containsExactly("result[*] text: expected result.name text: INC-812, until 2027-01-31");
    assertThat(before.problems()).isEmpty();
    Comparison after = expecting("2027-02-01", Difference.Kind.TEXT);
    assertThat(differences(after.compare(one, other))).containsExactly("result[name] text");
    assertThat(after.problems())
        .containsExactly(
            "expected result.name text: INC-812, until 2027-01-31 has passed: what differs there"
                + " is a difference again");
    assertThat(differences(expecting("2027-01-31", Difference.Kind.NULL).compare(one, other)))
        .hasSize(1);
    assertThat(excuses(expecting("2027-01-31", null).compare(one, other))).hasSize(1);
  }

  @Test
  void rules_hold_for_what_is_thrown_and_left_behind() {
    Comparison comparison =
        Comparison.of(
            CompareRules.builder()
                .ignore("thrown.message")
                .tolerance("arg(0).total", "1")
                .ignore("this.count")
                .build());
    Verdict verdict =
        comparison.compare(
            Outcome.threw(new Exception("a")).leaving(Map.of("count", 1), Map.of("total", 1)),
            Outcome.threw(new Exception("b")).leaving(Map.of("count", 2), Map.of("total", 2)));
    assertThat(excuses(verdict)).hasSize(3);
  }

  @Test
  void how_often_each_rule_has_applied_is_counted() {
    Comparison comparison =
        Comparison.of(CompareRules.builder().ignore("result.a").ignore("result.b").build());
    for (int i = 0; i < 3; i++) {
      comparison.compare(
          Outcome.returned(Map.of("a", i, "b", 1, "c", 1)),
          Outcome.returned(Map.of("a", -1, "b", 1, "c", 1)));
    }
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("ignore result.a", 3L);
    expected.put("ignore result.b", 0L);
    assertThat(comparison.applied()).isEqualTo(expected);
  }

  @Test
  void what_is_no_rule_is_refused_with_what_to_write() {
    CompareRules.Builder rules = CompareRules.builder();
    assertThatThrownBy(() -> rules.tolerance("result", "a lot"))
        .hasMessageStartingWith("'a lot' is no tolerance; write a number");
    assertThatThrownBy(() -> rules.normalise("result", List.of("trims")))
        .hasMessageStartingWith("unknown normaliser 'trims'; known are line-ends, lower-case");
    assertThatThrownBy(() -> rules.equality("result", "same"))
        .hasMessage("unknown equality 'same'; known are equals, compareTo, fields");
    assertThatThrownBy(() -> rules.ignore("BigDecimal"))
        .hasMessageEndingWith("write the type with its package, such as java.lang.String");
  }
}
