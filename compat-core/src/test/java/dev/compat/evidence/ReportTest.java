package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Outcome NOTHING = Outcome.returned(1);
  private static final Verdict MATCH = Comparison.exact().compare(NOTHING, NOTHING);

  private static final String LANG = "org.apache.commons.lang.StringEscapeUtils#";

  private final Evidence evidence = new Evidence(true);

  private JoinPointEvidence at(String method) {
    return evidence.joinPoint("text-escaping", LANG + method);
  }

  private String text() {
    return Report.of(evidence.snapshot()).text();
  }

  @Test
  void somebody_who_has_to_decide_reads_this() {
    Samples.matches(at("escapeJava(String)"), 99_990);
    Samples.matches(at("escapeXml(String)"), 30);
    for (int i = 0; i < 70; i++) {
      Samples.trial(
          at("escapeXml(String)"),
          "<Français>" + "!".repeat(i),
          "&lt;Fran&#231;ais&gt;" + "!".repeat(i),
          "&lt;Français&gt;" + "!".repeat(i));
    }

    assertThat(text())
        .isEqualTo(
            """
            text-escaping
            SHADOW  100,090 calls · 100,090 compared (100 %) · 0 dropped
              escapeXml      100  70 differ  1 group                     HOLD
              escapeJava  99,990   0 differ  true rate ≤ 0.003 % (95 %)
            M1  escapeXml · result · text · 70 calls (70 % of those compared)
              seen    2026-11-20 12:00:00 UTC
              pattern arg(0) has a character above U+007F: 70 of 70, and 0 of 30 matches
                      arg(0) has an upper-case letter: 70 of 70, and 0 of 30 matches
                      arg(0) has one of & < >: 70 of 70, and 0 of 30 matches
              given   "<Français>"
              legacy  &lt;Fran&#231;ais&gt;
              new     &lt;Français&gt;
                              ^
            shapes, rarest first                             seen  compared  differ
              escapeXml           text of 2–15, not ASCII                 6       6
                                  text of 1                              30       0
                                  text of 16–255, not ASCII              64      64
            answered      by legacy  threw  by new  threw
              escapeXml         100      0       0      0
              escapeJava     99,990      0       0      0
            harm  0 failures contained · caller overhead not measured

            true rate: the upper 95 % bound (Clopper-Pearson) of the share of calls that differ; it supposes that
            calls are independent, and counts a call that could not be compared, or that differs
            no more than noise, as one that differs
            not counted: calls that legacy answered while the migration was off or not yet armed
            """);
  }

  @Test
  void what_was_not_compared_is_told_and_never_looks_like_a_match() {
    JoinPointEvidence java = at("escapeJava(String)");
    Samples.matches(java, 99);
    java.shadow().begun();
    java.shadow().incomparable("the candidate took longer than 2s");
    JoinPointEvidence writer = at("escapeHtml(Writer,String)");
    IntStream.range(0, 1_200).forEach(i -> writer.shadow().begun());
    IntStream.range(0, 1_199)
        .forEach(
            i ->
                writer
                    .shadow()
                    .incomparable("argument 1 is a java.io.StringWriter: it may change"));
    writer.shadow().dropped();
    at("escapeHtml(String)");
    JoinPointEvidence csv = at("escapeCsv(String)");
    Samples.matches(csv, 3);
    csv.suspended("3 candidates hang");
    csv.shadow().nested(1);
    JoinPointEvidence slow = at("slow(String)");
    Samples.matches(slow, 1);
    IntStream.range(0, 4).forEach(i -> slow.shadow().begun());
    slow.shadow().incomparable("the candidate took longer than 2s");
    slow.shadow().incomparable("the candidate took longer than 2s");
    slow.shadow().notSampled();

    assertThat(text().lines().toList().subList(0, 11))
        .containsExactly(
            "text-escaping",
            "SHADOW  1,309 calls · 103 compared (7.8 %) · 1 dropped · 1 not sampled"
                + " · 1,202 incomparable · 2 pending · 1 nested, legacy alone",
            "  slow                        1      of 6  0 differ"
                + "  2 incomparable                             HOLD",
            "  escapeCsv                   3            0 differ"
                + "  suspended: 3 candidates hang               HOLD",
            "  escapeHtml(String)          0                   –"
                + "  never called                               no data",
            "  escapeHtml(Writer,String)   0  of 1,200         –"
                + "  1,199 incomparable                         no data",
            "  escapeJava                 99    of 100  0 differ"
                + "  true rate ≤ 4.7 % (95 %) · 1 incomparable",
            "incomparable",
            "  slow                           2  the candidate took longer than 2s",
            "  escapeHtml(Writer,String)  1,199"
                + "  argument 1 is a java.io.StringWriter: it may change",
            "  escapeJava                     1  the candidate took longer than 2s");
  }

  @Test
  void what_was_called_but_not_shadowed_is_not_said_to_be_never_called() {
    at("escapeXml(String)").answered(Arm.LEGACY, false);
    Samples.matches(at("escapeCsv(String)"), 3);
    assertThat(text()).contains("never compared").doesNotContain("never called");
  }

  @Test
  void what_was_called_but_not_compared_is_named_of_what_was_shadowed() {
    Samples.matches(at("escapeCsv(String)"), 3);
    at("escapeXml(String)").answered(Arm.LEGACY, false);
    at("escapeHtml(String)").shadow().begun();
    at("escapeJava(String)");
    evidence.joinPoint("billing", "com.acme.Billing#total()").answered(Arm.NEW, false);
    assertThat(Report.of(evidence.snapshot()).uncompared())
        .isEqualTo(Map.of("text-escaping", List.of("escapeHtml", "escapeXml")));
  }

  @Test
  void what_was_never_shadowed_has_no_line_of_it_unless_shadowing_stopped_itself() {
    at("escapeXml(String)").answered(Arm.NEW, false);
    assertThat(text()).doesNotContain("SHADOW", "latency");
    at("escapeXml(String)").suspended("3 candidates hang");
    assertThat(text())
        .contains("compared  0 calls\n", "suspended: 3 candidates hang · never compared  HOLD");
  }

  @Test
  void what_legacy_was_compared_with_has_a_line_of_its_own() {
    Samples.matches(at("escapeXml(String)"), 3);
    JoinPointEvidence csv = at("escapeCsv(String)");
    csv.verify().begun();
    csv.verify().compared(Samples.result(MATCH, NOTHING));
    csv.verify().notSampled();

    assertThat(text())
        .contains(
            """
            SHADOW  3 calls · 3 compared (100 %) · 0 dropped
            VERIFY  2 calls · 1 compared (50 %) · 0 dropped · 1 not sampled
            """);
  }

  @Test
  void what_fell_back_is_told_with_its_reasons() {
    JoinPointEvidence csv = at("escapeCsv(String)");
    csv.answered(Arm.LEGACY, false);
    csv.answered(Arm.LEGACY, false);
    csv.declined("quotes");
    csv.declined("quotes");
    csv.failed(new IllegalStateException());

    assertThat(text())
        .contains(
            """
            fell back to legacy
              escapeCsv          2  not handled: quotes
              escapeCsv          1  java.lang.IllegalStateException
            """);
    assertThat(Report.of(evidence.snapshot()).json(Samples.NOON))
        .contains("\"not handled: quotes\" : 2", "\"verified\"");
  }

  @Test
  void who_answered_and_how_long_it_took_stand_side_by_side() {
    JoinPointEvidence xml = at("escapeXml(String)");
    IntStream.range(0, 1_500).forEach(i -> xml.answered(Arm.NEW, i < 2));
    xml.answered(Arm.LEGACY, true);
    IntStream.range(1, 101).forEach(i -> xml.took(Arm.LEGACY, i * 1_000L));
    IntStream.range(1, 101).forEach(i -> xml.took(Arm.NEW, i * 10_000_000L));
    IntStream.range(1, 101).forEach(i -> xml.overhead(400));
    xml.contained(new IllegalStateException("secret"));

    assertThat(text())
        .startsWith(
            """
            text-escaping
            answered     by legacy  threw  by new  threw
              escapeXml          1      1   1,500      2
            latency                  p50      p95      p99  timed
              escapeXml  legacy
            """
                .stripTrailing())
        .contains(
            "harm  1 failure contained · caller +407 ns p50, +407 ns p99 (100 timed)\n  1  java.lang.IllegalStateException at dev.compat");
  }

  @Test
  void long_names_and_overloads_stay_aligned() {
    Samples.matches(at("escape(String)"), 1);
    Samples.matches(at("escape(Writer,String)"), 22);
    Samples.matches(at("aMethodWithAQuiteExtraordinarilyLongNameThatSomebodyChose()"), 333);
    evidence.joinPoint("text-escaping", "com.acme.Other#unescape(int)").shadow().nested(1);
    Samples.matches(evidence.joinPoint("text-escaping", "com.acme.One#same(int)"), 1);
    Samples.matches(evidence.joinPoint("text-escaping", "com.acme.Two#same(int)"), 1);

    List<String> rows = text().lines().filter(line -> line.contains(" differ ")).toList();
    assertThat(rows).hasSize(5);
    assertThat(rows.stream().map(row -> row.indexOf(" differ")).distinct()).hasSize(1);
    assertThat(rows.stream().map(row -> row.strip().split("  ")[0]))
        .containsExactlyInAnyOrder(
            "escape(String)",
            "escape(Writer,String)",
            "aMethodWithAQuiteExtraordinarilyLongNameThatSomebodyChose",
            "One.same",
            "Two.same");
  }

  @Test
  void the_caret_stands_under_the_first_difference_whatever_the_characters() {
    for (List<String> pair :
        List.of(
            List.of("日本\t\u00a0x", "日本\t y"),
            List.of("a".repeat(300) + "é" + "b".repeat(300), "a".repeat(300) + "e"),
            List.of("a", "ab"),
            List.of("line\none", "line\rone"),
            List.of("\uD83D\uDE00a", "\uD83D\uDE00b"),
            List.of("\uD83D\uDE00", "\uD83D\uDE01"))) {
      Visible.Pair shown = Visible.pair(pair.get(0), pair.get(1));
      String before = upTo(shown.legacy(), shown.column());
      assertThat(shown.replacement()).startsWith(before);
      assertThat(shown.legacy().substring(before.length()))
          .isNotEqualTo(shown.replacement().substring(before.length()));
      assertThat(firstOf(shown.legacy(), before))
          .isNotEqualTo(firstOf(shown.replacement(), before));
      assertThat(Visible.width(shown.legacy())).isLessThanOrEqualTo(90);
    }
  }

  private static String upTo(String text, int column) {
    int end = 0;
    while (Visible.width(text.substring(0, end)) < column) {
      end = text.offsetByCodePoints(end, 1);
    }
    return text.substring(0, end);
  }

  private static String firstOf(String text, String before) {
    String rest = text.substring(before.length());
    return rest.isEmpty() ? "" : Character.toString(rest.codePointAt(0));
  }

  @Test
  void characters_nobody_sees_are_spelled_out() {
    assertThat(Visible.line("a\u00a0b\tc\r\n\u202e\uD800\u200b"))
        .isEqualTo("a‹U+00A0›b␉c␍␊‹U+202E›‹U+D800›‹U+200B›");
    assertThat(Visible.line("")).isEqualTo("(empty)");
  }

  @Test
  void other_kinds_of_difference_are_told_in_their_own_way() {
    JoinPointEvidence point = at("parse(String)");
    Samples.trial(point, "x", Arrays.asList(1, null), List.of(1, 2));
    Samples.trial(point, "x", List.of(1), List.of(1, 2));
    Samples.trial(point, "x", 1, "1");
    Samples.trial(point, "x", "", "a");
    Samples.trial(
        point,
        Samples.NOON,
        "x",
        Outcome.returned(1),
        Outcome.threw(new NumberFormatException("For input string: \"x\"")));

    assertThat(text())
        .contains(
            "· result · size · 1 call (20 % of those compared)\n  seen    2026-11-20 12:00:00 UTC\n  given   \"x\"\n  legacy  1 element\n")
        .contains(
            "· result[*] · null · 1 call (20 % of those compared)\n  seen    2026-11-20 12:00:00 UTC\n  given   \"x\"\n  at      result[1]\n")
        .contains("· type · java.lang.Integer → java.lang.String · 1 call")
        .contains("  legacy  java.lang.Integer 1\n  new     java.lang.String \"1\"\n")
        .contains("  legacy  (empty)\n  new     a\n")
        .contains("· thrown · returned → java.lang.NumberFormatException · 1 call")
        .contains("  new     threw java.lang.NumberFormatException: For input string: \"x\"\n");
  }

  @Test
  void shapes_tell_where_texts_differ_instead_of_what_they_are() {
    Evidence shapes = new Evidence(false);
    Samples.trial(
        shapes.joinPoint("text", LANG + "escapeXml(String)"),
        "<Français>",
        "&lt;Fran&#231;ais&gt;",
        "&lt;Français&gt;");

    assertThat(Report.of(shapes.snapshot()).text())
        .contains(
            """
            M1  escapeXml · result · text · 1 call (100 % of those compared)
              seen    2026-11-20 12:00:00 UTC
              given   text of 10 characters, 1 above U+007F
              legacy  text of 21 characters
              new     text of 16 characters, 1 above U+007F
                      they differ from character 9 on
            """);
  }

  @Test
  void one_is_said_in_the_singular() {
    assertThat(Shapes.describe("x")).isEqualTo("text of 1 character");
    assertThat(Shapes.describe("")).isEqualTo("text of 0 characters");
  }

  @Test
  void only_the_largest_groups_are_shown_and_the_rest_are_counted() {
    for (int i = 0; i < 30; i++) {
      Samples.trial(at("m" + i + "()"), 1, 1, 2);
    }
    assertThat(text()).contains("M20  ").doesNotContain("M21  ").contains("and 10 more groups\n");
  }

  @Test
  void shares_are_rounded_to_the_side_that_claims_less() {
    assertThat(Texts.percentOf(999_999, 1_000_000)).isEqualTo("99.9 %");
    assertThat(Texts.percentOf(1, 1_000_000)).isEqualTo("< 0.1 %");
    assertThat(Texts.percentOf(0, 10)).isEqualTo("0 %");
    assertThat(Texts.percentOf(5, 5)).isEqualTo("100 %");
    assertThat(Texts.bound(0.0000296)).isEqualTo("true rate ≤ 0.003 % (95 %)");
    assertThat(Texts.bound(0.00031)).isEqualTo("true rate ≤ 0.031 % (95 %)");
    assertThat(Texts.bound(0.000311)).isEqualTo("true rate ≤ 0.032 % (95 %)");
    assertThat(Texts.bound(1)).isEqualTo("true rate ≤ 100 % (95 %)");
  }

  @Test
  void durations_are_short() {
    assertThat(List.of(0L, 999L, 1_049L, 12_345L, 1_234_567L, 12_000_000_000L))
        .extracting(Texts::duration)
        .containsExactly("0 ns", "999 ns", "1 µs", "12.3 µs", "1.2 ms", "12 s");
  }

  @Test
  void nothing_recorded_is_said_to_be_nothing() {
    assertThat(text()).isEqualTo("no evidence\n");
    assertThat(Report.of(new EvidenceReading(List.of(), List.of(), 2)).text())
        .isEqualTo("no evidence\nnote: 2 lines of evidence could not be read\n");
  }

  @Test
  void json_carries_the_verdict_the_bound_and_all_counts() {
    Samples.matches(at("escapeJava(String)"), 100);
    Samples.trial(at("escapeXml(String)"), "a", "b", "c");
    at("escapeCsv(String)");

    Report report = Report.of(evidence.snapshot());
    Report.Document json = Json.read(report.json(Samples.NOON), Report.Document.class);
    assertThat(json.time()).isEqualTo(Samples.NOON);
    assertThat(json.migrations().get("text-escaping"))
        .extracting(Report.Item::verdict)
        .containsExactly("NO_DATA", "BOUND", "HOLD");
    assertThat(json.migrations().get("text-escaping"))
        .extracting(Report.Item::evidence)
        .isEqualTo(evidence.snapshot());
    assertThat(json.migrations().get("text-escaping").get(0).upper95()).isNull();
    assertThat(report.holds()).isTrue();
  }
}
