package dev.compat.samples.billing;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What the build puts into the work folder, and how it is deployed. */
final class Jars {

  static final String MIGRATION = "billing";
  static final String LEGACY = "lib/joda-time-2.14.2.jar";
  static final String PLUGIN = "plugins/billing.jar";
  static final String CORRECTED_PLUGIN = "plugins/billing-corrected.jar";

  /** Compares every call; nothing is agreed on yet. */
  static final String FIRST =
      """
      flags:
        billing:
          context: {tenant: "static:com.example.billing.Tenants#current"}
          by: tenant
          route: shadow
          shadow: {sample: 100%, overflow: wait, noise: 5%}
          recordings: {share: 1%, most: 60}
          compare:
            unordered: [latest]
            equality: {org.joda.time.Chronology: equals}
      """;

  private Jars() {}

  /** What the team knows better by now is in the rules; still every call is compared. */
  static String agreed() {
    return agreed("shadow", "{sample: 100%, overflow: wait, noise: 0%}");
  }

  /** The replacement answers; legacy runs beside it on copies, within limits. */
  static String verify() {
    return agreed("verify", "{sample: 50%, threads: 2, rate: 2000, cpu: 80%, noise: 0%}");
  }

  private static String agreed(String route, String shadow) {
    return """
        flags:
          billing:
            context: {tenant: "static:com.example.billing.Tenants#current"}
            by: tenant
            route: %s
            shadow: %s
            compare:
              ignore: [issue.number, issue.issued]
              tolerance: {quote: 4 ulp}
              unordered: [latest]
              normalise: {issue.text: [whitespace, trim]}
              equality: {org.joda.time.Chronology: equals}
              expected:
                - {path: issue.month, kind: text, reason: "BILL-31: two digits", until: %s}
        """
        .formatted(route, shadow, LocalDate.now(ZoneOffset.UTC).plusMonths(6));
  }

  /**
   * @throws IllegalArgumentException if a jar is missing
   */
  static Workplace in(Path folder) {
    return Workplace.of(folder, List.of(LEGACY, PLUGIN, CORRECTED_PLUGIN));
  }

  static Deployment deploy(Workplace workplace, String name, String plugin, String flags)
      throws IOException {
    return workplace.deploy(
        name,
        """
        plugins:
          - path: ../%s
        flags: flags.yaml
        state: state
        values: redacted
        redact: {paths: ["*.email"], patterns: [email]}
        """
            .formatted(plugin),
        flags);
  }
}
