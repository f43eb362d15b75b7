package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.compat.config.ConfigException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules may ask for, and whose calls stay together. */
class TargetingTest {
  private static final String HEAD =
      """
      segments:
        beta: {tenant: [acme, globex]}
        staff: {tenant: [internal], user: [ann, bob]}
      flags:
        p:
          context: {tenant: "mdc:t", user: "mdc:u"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {tenant: [acme, globex]}            | acme   | ann  | NEW
          {tenant: [acme, globex]}            | initech| ann  | LEGACY
          {tenant: acme, user: ann}           | acme   | ann  | NEW
          {tenant: acme, user: ann}           | acme   | bob  | LEGACY
          {tenant: {not: [acme, globex]}}     | initech|      | NEW
          {tenant: {not: [acme, globex]}}     | globex |      | LEGACY
          {tenant: {not: [acme, globex]}}     |        | ann  | LEGACY
          {tenant: {prefix: [test-, qa-]}}    | qa-7   |      | NEW
          {tenant: {prefix: [test-, qa-]}}    | a-qa-7 |      | LEGACY
          {tenant: {prefix: test-}}           |        |      | LEGACY
          {tenant: {prefix: t-, not: t-1}}    | t-2    |      | NEW
          {tenant: {prefix: t-, not: t-1}}    | t-1    |      | LEGACY
          {segment: beta}                     | acme   |      | NEW
          {segment: beta}                     | initech|      | LEGACY
          {segment: [beta, staff]}            | initech| bob  | NEW
          {segment: [beta, staff]}            | initech| eve  | LEGACY
          {segment: staff}                    | internal|     | NEW
          {segment: staff}                    |        | ann  | NEW
          {segment: {not: staff}}             | acme   | eve  | NEW
          {segment: {not: staff}}             | acme   | ann  | LEGACY
          {segment: {not: staff}}             | acme   |      | LEGACY
          {segment: {not: [beta, staff]}}     | acme   | eve  | LEGACY
          {segment: {not: [beta, staff]}}     | initech| eve  | NEW
          {segment: beta, user: {not: root}}  | acme   | root | LEGACY
          {segment: beta, user: {not: root}}  | acme   | eve  | NEW
          """)
  void a_rule_matches_where_all_it_asks_for_is_known_to_hold(
      String when, String tenant, String user, Route expected) throws ConfigException {
    Flag flag = flag("rules: [{when: " + when + ", route: new}]");

    assertThat(flag.route(context(tenant, user))).isEqualTo(expected);
  }

  @Test
  void the_first_of_several_keys_that_a_call_has_decides() throws ConfigException {
    Flag both = flag("by: [user, tenant]\nroute: {new: 50}");
    Flag user = flag("by: user\nroute: {new: 50}");
    Flag tenant = flag("by: tenant\nroute: {new: 50}");

    for (int i = 0; i < 100; i++) {
      assertThat(both.route(context("t" + i, "u" + i)))
          .isEqualTo(user.route(context(null, "u" + i)));
      assertThat(both.route(context("t" + i, null)))
          .isEqualTo(tenant.route(context("t" + i, null)));
    }
    assertThat(both.route(Context.NONE)).isEqualTo(Route.LEGACY);
    assertThat(both.summary()).isEqualTo("new 50 % by user or else tenant, rest legacy");
  }

  @Test
  void by_call_draws_every_call_anew_and_needs_no_key() throws ConfigException {
    Flag flag = flag("by: call\nroute: {new: 20}");
    long drawn = 0;
    for (int i = 0; i < 20_000; i++) {
      drawn += flag.route(Context.NONE) == Route.NEW ? 1 : 0;
    }

    // Binomial with a standard deviation of 57.
    assertThat(drawn).isBetween(3_600L, 4_400L);
    assertThat(flag.splitsByCall()).isTrue();
    assertThat(flag("by: call\nroute: {new: 100}").splitsByCall()).isFalse();
    assertThat(flag("by: tenant\nroute: {new: 20}").splitsByCall()).isFalse();
    assertThat(flag("by: call\nroute: {shadow: 20}").splitsByCall()).isFalse();
    assertThat(flag.atMost(Route.SHADOW).splitsByCall()).isFalse();
    assertThat(flag.summary()).isEqualTo("new 20 % by call, rest legacy");
  }

  @Test
  void another_salt_is_another_draw_and_the_hash_has_a_version() throws ConfigException {
    Flag own = flag("by: tenant\nroute: {new: 50}");
    Flag named = flag("by: tenant\nroute: {new: 50}\nsalt: p\nhash: v1");
    Flag other = flag("by: tenant\nroute: {new: 50}\nsalt: q");
    int moved = 0;
    for (int i = 0; i < 1_000; i++) {
      Context context = context("t" + i, null);
      assertThat(named.route(context)).isEqualTo(own.route(context));
      moved += other.route(context) == own.route(context) ? 0 : 1;
    }

    assertThat(moved).isBetween(400, 600);
    assertThat(own.isSameAs(named)).isTrue();
    assertThat(own.isSameAs(other)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hash: v2                                      | unknown hash 'v2'; did you mean 'v1'?
          hash: crc                                     | unknown hash 'crc'; use v1
          {by: tenat, route: {new: 5}}                  | context key 'tenat' is not declared; did you mean 'tenant'?
          {by: [tenant, call], route: {new: 5}}         | 'call' is one of several in 'by'; write 'by: call' alone, or context keys alone
          {by: [], route: {new: 5}}                     | 'by' names nobody; name a context key, such as 'by: tenant'
          rules: [{when: {segment: bta}, route: new}]   | unknown segment 'bta'; did you mean 'beta'?
          rules: [{when: {segment: []}, route: new}]    | no values for 'segment'; list those that the rule is for: [value]
          rules: [{when: {tenant: {}}, route: new}]     | no values for 'tenant'; list those that the rule is for: [value]
          rules: [{when: {tenant: {nott: x}}, route: new}] | unknown key 'nott'; did you mean 'not'?
          rules: [{when: {segmnt: beta}, route: new}]   | context key 'segmnt' is not declared; declare it, such as 'context: {segmnt: "mdc:segmnt"}'
          {context: {call: "mdc:c"}}                    | 'call' cannot name a context key: rules, 'by' or 'pin' use the word; give it another name
          {context: {user: "mdc:u"}, rules: [{when: {segment: beta}, route: new}]} | context key 'tenant' is not declared; declare it, such as 'context: {tenant: "mdc:tenant"}'
          pin: requst                                   | context key 'requst' is not declared; declare it, such as 'context: {requst: "mdc:requst"}'
          pin: {most: 500}                              | a pin without 'by'; add 'by: receiver', or 'by:' with a context key
          pin: {by: receiver, idle: 10ms}               | 'idle' is below a second; units are kept for whole seconds: 1s or more
          {retired: true, kill: true}                   | flag 'p' is retired and killed; take one of the two out
          {retired: true, route: shadow}                | flag 'p' is retired and yet gives shadow; give 'route: new' or 'route: legacy' alone, or take 'retired' out
          """)
  void what_cannot_be_meant_is_said_with_its_line(String body, String problem) {
    String own = body.startsWith("{") ? body.substring(1, body.length() - 1) : body;
    String context = own.startsWith("context") ? "" : "context: {tenant: \"mdc:t\"}, ";
    String text = HEAD.substring(0, HEAD.indexOf("  p:")) + "  p: {" + context + own + "}\n";

    ConfigException refused = refused(text);

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).toString()).matches("f:\\d+: .*").endsWith(problem);
  }

  @Test
  void segments_are_checked_where_they_stand() {
    ConfigException refused =
        refused("segments:\n  a: {}\n  b: {tenant: []}\nflags: {}\nsegmnts: {}\n");

    assertThat(refused.getMessage())
        .contains("f:2: segment 'a' is empty; list who is in it: {tenant: [acme]}")
        .contains("f:3: no values for 'tenant' in segment 'b'; list those in it: [value]")
        .contains("f:5: unknown key 'segmnts'; did you mean 'segments'?");
  }

  private static ConfigException refused(String text) {
    return Objects.requireNonNull(
        catchThrowableOfType(ConfigException.class, () -> Flags.parse(text, "f")));
  }

  private static Context context(String tenant, String user) {
    return key -> Objects.equals(key, "tenant") ? tenant : key.equals("user") ? user : null;
  }

  private static Flag flag(String body) throws ConfigException {
    return Objects.requireNonNull(Flags.parse(HEAD + body.indent(4), "f").flag("p"));
  }
}
