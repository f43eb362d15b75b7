package dev.compat.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.CompatConfig;
import dev.compat.config.Redact;
import dev.compat.evidence.Redaction;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // as what is recorded
class RedactorTest {

  private static final long CARD = 4111111111111111L;
  private static final String MAIL = "max.secret@example.com";

  static final List<Object> SECRETS =
      List.of(
          CARD,
          BigInteger.valueOf(CARD),
          new AtomicLong(CARD),
          new long[] {1, CARD},
          Long.toString(CARD).toCharArray(),
          MAIL.getBytes(UTF_8),
          new StringBuffer(MAIL),
          URI.create("mailto:" + MAIL),
          Optional.of(List.of(MAIL)),
          Map.of(MAIL, Map.of("x", MAIL)));

  private final List<String> places = new ArrayList<>();

  private String kept(Redact rules, Object value) {
    CompatConfig config =
        new CompatConfig(
            Path.of("compat.yaml"),
            List.of(),
            Path.of("flags.yaml"),
            null,
            CompatConfig.Values.REDACTED,
            rules,
            Duration.ofDays(1),
            Duration.ofDays(1),
            List.of());
    Encoder encoder = new Encoder(Redactor.of(Redaction.of(config)));
    String json = JsonText.write(encoder.encode("arg(0)", value));
    places.addAll(encoder.redacted());
    return json;
  }

  private String kept(String path, Object value) {
    return kept(new Redact(List.of(path), List.of(), List.of()), value);
  }

  @ParameterizedTest
  @FieldSource("SECRETS")
  void patterns_are_looked_for_in_the_text_of_every_value(Object secret) {
    assertThat(kept(Redact.USUAL, secret))
        .contains("{\"redacted\":\"redacted\"}")
        .doesNotContain("4111", MAIL, Base64.getEncoder().encodeToString(MAIL.getBytes(UTF_8)));
  }

  @Test
  void a_date_is_no_card_number() {
    Date date = new Date(1700000000003L);
    assertThat(kept(Redact.USUAL, date)).isEqualTo("{\"Date\":1700000000003}");
  }

  @Test
  void places_are_told_without_keys() {
    kept("*.iban", Map.of(MAIL, Map.of("iban", "x", "name", "y")));
    assertThat(places).containsExactly("arg(0)[*][*]");
  }

  @Test
  void no_key_and_no_container_keeps_a_rule_from_its_place() {
    record Holder(List<Map<String, Object>> lines) {}
    Map<String, Object> secret = new HashMap<>(Map.of("pin", "SECRET"));
    assertThat(kept("arg(0).pin", new HashMap<>(Map.of("k]x", secret)))).doesNotContain("SECRET");
    assertThat(kept("arg(0)[*].pin", List.of(secret))).doesNotContain("SECRET");
    assertThat(kept("arg(0).pin", Optional.of(secret))).doesNotContain("SECRET");
    assertThat(kept("arg(0).all.pin", Map.of("all", List.of(secret)))).doesNotContain("SECRET");
    assertThat(kept("arg(0).lines.pin", new Holder(List.of(secret)))).doesNotContain("SECRET");
    assertThat(kept("arg(0).NEW", Map.of(Thread.State.NEW, "SECRET"))).doesNotContain("SECRET");
    assertThat(kept("arg(0).pins", List.of(secret))).contains("SECRET");
  }
}
