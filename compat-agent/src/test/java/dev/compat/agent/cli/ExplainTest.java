package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Route;
import dev.compat.state.RouteOverride;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  private static final Instant WHEN = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Path config;
  private Path flags;
  private StateFolder state;

  @BeforeEach
  void files() throws IOException {
    config = Files.writeString(folder.resolve("compat.yaml"), "state: state/\n");
    state = StateFolder.at(folder.resolve("state"));
    flags =
        Files.writeString(
            folder.resolve("flags.yaml"),
            """
            segments:
              beta: {tenant: [acme, globex]}
            flags:
              pricing:
                context: {tenant: "mdc:tenantId", user: "arg(0).user", config: "mdc:c"}
                by: tenant
                route: {new: 5, shadow: 20}
                rules:
                  - {when: {tenant: [internal]}, route: new}
                  - {when: {segment: beta, user: {not: [root]}}, route: {verify: 50}}
              tax: {by: call, route: {new: 10}}
              done: {retired: true}
              killed: {route: new, kill: true}
              pinned: {context: {r: "mdc:r"}, route: new, pin: r}
            """);
  }

  @Test
  void the_rule_its_line_and_the_bucket_are_said() {
    Asked asked = explain("pricing", "--tenant", "acme", "--user=ann");

    assertThat(asked.out())
        .isEqualTo(
            """
            pricing: VERIFY for tenant acme, user ann
              rule    2, FLAGS:10: when in segment beta, and user is not root
              gives   verify 50 % by tenant, rest legacy
              bucket  48,194 of 100,000 for tenant 'acme' with salt 'pricing': verify below 50,000, legacy beyond
              note    user is what arg(0).user gives, call by call
              note    a method that does not permit verify gets another route; 'status' says which and why
            """
                .replace("FLAGS", flags.toString()));
    assertThat(asked.code()).isZero();
  }

  @Test
  void it_needs_no_state_folder() throws IOException {
    Files.writeString(config, "values: none\n");
    Asked asked = explain("pricing", "--tenant", "acme", "--user", "root");
    assertThat(asked.err()).isEmpty();
    assertThat(asked.out()).contains(" of 100,000 for tenant 'acme'");
    assertThat(explain("pricin").err())
        .startsWith("unknown migration 'pricin'; ")
        .contains("pricing");
  }

  @Test
  void without_a_rule_it_is_the_flags_own_route() {
    Asked asked = explain("--tenant", "initech", "pricing");

    assertThat(asked.out())
        .contains("  rule    none, so the flag's own route, " + flags + ":4\n")
        .contains("  gives   new 5 %, shadow 20 % by tenant, rest legacy\n")
        .contains(" of 100,000 for tenant 'initech' with salt 'pricing': new below 5,000, shadow");
    assertThat(asked.code()).isZero();
  }

  @Test
  void what_holds_a_migration_back_is_said_with_who_and_why() throws Exception {
    state.change(
        overrides -> {
          overrides.put("pricing", RouteOverride.of(Route.SHADOW, "ann", "INC-812", WHEN));
          return overrides;
        },
        "ann",
        "test");

    Asked held = explain("pricing", "--tenant", "internal");
    Files.createFile(state.path().resolve("OFF"));
    Asked off = explain("pricing", "--tenant", "internal");

    assertThat(held.out())
        .startsWith("pricing: SHADOW for tenant internal\n")
        .contains("  held    at most SHADOW: revision 1, ann: INC-812\n");
    assertThat(off.out())
        .startsWith("pricing: LEGACY for tenant internal\n")
        .contains("  held    at most LEGACY: the file OFF is in " + state.path() + "\n");
    assertThat(explain("killed").out())
        .contains("  held    at most LEGACY: kill, " + flags + ":13");
    assertThat(explain("done").out())
        .startsWith("done: NEW\n")
        .contains("at least NEW, whatever is above: retired, " + flags + ":12");
  }

  @Test
  void a_floor_that_is_remembered_holds_here_too() {
    state.floor("pricing", Route.FALLBACK);
    state.floor("gone", Route.NEW);

    assertThat(explain("pricing", "--tenant", "nobody").out())
        .startsWith("pricing: FALLBACK for tenant nobody\n")
        .contains(
            "  held    at least FALLBACK, whatever is above: floor, " + state.floorFile("pricing"));
    assertThat(explain("gone").out())
        .startsWith("gone: NEW\n")
        .contains("at least NEW, whatever is above: floor, " + state.floorFile("gone"));
  }

  @Test
  void an_answer_that_depends_on_more_exits_1_and_says_on_what() {
    Asked missing = explain("pricing", "--tenant", "acme");
    Asked random = explain("tax");

    assertThat(missing.out())
        .contains(
            "note    user is not given, so this is for calls without one; give --user (calls have"
                + " it from arg(0).user)");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(random.out()).contains("note    every call is drawn anew: new 10 % by call");
    assertThat(random.code()).isEqualTo(1);
    assertThat(explain("pricing", "--tenant", "internal").code()).isZero();
  }

  @Test
  void pins_and_keys_that_an_option_is_called_like_are_known() {
    assertThat(explain("pinned", "--r", "7").out())
        .contains("note    a unit of work, by r, that began on another side stays there");
    assertThat(explain("pricing", "--set", "config=eu", "--tenant", "internal").out())
        .startsWith("pricing: NEW for config eu, tenant internal\n");
  }

  @Test
  void json_says_the_same() {
    assertThat(explain("pricing", "--tenant", "acme", "--user", "ann", "--format", "json").out())
        .contains("\"route\" : \"VERIFY\"")
        .contains("\"certain\" : true")
        .contains("\"rule\" : 2")
        .contains("\"where\" : \"" + flags + ":10\"")
        .contains("\"number\" : 48194")
        .contains("\"VERIFY\" : 50000");
  }

  @Test
  void what_cannot_be_asked_is_said_with_the_nearest() throws IOException {
    assertThat(explain("pricng").err())
        .startsWith("unknown migration 'pricng'; did you mean 'pricing'?");
    assertThat(explain("pricing", "--tenat", "acme").err())
        .startsWith(
            flags + ":4: flag 'pricing' declares no context key 'tenat'; did you mean 'tenant'?");
    assertThat(explain("pricing", "--tenant").err()).startsWith("'--tenant' has no value;");
    assertThat(explain("pricing", "--tenant", "--user", "bob").err())
        .startsWith("'--tenant' has no value;");
    assertThat(explain().err()).startsWith("no migration given;");
    assertThat(explain("a", "b").err()).startsWith("several migrations: [a, b];");
    assertThat(explain("pricng").code()).isEqualTo(2);
    Files.writeString(flags, "flags: {pricing: {rout: new}}\n");
    assertThat(explain("pricing").err()).startsWith(flags + ":1: unknown key 'rout'");
  }

  private Asked explain(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "explain";
    all[1] = "--config";
    all[2] = config;
    System.arraycopy(words, 0, all, 3, words.length);
    return cli(all);
  }
}
