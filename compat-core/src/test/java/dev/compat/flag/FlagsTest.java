package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.compat.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagsTest {
  private static final String PRICING =
      """
      flags:
        pricing:
          context: {tenant: "mdc:tenantId", user: "arg(0).user"}
          route: {new: 5, shadow: 20}
          by: tenant
          rules:
            - {when: {tenant: [internal-test, demo]}, route: new}
            - when: {tenant: [acme], user: root}
              route: {shadow: 100}
          shadow: {sample: 10%, timeout: 500ms, threads: 2, queue: 16, overflow: wait}
          compare: {ignore: [quote.issuedAt]}
          record: false
        tax: {}
        escaping:
      """;

  @Test
  void a_file_is_read_with_everything_in_it() throws ConfigException {
    Flags flags = parse(PRICING);

    Flag pricing = flag(flags, "pricing");
    assertThat(flags.all()).extracting(Flag::name).containsExactly("pricing", "tax", "escaping");
    assertThat(pricing.where()).isEqualTo("flags.yaml:2");
    assertThat(pricing.records()).isFalse();
    assertThat(pricing.compare().applied()).containsOnlyKeys("ignore quote.issuedAt");
    assertThat(pricing.context())
        .isEqualTo(Map.of("tenant", "mdc:tenantId", "user", "arg(0).user"));
    assertThat(pricing.shadow())
        .isEqualTo(
            new ShadowSettings(
                0.1, Duration.ofMillis(500), 2, false, 16, Overflow.WAIT, 0, 1, 0.05));
    assertThat(pricing.summary()).isEqualTo("new 5 %, shadow 20 % by tenant, rest legacy; 2 rules");
  }

  @Test
  void a_flag_that_says_nothing_is_legacy_with_the_defaults() throws ConfigException {
    Flag tax = flag(parse(PRICING), "tax");

    assertThat(tax.isOff()).isTrue();
    assertThat(tax.records()).isTrue();
    assertThat(tax.shadow()).isEqualTo(ShadowSettings.DEFAULT);
    assertThat(tax.compare().applied()).isEmpty();
    assertThat(flag(parse(PRICING), "escaping").isOff()).isTrue();
  }

  @Test
  void a_migration_without_a_flag_has_none() throws ConfigException {
    assertThat(parse(PRICING).flag("other")).isNull();
    assertThat(Flags.none().all()).isEmpty();
  }

  @Test
  void the_fingerprint_is_that_of_the_content() throws ConfigException {
    assertThat(parse("flags: {}\n").fingerprint()).isEqualTo("b7053e18f5da");
    assertThat(Flags.none().fingerprint()).isEqualTo("e3b0c44298fc");
  }

  @Test
  void a_value_comes_from_the_environment() throws ConfigException {
    String text = "flags: {pricing: {route: \"${ROUTE:shadow}\", salt: \"${SALT}\"}}";

    Flags set = Flags.parse(text, "f", Map.of("ROUTE", "new", "SALT", "x")::get);
    Flags unset = Flags.parse(text, "f", Map.of("SALT", "x")::get);

    assertThat(flag(set, "pricing").constant()).isEqualTo(Route.NEW);
    assertThat(flag(unset, "pricing").constant()).isEqualTo(Route.SHADOW);
  }

  @Test
  void a_file_is_called_what_the_user_called_it(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("flags.yaml"), "flags: {p: {route: old}}");

    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Flags.parse(file));

    assertThat(refused)
        .hasMessage(file + ":1: unknown route 'old'; use legacy, shadow, fallback, verify or new");
  }

  @Test
  void a_missing_file_says_where_it_was_looked_for() {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Flags.parse(Path.of("nowhere.yaml")));

    assertThat(refused)
        .hasMessage(
            "nowhere.yaml: no such file, looked for at '"
                + Path.of("nowhere.yaml").toAbsolutePath()
                + "'; create it, or name another with 'flags' in compat.yaml");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    assertThat(
            refusal(
                """
                flags:
                  pricing:
                    context: {tenant: "mdc:tenantId"}
                    rout: new
                    route: {new: 120, shadow: -1}
                    by: tenent
                    rules:
                      - {when: {user: [x]}, route: shdaow}
                      - {route: new}
                      - {when: {tenant: []}}
                      - new
                    shadow: {sample: most, timeout: 0s, threads: 0, overflow: block}
                    kill: yes
                  a/b: {}
                """))
        .isEqualTo(
            """
            flags.yaml:4: unknown key 'rout'; did you mean 'route'?
            flags.yaml:5: percentage -1 of 'shadow' is below 0; use 0 to 100
            flags.yaml:5: percentage 120 of 'new' is over 100; use 0 to 100
            flags.yaml:6: context key 'tenent' is not declared; did you mean 'tenant'?
            flags.yaml:8: context key 'user' is not declared; declare it, such as \
            'context: {user: "mdc:user"}'
            flags.yaml:8: unknown route 'shdaow'; did you mean 'shadow'?
            flags.yaml:9: a rule without conditions; add 'when: {key: [value]}', or give the \
            flag that route
            flags.yaml:10: a rule without a route; add 'route:' with legacy, shadow, fallback, verify, new or shares
            flags.yaml:10: no values for 'tenant'; list those that the rule is for: [value]
            flags.yaml:11: a rule must be a map; write it as {when: {key: [value]}, route: new}
            flags.yaml:12: 'sample' is not a percentage: 'most'; write a number from 0 to 100
            flags.yaml:12: 'timeout' is not a duration: '0s'; write a number above 0 and its \
            unit: 500ms, 2s, 10m, 1h or 1d
            flags.yaml:12: 'threads' is '0'; write a whole number from 1 to 64
            flags.yaml:12: unknown overflow 'block'; use drop or wait
            flags.yaml:13: 'kill' is neither true nor false: 'yes'; write true or false
            flags.yaml:14: 'a/b' cannot name a migration; use letters, digits, '.', '_' and '-'\
            """);
  }

  @Test
  void rules_of_comparison_are_read_as_they_are_written() throws ConfigException {
    Flags flags =
        parse(
            """
            flags:
              pricing:
                compare:
                  ignore: [quote.issuedAt, com.acme.TraceId]
                  tolerance: {result.total: 0.01, double: 4 ulp, java.math.BigDecimal: 0.5 %, \
            java.time.Instant: 2s}
                  unordered: [result.lines]
                  normalise: {result.text: [trim, nfc], java.math.BigDecimal: strip-zeros}
                  equality: {com.acme.Money: equals, result.amount: compareTo}
                  expected:
                    - {path: result.name, kind: text, reason: "INC-812: umlauts", until: 2027-01-31}
                    - {path: thrown, reason: better now, until: 2027-02-28}
            """);

    assertThat(flag(flags, "pricing").compare().applied().keySet())
        .containsExactly(
            "ignore quote.issuedAt",
            "ignore com.acme.TraceId",
            "unordered result.lines",
            "tolerance result.total: 0.01",
            "tolerance double: 4 ulp",
            "tolerance java.math.BigDecimal: 0.5 %",
            "tolerance java.time.Instant: 2s",
            "normalise result.text: trim, nfc",
            "normalise java.math.BigDecimal: strip-zeros",
            "equality com.acme.Money: equals",
            "equality result.amount: compareTo",
            "expected result.name text: INC-812: umlauts, until 2027-01-31",
            "expected thrown: better now, until 2027-02-28");
  }

  @Test
  void what_is_wrong_with_rules_of_comparison_is_said_with_a_remedy() {
    assertThat(
            refusal(
                """
                flags:
                  pricing:
                    compare:
                      ingore: [result.a]
                      ignore: ["[0].a", Money]
                      tolerance: {result.total: much}
                      normalise: {result.text: trimm, result.name: []}
                      equality: {result.amount: compare}
                      expected:
                        - result.name
                        - {path: result.name, kind: txt, until: soon}
                """))
        .isEqualTo(
            """
            flags.yaml:4: unknown key 'ingore'; did you mean 'ignore'?
            flags.yaml:5: '[0].a' names no place; write result, thrown, this, arg(0) or a \
            method's name first, or the full name of a type
            flags.yaml:5: 'Money' names no place; write the type with its package, such as \
            java.lang.String
            flags.yaml:6: 'much' is no tolerance; write a number, such as 0.01, with %, ulp, ms, \
            s, m, h or d after it where that is meant
            flags.yaml:7: unknown normaliser 'trimm'; did you mean 'trim'?
            flags.yaml:7: 'result.name' is normalised by nothing; name one of line-ends, \
            lower-case, micros, millis, nfc, seconds, strip-zeros, trim, whitespace
            flags.yaml:8: unknown equality 'compare'; did you mean 'compareTo'?
            flags.yaml:10: an expected difference must be a map; write it as {path: result.name, \
            kind: text, reason: "INC-812", until: 2027-01-31}
            flags.yaml:11: an expected difference without 'reason'; add it, so that somebody else \
            knows why
            flags.yaml:11: 'until' is no day: 'soon'; write it as 2027-01-31
            flags.yaml:11: unknown kind 'txt'; did you mean 'text'?\
            """);
  }

  @Test
  void a_percentage_over_100_is_refused() {
    assertThat(refusal("flags:\n  p:\n    route:\n      new: 101\n"))
        .isEqualTo("flags.yaml:4: percentage 101 of 'new' is over 100; use 0 to 100");
  }

  @Test
  void shares_over_100_in_all_are_refused() {
    assertThat(
            refusal(
                """
                flags:
                  p:
                    context: {t: "mdc:t"}
                    by: t
                    route: {new: 60, shadow: 40.001}
                """))
        .isEqualTo("flags.yaml:5: shares add up to 100.001 %; give at most 100 in all");
  }

  @Test
  void an_unknown_route_is_refused() {
    assertThat(refusal("flags:\n  p: {route: shadwo}\n"))
        .isEqualTo("flags.yaml:2: unknown route 'shadwo'; did you mean 'shadow'?");
  }

  @Test
  void an_unknown_key_is_refused_with_the_nearest_known_one() {
    assertThat(refusal("flags:\n  p:\n    rout: new\n"))
        .isEqualTo("flags.yaml:3: unknown key 'rout'; did you mean 'route'?");
    assertThat(refusal("flag: {}\n"))
        .isEqualTo("flags.yaml:1: unknown key 'flag'; did you mean 'flags'?");
  }

  @Test
  void an_undeclared_context_key_is_refused() {
    assertThat(refusal("flags:\n  p:\n    by: tenant\n    route: {new: 5}\n"))
        .isEqualTo(
            "flags.yaml:3: context key 'tenant' is not declared; declare it, such as"
                + " 'context: {tenant: \"mdc:tenant\"}'");
    assertThat(
            refusal(
                """
                flags:
                  p:
                    context: {tenant: "mdc:t"}
                    rules:
                      - {when: {tenent: [a]}, route: new}
                """))
        .isEqualTo("flags.yaml:5: context key 'tenent' is not declared; did you mean 'tenant'?");
  }

  @Test
  void an_unknown_reader_is_refused() {
    assertThat(refusal("flags:\n  p:\n    context:\n      tenant: mcd:tenantId\n"))
        .isEqualTo(
            "flags.yaml:4: 'tenant' cannot be read from 'mcd:tenantId'; use mdc:key, arg(0).path,"
                + " this.path, static:com.acme.Tenants#current or webapp:path");
  }

  @Test
  void a_share_needs_to_know_whose_calls_stay_together() {
    assertThat(refusal("flags:\n  p:\n    context: {user: \"mdc:u\"}\n    route: {new: 0.5}\n"))
        .isEqualTo(
            "flags.yaml:4: a share without 'by'; say whose calls stay together, such as"
                + " 'by: user'");
  }

  @Test
  void a_share_of_all_or_nothing_needs_no_key() throws ConfigException {
    assertThat(flag(parse("flags: {p: {route: {new: 100}}}"), "p").constant()).isEqualTo(Route.NEW);
    assertThat(flag(parse("flags: {p: {route: {shadow: 100}}}"), "p").constant())
        .isEqualTo(Route.SHADOW);
    assertThat(flag(parse("flags: {p: {route: {new: 0}}}"), "p").isOff()).isTrue();
  }

  private static Flags parse(String text) throws ConfigException {
    return Flags.parse(text, "flags.yaml");
  }

  private static Flag flag(Flags flags, String name) {
    return Objects.requireNonNull(flags.flag(name));
  }

  @Test
  void what_is_not_yaml_is_refused_with_its_line() {
    assertThat(refusal("flags:\n  p: [new\n  q: {}\n"))
        .isEqualTo(
            "flags.yaml:3: not YAML: while parsing a flow sequence at line 2 expected ',' or ']',"
                + " but got :; check indentation and brackets, and quote values with special"
                + " characters");
    assertThat(refusal("flags:\n\tp: {}\n"))
        .isEqualTo(
            "flags.yaml:2: not YAML: while scanning for the next token found character '\\t(TAB)'"
                + " that cannot start any token. (Do not use \\t(TAB) for indentation); indent"
                + " with spaces");
  }

  private static String refusal(String text) {
    return catchThrowableOfType(ConfigException.class, () -> parse(text)).getMessage();
  }
}
