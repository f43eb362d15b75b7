package dev.compat.evidence;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import java.time.Instant;
import java.util.List;

/** Evidence to test with. */
final class Samples {

  static final String ESCAPE_XML = "org.apache.commons.lang.StringEscapeUtils#escapeXml(String)";
  static final String ESCAPE_JAVA = "org.apache.commons.lang.StringEscapeUtils#escapeJava(String)";
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static final Comparison COMPARISON = Comparison.of(List.of());

  private Samples() {}

  /** A call on route SHADOW that legacy answered and a trial compared. */
  static void trial(JoinPointEvidence evidence, Object argument, Object legacy, Object other) {
    trial(evidence, NOON, argument, Outcome.returned(legacy), Outcome.returned(other));
  }

  static void trial(
      JoinPointEvidence evidence, Instant when, Object argument, Outcome legacy, Outcome other) {
    evidence.shadow().begun();
    evidence.answered(Arm.LEGACY, legacy.hasThrown());
    evidence
        .shadow()
        .compared(COMPARISON.compare(legacy, other), new Object[] {argument}, legacy, other, when);
  }

  static void matches(JoinPointEvidence evidence, int calls) {
    for (int i = 0; i < calls; i++) {
      trial(evidence, "a", "b", "b");
    }
  }
}
