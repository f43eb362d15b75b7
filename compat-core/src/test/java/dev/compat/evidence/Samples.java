package dev.compat.evidence;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.Arrays;

/** Evidence to test with. */
final class Samples {

  static final String ESCAPE_XML = "org.apache.commons.lang.StringEscapeUtils#escapeXml(String)";
  static final String ESCAPE_JAVA = "org.apache.commons.lang.StringEscapeUtils#escapeJava(String)";
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static final Comparison COMPARISON = Comparison.exact();

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
        .compared(result(COMPARISON.compare(legacy, other), when, argument, legacy, other));
  }

  static TrialResult result(Verdict verdict, Outcome both) {
    return result(verdict, NOON, "a", both, both);
  }

  static TrialResult result(
      Verdict verdict, Instant when, Object argument, Outcome legacy, Outcome other) {
    return new TrialResult(
        verdict, null, Arrays.asList(argument), legacy, other, null, false, when);
  }

  static void matches(JoinPointEvidence evidence, int calls) {
    for (int i = 0; i < calls; i++) {
      trial(evidence, "a", "b", "b");
    }
  }
}
