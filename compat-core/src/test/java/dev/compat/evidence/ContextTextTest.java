package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.CallContext;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Resolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContextTextTest {

  @Test
  void every_read_is_counted_as_found_missing_or_failed() {
    Map<String, String> specs = new LinkedHashMap<>();
    specs.put("tenant", "arg(0)");
    specs.put("user", "arg(1).name");
    specs.put("unasked", "arg(1)");
    ContextReaders readers = ContextReaders.compile(specs, name -> null);
    JoinPointEvidence evidence = new Evidence(false).joinPoint("m", "a.B#c(String,String)");
    ContextCounts counts = evidence.context(readers.specs());
    CallContext call = new CallContext();
    for (int i = 0; i < 10; i++) {
      call.begin(readers, 2);
      call.take(0, i < 3 ? "acme" : null);
      call.take(1, "no user");
      call.get("tenant");
      call.get("user");
      call.get("tenant"); // counted once
      counts.count(call);
      call.end();
    }

    assertThat(evidence.snapshot().context())
        .containsExactly(
            new Resolution("tenant", "arg(0)", 3, 7, 0),
            new Resolution("unasked", "arg(1)", 0, 0, 0),
            new Resolution("user", "arg(1).name", 0, 0, 10));
  }

  @Test
  void what_is_read_from_elsewhere_is_counted_afresh() {
    JoinPointEvidence evidence = new Evidence(false).joinPoint("m", "a.B#c()");
    evidence.context(Map.of("tenant", "mdc:tennant"));
    evidence.context(Map.of("tenant", "mdc:tenant"));

    assertThat(evidence.snapshot().context())
        .extracting(Resolution::from)
        .containsExactly("mdc:tenant", "mdc:tennant");
  }

  @Test
  void processes_add_up() {
    JoinPointEvidence one = new Evidence(false).joinPoint("m", "a.B#c()");
    JoinPointSnapshot snapshot =
        one.snapshot().expecting(Map.of("tenant", "mdc:tenant")); // never asked for by this one

    assertThat(lines(snapshot.context().stream()))
        .containsExactly("tenant from mdc:tenant: no call had a route that depends on it");
    assertThat(
            lines(
                Stream.of(
                    new Resolution("tenant", "mdc:tenant", 9_000, 0, 0),
                    new Resolution("tenant", "mdc:tenant", 2_900, 90, 10),
                    new Resolution("tenant", "mdc:tenant", 0, 0, 0))))
        .containsExactly(
            "tenant from mdc:tenant: found in 99.1 % of 12,000 calls · 90 without a value"
                + " · 10 could not be read");
  }

  @Test
  void a_key_that_is_seldom_found_is_warned_of() {
    assertThat(lines(Stream.of(new Resolution("tenant", "mdc:tenant", 360, 11_640, 0))))
        .last()
        .isEqualTo(
            "WARNING tenant found in 3 % of 12,000 calls: no rule and no share reaches the others;"
                + " have it set before these methods are called, or read it from elsewhere");
    assertThat(lines(Stream.of(new Resolution("user", "arg(1).name", 0, 0, 40))))
        .last()
        .asString()
        .endsWith("correct 'arg(1).name' in the flag, 'status' says what fails");
    assertThat(lines(Stream.of(new Resolution("tenant", "mdc:tenant", 0, 19, 0)))).hasSize(1);
    assertThat(lines(Stream.of(new Resolution("tenant", "mdc:tenant", 50, 50, 0)))).hasSize(1);
  }

  @Test
  void a_report_says_how_often_a_context_was_found() {
    JoinPointSnapshot snapshot =
        new Evidence(false)
            .joinPoint("pricing", "a.B#c()")
            .snapshot()
            .expecting(Map.of("tenant", "mdc:tenant"));

    assertThat(Report.of(List.of(snapshot)).text())
        .contains("\ncontext\n  tenant from mdc:tenant: no call had");
    assertThat(EvidenceLine.parse(line(snapshot).text()).evidence()).isEqualTo(snapshot);
  }

  private static EvidenceLine line(JoinPointSnapshot snapshot) {
    java.time.Instant now = java.time.Instant.EPOCH;
    return new EvidenceLine(EvidenceLine.FORMAT, "p", now, now, "1", "1", snapshot);
  }

  private static List<String> lines(Stream<Resolution> all) {
    return ContextText.lines(all);
  }
}
