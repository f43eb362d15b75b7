package dev.compat.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.Redact;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static final String CARD = "4111 1111 1111 1111";
  private static final String IBAN = "DE89 3704 0044 0532 0130 00";

  private static Redaction patterns(String... patterns) {
    return Redaction.of(new Redact(List.of(), List.of(), List.of(patterns)));
  }

  private static Redaction paths(String... paths) {
    return Redaction.of(new Redact(List.of(paths), List.of(), List.of()));
  }

  private static Evidence evidence(Redaction redaction) {
    return new Evidence(redaction, new Units(redaction, () -> new byte[] {1}), Recorder.NONE);
  }

  record Customer(String name, String password) {}

  static final class Account {
    final String owner = "Grace";
    final Customer customer = new Customer("Ada", "hunter2");

    @Override
    public String toString() {
      return "Account of Grace with hunter2";
    }
  }

  @Test
  void cards_accounts_and_addresses_are_taken_out_of_texts() {
    Redaction usual = Redaction.of(Redact.USUAL);
    assertThat(usual.text("pay " + CARD + " from " + IBAN + " to ada@example.org."))
        .isEqualTo("pay ‹card redacted› from ‹iban redacted› to ‹email redacted›.");
    assertThat(usual.text("order 4111 1111 1111 1112, DE00 3704 0044 0532 0130 00, @home"))
        .isEqualTo("order 4111 1111 1111 1112, DE00 3704 0044 0532 0130 00, @home");
    assertThat(usual.describe("result", 4111111111111111L)).isEqualTo("‹card redacted›");
  }

  @Test
  void an_expression_that_never_ends_costs_the_text_alone() {
    assertThat(patterns("(.*a){12}b").text("a".repeat(60) + "c")).isEqualTo("‹pattern redacted›");
    assertThat(patterns("K-\\d+").text("K-17, K-x")).isEqualTo("‹pattern redacted›, K-x");
  }

  @Test
  void a_place_covers_all_that_is_below_it() {
    Redaction redaction = paths("arg(0).customer", "*.password", "unit");
    assertThat(redaction.covers("arg(0).customer.name", String.class)).isTrue();
    assertThat(redaction.covers("arg(0).customers", String.class)).isFalse();
    assertThat(redaction.covers("arg(1).customer", String.class)).isFalse();
    assertThat(redaction.covers("result[3].password", String.class)).isTrue();
    assertThat(redaction.covers("result[password]", String.class)).isTrue();
    assertThat(redaction.covers("unit", String.class)).isTrue();
    assertThat(Redaction.SHAPES.covers("result", String.class)).isTrue();
    assertThat(Redaction.EVERYTHING.covers("result", String.class)).isFalse();
  }

  @Test
  void an_index_or_key_in_brackets_is_a_name_or_no_step_at_all() {
    Redaction redaction = paths("arg(0)[*].account", "arg(0).customers.pin", "*.db.password");
    assertThat(redaction.covers("arg(0)[0][account]", String.class)).isTrue();
    assertThat(redaction.covers("arg(0)[customers][3][pin].digits", String.class)).isTrue();
    assertThat(redaction.covers("arg(0)[customers].pin", String.class)).isTrue();
    assertThat(redaction.covers("result.x[db.password]", String.class)).isTrue();
    assertThat(redaction.covers("result[db][user.name][password]", String.class)).isTrue();
    assertThat(redaction.covers("arg(0)[customers][pins]", String.class)).isFalse();
    assertThat(redaction.covers("arg(0).other.account", String.class)).isFalse();
    assertThat(redaction.covers("arg(1)[account]", String.class)).isFalse();
  }

  @Test
  void arrays_of_characters_or_bytes_are_texts() {
    Redaction usual = Redaction.of(Redact.USUAL);
    assertThat(usual.describe("result", CARD.toCharArray())).isEqualTo("\"‹card redacted›\"");
    assertThat(usual.describe("result", CARD.getBytes(UTF_8)))
        .isEqualTo("a byte[] with ‹text redacted›");
    assertThat(usual.describe("result", new byte[] {1, 2})).isEqualTo("[1, 2]");
  }

  @Test
  void a_type_is_taken_out_wherever_it_is() {
    Redaction types =
        Redaction.of(new Redact(List.of(), List.of("java.lang.CharSequence"), List.of()));
    assertThat(types.describe("result", List.of("x", 1)))
        .isEqualTo("[‹java.lang.CharSequence redacted›, 1]");
  }

  @Test
  void what_is_in_objects_is_taken_out_and_their_own_text_is_not_trusted() {
    assertThat(paths("*.password").describe("arg(0)", new Account()))
        .isEqualTo(
            "Account[owner=\"Grace\", customer=Customer[name=\"Ada\", password=‹*.password"
                + " redacted›]]");
    assertThat(paths("*.password").describe("result", Map.of("password", "hunter2")))
        .isEqualTo("{\"password\"=‹*.password redacted›}");
    assertThat(paths("thrown.message").describe("thrown", new IllegalStateException("secret")))
        .isEqualTo("java.lang.IllegalStateException: ‹thrown.message redacted›");
  }

  @Test
  void keys_are_values() {
    assertThat(Redaction.of(Redact.USUAL).describe("result", Map.of(CARD, 1)))
        .isEqualTo("{\"‹card redacted›\"=1}");
  }

  @Test
  void examples_are_redacted_before_they_are_kept_and_it_is_counted() {
    Evidence evidence = evidence(Redaction.of(Redact.USUAL));
    JoinPointEvidence point = evidence.joinPoint("text", "a.B#c(String)");
    String before = "x".repeat(50_000);
    Samples.trial(point, "to " + CARD, before + "for " + CARD + "!", before + "for " + CARD + "?");

    String line = Json.write(evidence.snapshot().get(0));
    assertThat(line).doesNotContain("1111").contains("‹card redacted›!", "‹card redacted›?");
    assertThat(evidence.snapshot().get(0).findings().redacted()).isEqualTo(Map.of("card", 3L));
  }

  @Test
  void a_difference_inside_of_what_is_taken_out_is_not_told() {
    Evidence evidence = evidence(paths("result"));
    Samples.trial(evidence.joinPoint("text", "a.B#c(String)"), 1, "secret a", "secret b");
    Example example = evidence.snapshot().get(0).groups().get(0).example();
    assertThat(List.of(example.legacy(), example.replacement()))
        .containsExactly("‹result redacted›", "‹result redacted›");
    assertThat(example.at()).isEqualTo(-1);
  }

  @Test
  void units_have_names_only_where_values_are_kept() {
    Redaction usual = Redaction.of(Redact.USUAL);
    assertThat(new Units(usual, () -> new byte[] {1}).name("acme")).isEqualTo("acme");
    String hash = new Units(Redaction.SHAPES, () -> new byte[] {1}).name("acme");
    assertThat(hash).matches("#[0-9a-f]{10}");
    assertThat(new Units(usual, () -> new byte[] {1}).name("ada@example.org")).startsWith("#");
    assertThat(new Units(Redaction.SHAPES, () -> new byte[] {2}).name("acme")).isNotEqualTo(hash);
    assertThat(new Units(paths("unit"), () -> new byte[] {1}).name("acme")).isEqualTo(hash);
  }

  enum Grade {
    HIGH
  }

  record Patient(boolean hivPositive, Grade grade, LocalDate born, int visits, String note) {}

  private static Set<String> traits(Redaction redaction, Object argument) {
    Evidence evidence = evidence(redaction);
    Samples.tried(evidence.joinPoint("m", "a.B#c"), Samples.MATCH, null, false, argument);
    return evidence.snapshot().get(0).findings().matching().holding().keySet();
  }

  private static final Patient PATIENT =
      new Patient(true, Grade.HIGH, LocalDate.of(2024, 2, 29), 0, "ü");

  @Test
  void no_pattern_tells_of_what_a_rule_covers() {
    assertThat(traits(paths("*.hivPositive", "arg(0).grade", "*.born"), PATIENT))
        .contains("arg(0).visits is zero", "arg(0).note has a character above U+007F")
        .noneMatch(trait -> trait.contains("hiv") || trait.contains("grade"))
        .noneMatch(trait -> trait.contains("born"));
    Redaction grades =
        Redaction.of(new Redact(List.of(), List.of(Grade.class.getName()), List.of()));
    assertThat(traits(grades, PATIENT))
        .contains("arg(0).hivPositive is true")
        .noneMatch(trait -> trait.contains("HIGH"));
    assertThat(traits(patterns("HIGH"), PATIENT)).noneMatch(trait -> trait.contains("HIGH"));
    assertThat(traits(paths("*.password"), Map.of("password", true)))
        .noneMatch(trait -> trait.contains("true"));
    assertThat(traits(paths("arg(0).ada.grade"), Map.of("ada", PATIENT)))
        .noneMatch(trait -> trait.contains("HIGH"));
  }

  @Test
  void where_no_values_are_kept_patterns_tell_shapes_only() {
    assertThat(traits(Redaction.SHAPES, PATIENT))
        .containsExactlyInAnyOrder(
            "arg(0) is a " + Looks.name(Patient.class), "arg(0).note has a character above U+007F");
  }
}
