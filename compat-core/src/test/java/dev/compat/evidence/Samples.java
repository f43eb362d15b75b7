package dev.compat.evidence;

import dev.compat.compare.Comparison;
import dev.compat.compare.Difference;
import dev.compat.compare.Excuse;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

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

  /** A trial for a unit, of a call with these arguments. */
  static void tried(
      JoinPointEvidence evidence,
      Verdict verdict,
      String unit,
      boolean sought,
      Object... arguments) {
    evidence.shadow().begun();
    Outcome answer = Outcome.returned("answer");
    evidence
        .shadow()
        .compared(
            new TrialResult(
                verdict, null, Arrays.asList(arguments), answer, answer, unit, sought, NOON));
  }

  /** The verdict of comparing one answer with another. */
  static Verdict verdict(Object legacy, Object other) {
    return COMPARISON.compare(Outcome.returned(legacy), Outcome.returned(other));
  }

  static final Verdict MATCH = verdict("a", "a");

  /** Differs where legacy has its own noise too. */
  static final Verdict MISMATCH = verdict("a", "b");

  static Verdict excused(String path, String rule) {
    return new Verdict.Match(List.of(new Excuse(path, Difference.Kind.TEXT, rule)));
  }

  static void matches(JoinPointEvidence evidence, int calls) {
    for (int i = 0; i < calls; i++) {
      trial(evidence, "a", "b", "b");
    }
  }
}
