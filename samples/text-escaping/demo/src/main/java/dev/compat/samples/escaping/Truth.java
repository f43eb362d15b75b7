package dev.compat.samples.escaping;

import dev.compat.samples.kit.Facts;
import dev.compat.samples.kit.Screen;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the sample by comparing both sides directly, without an agent, and where a run
 * deviates from it.
 */
final class Truth {

  static final String MIGRATION = "text-escaping";

  /** What the lines share on which escapeXml differs. */
  static final String PATTERN = "arg(0) has a character above U+007F";

  /** Lines of the input, each given to every method. */
  static final long LINES = 100_950;

  /** Calls of one pass of the application. */
  static final long CALLS = 6 * LINES;

  private static final Map<String, Long> DIFFERENCES = differences();

  private final Facts facts;

  Truth(Facts facts) {
    this.facts = facts;
  }

  /** On how many lines commons-text as it is differs from commons-lang 2.6, by method. */
  private static Map<String, Long> differences() {
    Map<String, Long> differences = new LinkedHashMap<>();
    differences.put("escapeXml", 70L);
    differences.put("escapeHtml", 0L);
    differences.put("escapeJava", 0L);
    differences.put("escapeCsv", 0L);
    differences.put("unescapeHtml", 1L);
    differences.put("unescapeJava", 8L);
    return Collections.unmodifiableMap(differences);
  }

  /** A pass answered as legacy does without an agent. */
  void expectAnswers(String run, Pass legacy, Pass pass) {
    facts.expect(run + ": the answers are those without the agent", pass.sameAnswers(legacy));
  }

  /** A pass answered as legacy does without an agent; says so on the screen. */
  void expectAnswers(String run, Pass legacy, Pass pass, Screen screen) {
    expectAnswers(run, legacy, pass);
    screen.say(
        pass.sameAnswers(legacy)
            ? "(the same answers as without the agent: 0 changed)"
            : "(NOT the answers without the agent)");
  }

  /** Every call of one pass was compared, and differed where commons-text as it is does. */
  void expectDifferences(String run, Findings findings) {
    DIFFERENCES.forEach((method, differ) -> expect(run, findings, method, differ));
  }

  /** Every call of one pass was compared, and none differed. */
  void expectNoDifference(String run, Findings findings) {
    DIFFERENCES.keySet().forEach(method -> expect(run, findings, method, 0));
  }

  private void expect(String run, Findings findings, String method, long differ) {
    facts.expect(
        run + ": " + method, new Findings.Method(LINES, LINES, differ), findings.of(method));
  }
}
