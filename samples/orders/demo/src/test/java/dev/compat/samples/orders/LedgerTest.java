package dev.compat.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the demo leans on when it says that no reply was wrong. */
class LedgerTest {

  private static final Request QUOTE = new Request("GET", "/quote?customer=1");
  private static final Request ORDER = new Request("POST", "/orders?customer=1");

  private final Ledger ledger = new Ledger();

  @Test
  void a_reply_that_is_not_the_twins_is_wrong() {
    note(QUOTE, new Reply(200, "{\"tax\": \"0.14\"}"), new Reply(200, "{\"tax\": \"0.14\"}"));
    assertThat(ledger.wrong()).isEmpty();

    note(QUOTE, new Reply(200, "{\"tax\": \"0.14\"}"), new Reply(200, "{\"tax\": \"0.15\"}"));
    assertThat(ledger.wrongReplies()).isEqualTo(1);
    assertThat(ledger.wrong())
        .containsExactly(
            "acme /quote?customer=1: 200 {\"tax\": \"0.14\"} expected, 200 {\"tax\": \"0.15\"}"
                + " replied");
  }

  @Test
  void a_failure_is_wrong_even_if_the_twin_fails_too() {
    note(QUOTE, new Reply(500, "failed"), new Reply(500, "failed"));
    note(QUOTE, new Reply(0, "timed out"), new Reply(0, "timed out"));
    assertThat(ledger.wrongReplies()).isEqualTo(2);
  }

  @Test
  void another_number_is_wrong_until_it_is_expected() {
    note(ORDER, numbered("ACME-000007"), numbered("ACME-001001"));
    assertThat(ledger.wrongReplies()).isEqualTo(1);

    ledger.expectOwnNumbers();
    note(ORDER, numbered("ACME-000008"), numbered("ACME-001002"));
    assertThat(ledger.wrongReplies()).isEqualTo(1);
    assertThat(ledger.orders()).isEqualTo(2);
    assertThat(ledger.placed("acme")).isEqualTo(2);
  }

  @Test
  void a_number_is_never_given_twice() {
    ledger.expectOwnNumbers();
    note(ORDER, numbered("ACME-000008"), numbered("ACME-001002"));
    note(ORDER, numbered("ACME-000009"), numbered("ACME-001002"));
    assertThat(ledger.wrong()).hasSize(1).first().asString().contains("number given twice");
  }

  @Test
  void every_tenant_asks_the_same_again_but_not_what_others_ask() {
    assertThat(asked("acme")).isEqualTo(asked("acme")).isNotEqualTo(asked("hats"));
  }

  private static List<Request> asked(String tenant) {
    Script script = new Script(tenant);
    return Stream.generate(script::next).limit(100).toList();
  }

  private static Reply numbered(String number) {
    return new Reply(200, "{\"net\": \"1.00\", \"number\": \"" + number + "\"}");
  }

  private void note(Request request, Reply expected, Reply reply) {
    ledger.note("acme", request, expected, reply, 1);
  }
}
