package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ExplanationTest {
  private static final String TEXT =
      """
      segments:
        beta: {tenant: [acme, globex]}
      flags:
        p:
          context: {tenant: "mdc:t", user: "mdc:u"}
          route: {new: 50, shadow: 20}
          by: [user, tenant]
          rules:
            - {when: {tenant: [internal]}, route: new}
            - when: {segment: beta, user: {not: [root]}}
              route: {verify: 10.5}
      """;

  @Example
  void a_rule_is_named_with_its_line_and_what_it_asks_for() throws ConfigException {
    Explanation explained = flag().explain(Context.of(Map.of("tenant", "acme", "user", "ann")));

    assertThat(explained.rule()).isEqualTo(2);
    assertThat(explained.where()).isEqualTo("f:10");
    assertThat(explained.condition()).isEqualTo("when in segment beta, and user is not root");
    assertThat(explained.gives()).isEqualTo("verify 10.5 % by user or else tenant, rest legacy");
    assertThat(explained.bucket())
        .isEqualTo(
            new Explanation.Bucket(
                new Buckets(Hash.V1, "p", "user").bucket("ann"),
                "user",
                "ann",
                "p",
                Map.of(Route.VERIFY, 10_500)));
    assertThat(explained.missing()).isEmpty();
    assertThat(explained.random()).isFalse();
  }

  @Example
  void without_a_rule_it_is_the_flags_own_route() throws ConfigException {
    Explanation explained = flag().explain(Context.of(Map.of("tenant", "x")));

    assertThat(explained.rule()).isZero();
    assertThat(explained.where()).isEqualTo("f:4");
    assertThat(explained.condition()).isEmpty();
    assertThat(explained.missing()).containsExactly("user");
    assertThat(Objects.requireNonNull(explained.bucket()).below())
        .isEqualTo(Map.of(Route.NEW, 50_000, Route.SHADOW, 70_000));
  }

  @Example
  void who_has_no_id_is_of_the_rest() throws ConfigException {
    Explanation explained = flag().explain(Context.NONE);

    assertThat(explained.bucket()).isNull();
    assertThat(explained.route()).isEqualTo(Route.LEGACY);
    assertThat(explained.missing()).containsExactly("tenant", "user");
  }

  @Example
  void ceiling_and_floor_are_told_apart_from_what_is_desired() throws ConfigException {
    Context internal = Context.of(Map.of("tenant", "internal"));

    Explanation held = flag().atMost(Route.SHADOW).explain(internal);
    Explanation lifted = flag().withFloor(Route.VERIFY).explain(Context.NONE);

    assertThat(List.of(held.desired(), held.ceiling(), held.route()))
        .containsExactly(Route.NEW, Route.SHADOW, Route.SHADOW);
    assertThat(List.of(lifted.desired(), lifted.floor(), lifted.route()))
        .containsExactly(Route.LEGACY, Route.VERIFY, Route.VERIFY);
  }

  @Example
  void a_draw_of_every_call_is_said_to_be_one() throws ConfigException {
    Flag flag = flag("flags: {p: {by: call, route: {new: 5}}}");

    assertThat(flag.explain(Context.NONE).random()).isTrue();
    assertThat(flag.explain(Context.NONE).bucket()).isNull();
  }

  @Property
  void what_is_explained_is_what_calls_get(@ForAll String tenant, @ForAll String user)
      throws ConfigException {
    for (Context context :
        List.of(
            Context.of(Map.of("tenant", tenant)),
            Context.of(Map.of("tenant", "globex", "user", user)),
            Context.of(Map.of("tenant", tenant, "user", user)))) {
      assertThat(flag().explain(context).route()).isEqualTo(flag().route(context));
    }
  }

  /** An explanation asks one rule after the other; calls look many of them up at once. */
  @Property(tries = 200)
  void many_rules_match_in_their_order(
      @ForAll @Size(max = 12) List<@IntRange(max = 7) Integer> kinds,
      @ForAll @IntRange(max = 4) int tenant)
      throws ConfigException {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < kinds.size(); i++) {
      rules.append("      - {when: {").append(CONDITIONS.get(kinds.get(i)));
      rules.append("}, route: {new: ").append(i + 1).append("}}\n");
    }
    Flag flag =
        flag(
            "segments: {s: {tenant: [t1, t3]}}\n"
                + "flags:\n  p:\n    context: {tenant: \"mdc:t\", user: \"mdc:u\"}\n    by: tenant\n"
                + (rules.isEmpty() ? "" : "    rules:\n" + rules));
    Context context = Context.of(Map.of("tenant", "t" + tenant, "user", "u"));

    Rule matched = new Rules(flag.definition().rules()).match(context);
    int expected = flag.explain(context).rule();

    assertThat(matched)
        .isSameAs(expected == 0 ? null : flag.definition().rules().get(expected - 1));
  }

  private static final List<String> CONDITIONS =
      List.of(
          "tenant: [t0]",
          "tenant: [t1, t2]",
          "tenant: [t2, t3]",
          "tenant: {not: [t0, t1]}",
          "user: [u]",
          "user: [v]",
          "segment: s",
          "tenant: [t3], user: [v]");

  private static Flag flag() throws ConfigException {
    return flag(TEXT);
  }

  private static Flag flag(String text) throws ConfigException {
    return Objects.requireNonNull(Flags.parse(text, "f").flag("p"));
  }
}
