package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FlagTest {
  private static final Context ANYBODY = Context.of(Map.of("tenant", "anybody", "user", "ann"));

  @Test
  void the_first_rule_that_matches_decides() {
    Flag flag =
        flag(
            """
            route: shadow
            rules:
              - {when: {tenant: [acme, globex]}, route: legacy}
              - {when: {tenant: globex, user: [ann, bob]}, route: new}
              - {when: {user: [bob]}, route: new}
            """);

    assertThat(flag.route(Context.of(Map.of("tenant", "globex", "user", "ann"))))
        .isEqualTo(Route.LEGACY);
    assertThat(flag.route(Context.of(Map.of("tenant", "x", "user", "bob")))).isEqualTo(Route.NEW);
    assertThat(flag.route(ANYBODY)).isEqualTo(Route.SHADOW);
    assertThat(flag.route(Context.NONE)).isEqualTo(Route.SHADOW);
    assertThat(flag.constant()).isNull();
    assertThat(flag.isOff()).isFalse();
    assertThat(flag.summary()).isEqualTo("shadow; 3 rules");
  }

  @Test
  void a_rule_needs_all_its_conditions() {
    Flag flag = flag("rules: [{when: {tenant: [acme], user: [ann]}, route: new}]");

    assertThat(flag.route(Context.of(Map.of("tenant", "acme")))).isEqualTo(Route.LEGACY);
    assertThat(flag.route(Context.of(Map.of("tenant", "acme", "user", "ann"))))
        .isEqualTo(Route.NEW);
  }

  @Test
  void a_rule_may_give_a_share() {
    Flag flag = flag("by: user\nrules: [{when: {tenant: [acme]}, route: {new: 99.999}}]");

    assertThat(flag.route(Context.of(Map.of("tenant", "acme", "user", "ann"))))
        .isEqualTo(Route.NEW);
    assertThat(flag.route(Context.of(Map.of("tenant", "acme")))).isEqualTo(Route.LEGACY);
    assertThat(flag.route(ANYBODY)).isEqualTo(Route.LEGACY);
  }

  @Test
  void kill_is_legacy_whatever_else_is_said() {
    Flag flag = flag("kill: true\nroute: new\nrules: [{when: {tenant: [acme]}, route: new}]");

    assertThat(flag.route(Context.of(Map.of("tenant", "acme")))).isEqualTo(Route.LEGACY);
    assertThat(flag.isOff()).isTrue();
    assertThat(flag.summary()).isEqualTo("legacy (kill)");
  }

  @Test
  void a_ceiling_lowers_every_answer() {
    Flag flag = flag("route: new\nrules: [{when: {tenant: [acme]}, route: legacy}]");

    Flag shadowed = flag.atMost(Route.SHADOW);

    assertThat(shadowed.route(ANYBODY)).isEqualTo(Route.SHADOW);
    assertThat(shadowed.route(Context.of(Map.of("tenant", "acme")))).isEqualTo(Route.LEGACY);
    assertThat(shadowed.summary()).isEqualTo("new; 1 rule, at most shadow");
    assertThat(flag.atMost(Route.LEGACY).isOff()).isTrue();
    assertThat(shadowed.atMost(Route.NEW)).isSameAs(shadowed);
    assertThat(flag.route(ANYBODY)).isEqualTo(Route.NEW);
  }

  @Test
  void rules_that_change_nothing_leave_it_constant() {
    assertThat(flag("route: new").constant()).isEqualTo(Route.NEW);
    assertThat(flag("route: new\nrules: [{when: {tenant: [a]}, route: new}]").constant())
        .isEqualTo(Route.NEW);
    assertThat(flag("by: user\nroute: {new: 60, shadow: 40}").constant()).isNull();
    assertThat(flag("by: user\nroute: {new: 60, shadow: 40}").atMost(Route.SHADOW).constant())
        .isNull();
  }

  @Test
  void a_context_that_throws_means_legacy() {
    Flag flag = flag("route: new\nrules: [{when: {tenant: [acme]}, route: new}]\nby: tenant\n");
    Flag share = flag("route: {new: 99}\nby: tenant\n");
    Context broken =
        key -> {
          throw new StackOverflowError();
        };

    assertThat(flag.route(broken)).isEqualTo(Route.NEW); // constant: the context is not asked
    assertThat(share.route(broken)).isEqualTo(Route.LEGACY);
  }

  @Test
  void nothing_goes_below_the_floor_whoever_asks() {
    String rule = "\nrules: [{when: {tenant: [acme]}, route: legacy}]";
    Flag flag = flag("route: new\nfloor: verify" + rule);

    assertThat(flag.route(Context.of(Map.of("tenant", "acme")))).isEqualTo(Route.VERIFY);
    assertThat(flag.route(ANYBODY)).isEqualTo(Route.NEW);
    assertThat(flag.atMost(Route.LEGACY).constant()).isEqualTo(Route.VERIFY);
    assertThat(flag.atMost(Route.LEGACY).isOff()).isFalse();
    assertThat(flag.atMost(Route.SHADOW).floor()).isEqualTo(Route.VERIFY);
    assertThat(flag("route: new\nkill: true\nfloor: fallback").constant())
        .isEqualTo(Route.FALLBACK);
    assertThat(flag.mayGive(Route.LEGACY)).isFalse();
    assertThat(flag.asksBelowFloor()).isTrue();
    assertThat(flag("route: new\nfloor: new").asksBelowFloor()).isFalse();
  }

  @Test
  void a_floor_that_is_remembered_holds_for_a_flag_that_says_none() {
    Flag flag = flag("route: legacy");

    assertThat(flag.declaredFloor()).isNull();
    assertThat(flag("floor: legacy").declaredFloor()).isEqualTo(Route.LEGACY);
    assertThat(flag.withFloor(Route.NEW).constant()).isEqualTo(Route.NEW);
    assertThat(flag.withFloor(Route.NEW).atMost(Route.LEGACY).constant()).isEqualTo(Route.NEW);
    assertThat(flag.withFloor(Route.LEGACY)).isSameAs(flag);
    assertThat(Flag.lost("p", Route.NEW, "floors").constant()).isEqualTo(Route.NEW);
  }

  @Test
  void a_context_that_throws_means_the_floor() {
    Flag share = flag("route: {new: 99, fallback: 1}\nby: tenant\nfloor: fallback");

    assertThat(
            share.route(
                key -> {
                  throw new StackOverflowError();
                }))
        .isEqualTo(Route.FALLBACK);
  }

  @Test
  void a_summary_tells_the_floor() {
    assertThat(flag("route: new\nfloor: new").summary()).isEqualTo("new; floor new");
    assertThat(flag("route: new\nfloor: verify\nkill: true").summary())
        .isEqualTo("verify (kill); floor verify");
    assertThat(flag("route: new\nfloor: fallback").atMost(Route.LEGACY).summary())
        .isEqualTo("fallback (desired: new); floor fallback");
    assertThat(flag("route: new\nfloor: fallback").atMost(Route.VERIFY).summary())
        .isEqualTo("new, at most verify; floor fallback");
  }

  @Test
  void a_summary_is_one_line() {
    assertThat(flag("route: legacy").summary()).isEqualTo("legacy");
    assertThat(flag("route: {new: 5}\nby: tenant").summary())
        .isEqualTo("new 5 % by tenant, rest legacy");
    assertThat(flag("route: {shadow: 0.125}\nby: tenant").summary())
        .isEqualTo("shadow 0.125 % by tenant, rest legacy");
  }

  private static Flag flag(String body) {
    String text =
        "flags:\n  p:\n    context: {tenant: \"mdc:t\", user: \"mdc:u\"}\n" + body.indent(4);
    try {
      return Objects.requireNonNull(Flags.parse(text, "flags.yaml").flag("p"));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }
}
