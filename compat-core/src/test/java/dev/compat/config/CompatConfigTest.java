package dev.compat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.compat.config.CompatConfig.Plugin;
import dev.compat.config.CompatConfig.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompatConfigTest {
  private static final Path FILE = Path.of("conf", "compat.yaml");

  @Test
  void everything_is_read_and_paths_start_at_the_files_folder() throws ConfigException {
    CompatConfig config =
        parse(
            """
            plugins:
              - plugins/pricing.jar
              - path: /opt/tax.jar
                sha256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855
            flags: ../flags.yaml
            state: ${STATE}
            values: all
            report: 30s
            observe:
              - com.acme.LegacyPricing
              - com.acme.Outer$Inner#quote
              - {class: com.acme.Tax, context: {tenant: "mdc:tenantId"}}
            """);

    assertThat(config)
        .isEqualTo(
            new CompatConfig(
                FILE,
                List.of(
                    new Plugin(Path.of("conf/plugins/pricing.jar"), null, FILE + ":2"),
                    new Plugin(
                        Path.of("/opt/tax.jar"),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        FILE + ":3")),
                Path.of("conf/../flags.yaml"),
                Path.of("conf/state"),
                Values.ALL,
                Redact.NOTHING,
                Duration.ofDays(30),
                Duration.ofSeconds(30),
                List.of(
                    new Observed("com.acme.LegacyPricing", null, Map.of(), FILE + ":10"),
                    new Observed("com.acme.Outer$Inner", "quote", Map.of(), FILE + ":11"),
                    new Observed(
                        "com.acme.Tax", null, Map.of("tenant", "mdc:tenantId"), FILE + ":12"))));
  }

  @Test
  void what_is_not_said_has_a_default() throws ConfigException {
    assertThat(parse("plugins: []"))
        .isEqualTo(
            new CompatConfig(
                FILE,
                List.of(),
                Path.of("conf/flags.yaml"),
                null,
                Values.NONE,
                Redact.NOTHING,
                Duration.ofDays(30),
                Duration.ofMinutes(10),
                List.of()));
  }

  @Test
  void what_is_taken_out_of_values_is_read() throws ConfigException {
    CompatConfig config =
        parse(
            """
            values: redacted
            retain: 7d
            redact:
              paths: [arg(0).customer.iban, "*.password"]
              types: [com.acme.Secret]
              patterns: [card, 'K-\\d{6}']
            """);
    assertThat(config.retain()).isEqualTo(Duration.ofDays(7));
    assertThat(config.redact())
        .isEqualTo(
            new Redact(
                List.of("arg(0).customer.iban", "*.password"),
                List.of("com.acme.Secret"),
                List.of("card", "K-\\d{6}")));
    assertThat(parse("values: redacted").redact()).isEqualTo(Redact.USUAL);
  }

  @Test
  void rules_that_would_take_out_nothing_are_errors() {
    assertThatThrownBy(() -> parse("values: all\nredact: {patterns: [card]}"))
        .hasMessageContaining(":2: 'redact' without 'values: redacted'");
    assertThatThrownBy(
            () ->
                parse("values: redacted\nredact: {paths: [customer.iban], patterns: ['(', '.*']}"))
        .hasMessageContaining("'customer.iban' is not a place")
        .hasMessageContaining("'(' is not a regular expression")
        .hasMessageContaining("'.*' is not a regular expression: it finds the empty text");
  }

  @Test
  void observing_alone_needs_neither_plugins_nor_flags() throws ConfigException {
    assertThat(parse("observe: [com.acme.Legacy]").needsNoFlags()).isTrue();
    assertThat(parse("plugins: [a.jar]\nobserve: [com.acme.Legacy]").needsNoFlags()).isFalse();
    assertThat(parse("plugins: []").needsNoFlags()).isFalse();
  }

  @Test
  void what_a_command_line_observes_is_a_configuration_of_its_own() throws ConfigException {
    CompatConfig config =
        CompatConfig.observing(Path.of("--observe"), List.of("com.acme.Legacy#quote"), null);

    assertThat(config.observe())
        .containsExactly(new Observed("com.acme.Legacy", "quote", Map.of(), "--observe"));
    assertThat(config.needsNoFlags()).isTrue();
    assertThatThrownBy(
            () -> CompatConfig.observing(Path.of("--observe"), List.of("com/acme/X"), null))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--observe: 'com/acme/X' is no name of a class or method; write"
                + " com.acme.LegacyPricing, com.acme.Outer$Inner or com.acme.LegacyPricing#quote");
  }

  @Test
  void a_missing_file_says_where_it_was_looked_for_and_how_to_name_another() {
    Path missing = Path.of("no", "compat.yaml");

    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> CompatConfig.read(missing));

    assertThat(refused)
        .hasMessage(
            missing
                + ": no such file, looked for at '"
                + missing.toAbsolutePath()
                + "'; name another with -javaagent:compat-agent.jar=compat.yaml, -Dcompat.config"
                + " or COMPAT_CONFIG");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                parse(
                    """
                    plugin: [a.jar]
                    plugins:
                      - {file: a.jar}
                      - {path: b.jar, sha256: abc}
                      - ""
                    observed: [com.acme.Legacy]
                    values: everything
                    report: never
                    observe:
                      - com.acme.Legacy.quote()
                      - {clas: com.acme.Legacy}
                    """));

    assertThat(refused.getMessage().replace(FILE.toString(), "compat.yaml"))
        .isEqualTo(
            """
            compat.yaml:1: unknown key 'plugin'; did you mean 'plugins'?
            compat.yaml:3: unknown key 'file'; use path or sha256
            compat.yaml:3: a plugin without a path; add 'path: plugins/name.jar'
            compat.yaml:4: 'abc' is not a sha256; write the 64 hex digits that sha256sum prints
            compat.yaml:5: an empty path; write a path or remove the key
            compat.yaml:6: unknown key 'observed'; did you mean 'observe'?
            compat.yaml:7: unknown values 'everything'; use none, redacted or all
            compat.yaml:8: 'report' is not a duration: 'never'; write a number above 0 and its \
            unit: 500ms, 2s, 10m, 1h or 1d
            compat.yaml:10: 'com.acme.Legacy.quote()' is no name of a class or method; write \
            com.acme.LegacyPricing, com.acme.Outer$Inner or com.acme.LegacyPricing#quote
            compat.yaml:11: unknown key 'clas'; did you mean 'class'?
            compat.yaml:11: an observed class without a name; add 'class: com.acme.LegacyPricing'\
            """);
    assertThat(refused.problems()).hasSize(11);
  }

  private static CompatConfig parse(String text) throws ConfigException {
    return CompatConfig.parse(text, FILE, Map.of("STATE", "state")::get);
  }
}
