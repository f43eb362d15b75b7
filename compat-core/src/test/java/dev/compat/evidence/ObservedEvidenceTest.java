package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedEvidenceTest {

  private static final String TYPE = "com.acme.LegacyPricing";
  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant NOW = START.plusSeconds(60);

  @TempDir Path folder;
  private final Evidence evidence = new Evidence(false);

  /** Two minutes of 900 calls, of which 100 were looked at. */
  private ObservedEvidence quote() {
    evidence.observing(true, 0);
    ObservedEvidence quote = evidence.observed(TYPE, "quote(String, int)");
    for (int i = 0; i < 900; i++) {
      quote.called();
    }
    for (int i = 0; i < 100; i++) {
      quote.sampled(9);
      quote.took(TimeUnit.MILLISECONDS.toNanos(1 + i / 50), 9);
      quote.calledBy(i < 75 ? "com.acme.Checkout#price" : "com.acme.Basket#total", 9);
      quote.shape("arg(0)", i < 90 ? "sku-0001" : null, 9);
      quote.context("tenant", i < 97, 9);
    }
    quote.threw(new IllegalArgumentException("sku-0001"));
    evidence.observing(true, TimeUnit.MINUTES.toNanos(2));
    return quote;
  }

  @Test
  void a_report_says_what_was_observed_and_how_sure_that_is() {
    evidence.observed(TYPE, "refund(String)");
    quote();

    assertThat(Report.of(List.of(), evidence.observed()).text())
        .isEqualTo(
            """
            com.acme.LegacyPricing  observed for 2 min
            answered         calls  per min  threw   p50   p95   p99  95 %    sampled  shares
              quote            900    450.0      1  1 ms  2 ms  2 ms  ≥ 2 ms      100   ± 9.8
              refund  never called
            exceptions
              quote     1  java.lang.IllegalArgumentException
            callers
              quote  75 %  com.acme.Checkout#price
                     25 %  com.acme.Basket#total
            shapes
              quote  arg(0)  90 %  text of 8–15 characters
                             10 %  null
            context
              quote  tenant  97 %  found

            observed: calls and what they threw are all there were while observing was on, per minute of one process;
            the rest is of a random sample, in which a call counts for as many as it was one of. At 95 %, p99 is in the
            range beside it, and a share of all calls within so many points of that of the sample; both suppose that
            calls are independent
            """);
  }

  @Test
  void time_counts_only_while_observing_is_on() {
    evidence.observing(true, 0);
    ObservedEvidence early = evidence.observed(TYPE, "early()");
    evidence.observing(false, TimeUnit.MINUTES.toNanos(1));
    evidence.observing(true, TimeUnit.MINUTES.toNanos(9));
    evidence.observed(TYPE, "late()");
    evidence.observing(true, TimeUnit.MINUTES.toNanos(11));
    early.called();

    assertThat(evidence.observed())
        .extracting(ObservedSnapshot::millis)
        .containsExactly(180_000L, 120_000L);
  }

  @Test
  void what_was_observed_for_less_than_a_minute_has_no_rate() {
    evidence.observed(TYPE, "quote()").called();

    assertThat(Report.of(List.of(), evidence.observed()).text()).contains("1  no data");

    evidence.observing(true, 0);
    evidence.observing(true, TimeUnit.SECONDS.toNanos(59));
    assertThat(Report.of(List.of(), evidence.observed()).text()).contains("1  < 1 min");
  }

  @Test
  void unequal_weights_make_a_sample_say_less() {
    ObservedEvidence quote = evidence.observed(TYPE, "quote()");
    for (int i = 0; i < 100; i++) {
      quote.sampled(i == 0 ? 900 : 1);
    }

    ObservedSnapshot snapshot = evidence.observed().get(0);
    assertThat(snapshot.sample().count()).isEqualTo(100);
    assertThat(snapshot.sample().effective()).isCloseTo(1.23, within(0.01));
    assertThat(ObservedFigures.of(snapshot).shareWithin().orElseThrow()).isGreaterThan(0.8);
  }

  @Test
  void the_range_of_a_percentile_holds_it_and_narrows_as_the_sample_grows() {
    ObservedEvidence quote = evidence.observed(TYPE, "quote()");
    fill(quote, 1_000);
    ObservedFigures.Range few = ObservedFigures.of(evidence.observed().get(0)).p50();
    fill(quote, 99_000);
    ObservedFigures.Range many = ObservedFigures.of(evidence.observed().get(0)).p50();

    assertThat(few.low()).isLessThan(500_000L);
    assertThat(few.high()).isGreaterThan(500_000L);
    assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
  }

  private static void fill(ObservedEvidence quote, int calls) {
    for (int i = 0; i < calls; i++) {
      quote.sampled(1);
      quote.took(1_000L * (i % 1_000), 1);
    }
  }

  @Test
  void callers_shapes_and_exceptions_are_bounded() {
    ObservedEvidence quote = evidence.observed(TYPE, "quote()");
    for (int i = 0; i < 1_000; i++) {
      quote.calledBy("com.acme.Caller" + i + "#call", 1);
      quote.shape("result", new Object[1 << (i % 20)], 1);
    }

    ObservedSnapshot snapshot = evidence.observed().get(0);
    assertThat(snapshot.callers()).hasSize(33).containsEntry("others", 968L);
    assertThat(snapshot.callers().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1_000);
  }

  @Test
  void lines_of_several_processes_add_up_and_a_later_line_stands_for_an_earlier()
      throws IOException {
    ObservedEvidence quote = quote();
    EvidenceLog one = new EvidenceLog(folder.resolve("one"), "one", START);
    EvidenceLog two = new EvidenceLog(folder.resolve("two"), "two", START);
    one.append(evidence.observed(), NOW);
    one.append(evidence.observed(), NOW.plusSeconds(1));
    quote.called();
    one.append(evidence.observed(), NOW.plusSeconds(2));
    two.append(evidence.observed(), NOW);

    assertThat(Files.readAllLines(folder.resolve("one"))).as("changed once").hasSize(2);
    EvidenceReading reading =
        EvidenceLog.read(List.of(folder.resolve("one"), folder.resolve("two")));
    ObservedSnapshot sum = reading.mergedObserved().get(0);
    assertThat(reading.lines()).isEmpty();
    assertThat(reading.skipped()).isZero();
    assertThat(sum.calls()).isEqualTo(2 * 901);
    assertThat(sum.millis()).isEqualTo(2 * 120_000);
    assertThat(sum.sample().weight()).isEqualTo(2 * 900);
    assertThat(sum.latency().count()).isEqualTo(2 * 900);
    assertThat(sum.exceptions()).isEqualTo(Map.of("java.lang.IllegalArgumentException", 2L));
    assertThat(sum.context().get("tenant")).isEqualTo(new ObservedSnapshot.Found(1746, 54));
    assertThat(ObservedFigures.of(sum).callsPerMinute().orElseThrow()).isEqualTo(450.5);
  }

  @Test
  void a_file_that_is_reduced_keeps_what_was_observed_beside_evidence_of_migrations()
      throws IOException {
    Path file = folder.resolve("evidence.jsonl");
    EvidenceLog log = new EvidenceLog(file, "one", START, 4_000);
    ObservedEvidence quote = quote();
    evidence.joinPoint("pricing", TYPE + "#quote(String, int)").answered(Arm.LEGACY, false);
    log.append(evidence.snapshot(), NOW, "1", "a");
    for (int i = 0; i < 20; i++) {
      quote.called();
      log.append(evidence.observed(), NOW.plusSeconds(i));
    }

    assertThat(Files.readAllLines(file).size()).as("reduced").isLessThan(20);
    EvidenceReading reading = EvidenceLog.read(List.of(file));
    assertThat(reading.lines()).hasSize(1);
    assertThat(reading.mergedObserved().get(0).calls()).isEqualTo(920);
    assertThat(reading.where(line -> false).observed()).as("it is of legacy").hasSize(1);
  }

  @Test
  void a_line_of_another_version_is_read_where_it_can_be_and_skipped_where_not()
      throws IOException {
    Path file = folder.resolve("evidence.jsonl");
    quote();
    new EvidenceLog(file, "one", START).append(evidence.observed(), NOW);
    String line = Files.readAllLines(file).get(0);
    List<String> others =
        List.of(
            line.replace("\"one\"", "\"newer\"").replace("\"calls\"", "\"more\":[1],\"calls\""),
            line.replace("\"one\"", "\"older\"").replace(",\"contained\":{}", ""),
            line.replace("\"format\":1", "\"format\":2"),
            line.substring(0, line.length() / 2));
    Files.write(file, others, StandardOpenOption.APPEND);

    EvidenceReading reading = EvidenceLog.read(List.of(file));

    assertThat(reading.skipped()).isEqualTo(2);
    assertThat(reading.mergedObserved().get(0).calls()).isEqualTo(2_700);
  }

  @Test
  void the_report_as_json_has_figures_and_evidence() {
    quote();

    assertThat(Report.of(List.of(), evidence.observed()).json(NOW))
        .contains("\"callsPerMinute\" : 450.0")
        .contains("\"shareWithin\" : 0.097")
        .contains("\"com.acme.Checkout#price\" : 675")
        .doesNotContain("sku-0001");
  }
}
