package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import java.lang.management.ManagementFactory;
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
  void a_retired_flag_gives_one_side_for_good_and_says_what_to_delete() {
    Flag finished = flag("retired: true");

    assertThat(finished.constant()).isEqualTo(Route.NEW);
    assertThat(finished.floor()).isEqualTo(Route.NEW);
    assertThat(finished.atMost(Route.LEGACY).constant()).isEqualTo(Route.NEW);
    assertThat(finished.records()).isFalse();
    assertThat(finished.summary()).isEqualTo("new (retired: delete the flag and legacy)");
    assertThat(flag("retired: true\nroute: legacy").constant()).isEqualTo(Route.LEGACY);
    assertThat(flag("retired: true\nroute: legacy").summary())
        .isEqualTo("legacy (retired: delete the flag and the adapters)");
    assertThat(flag("retired: false").isOff()).isTrue();
  }

  @Test
  void a_flag_is_the_same_wherever_it_stands() {
    String body = "route: {new: 5}\nby: tenant\nrules: [{when: {tenant: [a]}, route: new}]";
    Flag flag = flag(body);

    assertThat(flag.isSameAs(flag("\n\n" + body))).isTrue();
    assertThat(flag.isSameAs(flag(body.replace("5", "6")))).isFalse();
    assertThat(flag.isSameAs(flag(body.replace("[a]", "[a, b]")))).isFalse();
    assertThat(flag.isSameAs(flag(body + "\nrecord: false"))).isFalse();
    assertThat(flag.isSameAs(flag.atMost(Route.SHADOW))).isFalse();
  }

  /** Allocation is counted by the JVM; what a test thread itself may need is next to nothing. */
  @Test
  void evaluating_a_flag_allocates_nothing() {
    Flag flag =
        flag(
            """
            route: {new: 50}
            by: [user, tenant]
            rules:
              - {when: {tenant: [acme, globex, initech]}, route: new}
              - {when: {tenant: {not: [x], prefix: [y]}, user: [z]}, route: new}
            """);
    Context context = key -> key.equals("tenant") ? "umbrella" : null;
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int given = evaluate(flag, context);

    long before = threads.getCurrentThreadAllocatedBytes();
    given += evaluate(flag, context);
    long after = threads.getCurrentThreadAllocatedBytes();

    assertThat(given).isIn(0, 20_000);
    assertThat(after - before).isLessThan(10_000);
  }

  private static int evaluate(Flag flag, Context context) {
    int given = 0;
    for (int i = 0; i < 10_000; i++) {
      given += flag.route(context) == Route.NEW ? 1 : 0;
    }
    return given;
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
