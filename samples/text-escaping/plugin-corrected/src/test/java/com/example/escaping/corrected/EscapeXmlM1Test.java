package com.example.escaping.corrected;

import dev.compat.junit.LegacyCall;
import org.junit.jupiter.api.Test;

/**
 * Mismatch M1 of migration text-escaping: result, text. The smallest of 70 calls that differ so.
 * Written by 'report --junit'.
 */
class EscapeXmlM1Test {

  @Test
  void escapeXml_answers_as_legacy_did() throws Exception {
    LegacyCall.of("org.apache.commons.lang.StringEscapeUtils#escapeXml(String)")
        .given("         * Apple\u2013IBM\u2013Motorola PowerPC architecture.")
        .returned("         * Apple&#8211;IBM&#8211;Motorola PowerPC architecture.")
        .isAnsweredBy(CorrectedEscapingPlugin.class);
  }
}
