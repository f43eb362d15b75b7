package dev.compat.samples.billing;

import dev.compat.samples.kit.Facts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is known of the sample, and where a run deviates from it. */
final class Truth {

  /** Invoices of two years: 31 subscriptions of each of three tenants, every month. */
  static final long CALLS = 3 * 31 * 24;

  private static final long MONTHS = 3 * 24;

  /** Calls of one pass of the application, but for those that legacy makes itself. */
  static final long ALL_CALLS = 5 * CALLS + 2 * MONTHS;

  private final Facts facts;

  Truth(Facts facts) {
    this.facts = facts;
  }

  /** Every call was compared, and those differ in which java.time is not joda-time. */
  void expectFirst(Figures found) {
    expect(found, "addMonths", CALLS, List.of("this.iMillis"));
    expect(found, "setDayOfMonth", CALLS, List.of("thrown"));
    expect(found, "advance", CALLS, List.of("arg(0).next"));
    expect(found, "quote", CALLS, List.of("result"));
    expect(found, "latest", MONTHS, List.of());
    expect(found, "parse", MONTHS, List.of("thrown", "thrown", "thrown", "thrown"));
    expect(found, "issue", CALLS, List.of("result.text", "result.month", "result.week"));
    facts.expect(
        "what legacy answers differently every time",
        List.of("result.issued", "result.number"),
        found.of("issue").noise().stream().sorted().toList());
    facts.expect("shapes of calls of advance", found.of("advance").shapes() > 1);
    facts.expect(
        "lists in another order are excused",
        List.of("unordered latest"),
        List.copyOf(found.of("latest").excuses().keySet()));
    facts.expect("patterns of drift are told", !drifting(found).patterns().isEmpty());
  }

  private void expect(Figures found, String method, long calls, List<String> paths) {
    Figures.Method said = found.of(method);
    facts.expect(method + ": calls compared", calls, said.compared());
    facts.expect(
        method + ": where calls differ beyond noise",
        paths,
        said.groups().stream()
            .filter(group -> group.judgement().equals("BEYOND"))
            .map(Figures.Group::path)
            .collect(Collectors.toList()));
  }

  private static Figures.Group drifting(Figures found) {
    return found.of("advance").groups().get(0);
  }

  /** The name of the group of due dates that drift after a short month. */
  String drift(Figures found) {
    return drifting(found).name();
  }

  /** Every call was compared, and none differs but by rules. */
  void expectCorrected(Figures found) {
    facts.expect("corrected: calls compared", ALL_CALLS, found.compared());
    facts.expect("corrected: calls that differ", 0L, found.differ());
    Map<String, Long> excuses = found.of("issue").excuses();
    facts.expect(
        "every number is ignored", excuses.getOrDefault("ignore issue.number", 0L) >= CALLS);
    facts.expect(
        "texts are normalised",
        excuses.getOrDefault("normalise issue.text: whitespace, trim", 0L) >= CALLS);
    facts.expect(
        "the expected difference is told with its reason",
        excuses.keySet().stream().anyMatch(rule -> rule.contains("BILL-31: two digits, until")));
    facts.expect(
        "sums of doubles are tolerated",
        found.of("quote").excuses().getOrDefault("tolerance quote: 4 ulp", 0L) > 0);
  }

  /** Legacy ran on copies beside a part of the calls, of every method, and never differed. */
  void expectVerified(JsonNode report) {
    for (JsonNode item : report.path("migrations").path(Jars.MIGRATION)) {
      JsonNode verified = item.path("evidence").path("verified");
      String name = item.path("evidence").path("joinPoint").asString();
      long compared = verified.path("matched").asLong() + verified.path("excused").asLong();
      facts.expect(name + ": verified", compared > 0);
      facts.expect(name + ": differs in verify", 0L, verified.path("mismatched").asLong());
    }
  }
}
