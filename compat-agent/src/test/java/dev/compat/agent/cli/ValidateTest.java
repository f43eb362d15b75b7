package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Fixtures.AbstractAdapter;
import dev.compat.agent.cli.Fixtures.CountingAdapter;
import dev.compat.agent.cli.Fixtures.GoodOriginal;
import dev.compat.agent.cli.Fixtures.HidingAdapter;
import dev.compat.agent.cli.Fixtures.IndependentAdapter;
import dev.compat.agent.cli.Fixtures.InheritingAdapter;
import dev.compat.agent.cli.Fixtures.LegacyBase;
import dev.compat.agent.cli.Fixtures.LegacyCounting;
import dev.compat.agent.cli.Fixtures.LegacyDerived;
import dev.compat.agent.cli.Fixtures.LegacyLocked;
import dev.compat.agent.cli.Fixtures.LegacyNative;
import dev.compat.agent.cli.Fixtures.LegacyOpen;
import dev.compat.agent.cli.Fixtures.LegacyOther;
import dev.compat.agent.cli.Fixtures.LegacyPricing;
import dev.compat.agent.cli.Fixtures.LegacySupplier;
import dev.compat.agent.cli.Fixtures.LockedAdapter;
import dev.compat.agent.cli.Fixtures.LongAdapter;
import dev.compat.agent.cli.Fixtures.LongOriginal;
import dev.compat.agent.cli.Fixtures.NativeAdapter;
import dev.compat.agent.cli.Fixtures.PricingAdapter;
import dev.compat.agent.cli.Fixtures.PureAdapter;
import dev.compat.agent.cli.Fixtures.SupplierAdapter;
import dev.compat.agent.cli.Fixtures.VagueAdapter;
import dev.compat.agent.plugin.Plugin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {

  private static final String CLI = "dev.compat.agent.cli.Fixtures$";

  @TempDir Path folder;
  private Path config;
  private Path flags;
  private Path plugin;
  private Path app;

  @BeforeEach
  void files() throws IOException {
    config =
        Files.writeString(
            folder.resolve("compat.yaml"),
            """
            plugins:
              - path: pricing.jar
            state: state/
            """);
    flags = Files.writeString(folder.resolve("flags.yaml"), "flags:\n  pricing: {route: new}\n");
    plugin = Fixtures.jar(folder.resolve("pricing.jar"), "", PricingAdapter.class);
    app = Fixtures.jar(folder.resolve("app.jar"), "", LegacyPricing.class);
  }

  @Test
  void what_is_right_is_said_to_be_checked_and_what_was_not_looked_at_too() {
    Asked asked = cli("validate", "--config", config);
    assertThat(asked.out())
        .isEqualTo(
            """
            note         adapter CLI$PricingAdapter does not say that replacements are free of \
            effects, so they cannot be shadowed: quote(String, int); declare @Effects(replacement = \
            NONE) if they are
            checked      configuration CONFIG
            checked      flags FLAGS: pricing
            checked      plugin PLUGIN: CLI$PricingAdapter replaces CLI$LegacyPricing
            checked      state STATE
            not checked  adapters against legacy classes: give the application with --in app.jar
            no problems
            """
                .replace("CONFIG", config.toString())
                .replace("FLAGS", flags.toString())
                .replace("PLUGIN", plugin.toString())
                .replace("STATE", folder.resolve("state").toString())
                .replace("CLI$", CLI));
    assertThat(asked.code()).isZero();
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void adapters_are_fitted_to_the_legacy_classes() {
    Asked asked = validate(app);
    assertThat(asked.out())
        .contains(
            "checked      adapter "
                + CLI
                + "PricingAdapter against legacy "
                + CLI
                + "LegacyPricing")
        .doesNotContain("not checked")
        .endsWith("no problems\n");
    assertThat(asked.code()).isZero();
  }

  @Test
  void legacy_classes_are_found_in_folders_and_in_archives() throws IOException {
    Path boot = Fixtures.jar(folder.resolve("b.jar"), "BOOT-INF/classes/", LegacyPricing.class);
    Path web = Fixtures.within(folder.resolve("web.war"), "WEB-INF/lib/pricing.jar", app);
    Path classes = Path.of("target", "test-classes");
    assertThat(validate(boot).code()).isZero();
    assertThat(validate(web).code()).isZero();
    assertThat(validate(classes).code()).isZero();
    assertThat(validate(plugin + File.pathSeparator + app).code()).isZero();
  }

  @Test
  void the_bridge_beside_a_covariant_method_is_nothing_to_complain_of() throws IOException {
    Fixtures.jar(plugin, "", SupplierAdapter.class);
    Fixtures.jar(app, "", LegacySupplier.class);
    assertThat(validate(app).out()).endsWith("no problems\n").doesNotContain("bridge");
  }

  @Test
  void an_adapter_that_does_not_fit_shows_both_signatures() throws IOException {
    Fixtures.jar(plugin, "", LongAdapter.class);
    Asked asked = validate(app);
    assertThat(asked.out())
        .startsWith(plugin + ": adapter " + CLI + "LongAdapter (String quote(String, long))")
        .contains("String quote(String, int)")
        .endsWith("1 problem\n");
    assertThat(asked.code()).isEqualTo(1);
  }

  @Test
  void originals_are_fitted_to_the_legacy_classes() throws IOException {
    Fixtures.jar(plugin, "", PricingAdapter.class, GoodOriginal.class);
    assertThat(validate(app).out())
        .contains("checked      original " + CLI + "GoodOriginal against legacy")
        .endsWith("no problems\n");
    Fixtures.jar(plugin, "", PricingAdapter.class, LongOriginal.class);
    assertThat(validate(app).out())
        .startsWith(plugin + ": original " + CLI + "LongOriginal (String quote(Fixtures$Legacy")
        .contains("long)", "by that name it has String quote(String, int)")
        .endsWith("1 problem\n");
  }

  @Test
  void a_legacy_class_that_is_not_there_is_named() {
    assertThat(validate(plugin).out())
        .startsWith(
            plugin
                + ": legacy "
                + CLI
                + "LegacyPricing of adapter "
                + CLI
                + "PricingAdapter is not in "
                + plugin
                + "; give the jar that has it with --in, or correct @Replaces\n");
    assertThat(validate(folder.resolve("none.jar")).out())
        .contains("--in " + folder.resolve("none.jar") + ": is no folder and cannot be read");
  }

  @Test
  void shadowing_what_may_have_effects_is_a_problem() throws IOException {
    Files.writeString(flags, "flags:\n  pricing: {route: shadow}\n");
    assertThat(validate(app).out())
        .startsWith(
            plugin
                + ": "
                + CLI
                + "LegacyPricing.quote(String, int) asked for by "
                + flags
                + ":2 is not shadowed, since its replacement may have effects; if it has none,"
                + " declare @Effects(replacement = NONE) on the adapter's method\n")
        .endsWith("1 problem\n");
    Fixtures.jar(plugin, "", PureAdapter.class);
    assertThat(validate(app).out()).endsWith("no problems\n").doesNotContain("note");
  }

  @Test
  void verifying_what_may_have_effects_is_a_problem_with_or_without_the_application()
      throws IOException {
    Files.writeString(flags, "flags:\n  pricing: {route: verify}\n");
    String problem = "is not verified, since legacy may have effects, and would have them beside";
    assertThat(validate(app).out()).contains(problem).endsWith("1 problem\n");
    Asked without = cli("validate", "--config", config);
    assertThat(without.out()).contains(problem).endsWith("1 problem\n");
    assertThat(without.code()).isEqualTo(1);
  }

  @Test
  void what_depends_on_the_call_where_legacy_keeps_state_is_a_problem() throws IOException {
    Path counting = Fixtures.jar(folder.resolve("counting.jar"), "", LegacyCounting.class);
    Fixtures.jar(plugin, "", CountingAdapter.class);
    String kept = "(field 'count' of " + CLI + "LegacyCounting is assigned in next(int))";

    Files.writeString(flags, "flags:\n  pricing: {by: call, route: {new: 50}}\n");
    assertThat(validate(counting).out())
        .contains(
            "LegacyCounting.next(int) asked for by "
                + flags
                + ":2 is not given route new for some calls and legacy for others, since each side"
                + " would answer from state that the other left unwritten "
                + kept
                + "; declare @Replaces(state = INDEPENDENT), or PER_RECEIVER, or give all calls one"
                + " route\n")
        .endsWith("1 problem\n");
    Files.writeString(flags, "flags:\n  pricing: {route: fallback}\n");
    assertThat(validate(counting).out()).contains("not given route fallback", kept);
    Files.writeString(flags, "flags:\n  pricing: {route: verify}\n");
    assertThat(validate(counting).out()).contains("left unwritten " + kept);
    for (String route : List.of("new", "shadow")) {
      Files.writeString(flags, "flags:\n  pricing: {route: " + route + "}\n");
      assertThat(validate(counting).out()).endsWith("no problems\n");
    }
    Fixtures.jar(plugin, "", IndependentAdapter.class);
    Files.writeString(flags, "flags:\n  pricing: {by: call, route: {new: 40, fallback: 20}}\n");
    assertThat(validate(counting).out()).endsWith("no problems\n");
  }

  @Test
  void a_route_below_the_floor_is_a_problem() throws IOException {
    Files.writeString(flags, "flags:\n  pricing: {route: legacy, floor: new}\n");
    assertThat(validate(app).out())
        .contains(
            flags
                + ":2: flag 'pricing' gives some calls a route below its floor; they get new all"
                + " the same; give at least that, or lower 'floor' if legacy may answer again\n");
  }

  @Test
  void what_cannot_be_woven_or_is_wanted_twice_is_told() throws IOException {
    Fixtures.jar(plugin, "", PricingAdapter.class, PureAdapter.class, NativeAdapter.class);
    Fixtures.jar(app, "", LegacyPricing.class, LegacyNative.class);
    assertThat(validate(app).out())
        .contains(
            "several adapters replace " + CLI + "LegacyPricing.quote(String, int): ",
            CLI + "LegacyNative.price(String) is left alone: it is native")
        .endsWith("2 problems\n");
  }

  @Test
  void an_inherited_method_is_told_with_the_class_that_declares_it() throws IOException {
    Fixtures.jar(plugin, "", InheritingAdapter.class);
    Fixtures.jar(app, "", LegacyDerived.class, LegacyBase.class);
    assertThat(validate(app).out())
        .contains(
            "matches no method that legacy " + CLI + "LegacyDerived declares; it inherits that;",
            "name the class that declares it: " + CLI + "LegacyBase\n")
        .endsWith("1 problem\n");
  }

  @Test
  void an_abstract_method_is_told_with_the_classes_that_implement_it() throws IOException {
    Fixtures.jar(plugin, "", AbstractAdapter.class);
    Fixtures.jar(app, "", LegacyDerived.class, LegacyBase.class, LegacyOther.class);
    assertThat(validate(app).out())
        .contains(
            "it is abstract: name a class that implements it, one of "
                + CLI
                + "LegacyDerived, "
                + CLI
                + "LegacyOther")
        .endsWith("1 problem\n");
  }

  @Test
  void a_supertype_stands_for_a_type_out_of_reach_and_overrides_are_worth_a_note()
      throws IOException {
    Fixtures.jar(plugin, "", HidingAdapter.class);
    Fixtures.jar(
        app, "", LegacyDerived.class, LegacyBase.class, LegacyBase.Hidden.class, LegacyOther.class);
    assertThat(validate(app).out())
        .contains(
            CLI
                + "LegacyDerived.kind(Fixtures$LegacyBase$Hidden) is overridden by "
                + CLI
                + "LegacyOther: calls of objects of those are not routed, unless they call super")
        .endsWith("no problems\n");
  }

  @Test
  void a_supertype_does_not_stand_for_a_type_that_can_be_named() throws IOException {
    Fixtures.jar(plugin, "", VagueAdapter.class);
    Fixtures.jar(app, "", LegacyOpen.class, Plugin.class);
    assertThat(validate(app).out())
        .contains("matches no method that legacy", "by that name it has String name(Plugin)")
        .endsWith("1 problem\n");
  }

  @Test
  void a_synchronized_method_is_worth_a_note() throws IOException {
    Fixtures.jar(plugin, "", LockedAdapter.class);
    Fixtures.jar(app, "", LegacyLocked.class);
    assertThat(validate(app).out())
        .contains(
            CLI
                + "LegacyLocked.price(String) is synchronized: a replacement that answers runs"
                + " under legacy's lock")
        .endsWith("no problems\n");
  }

  @Test
  void a_flag_and_a_migration_that_miss_each_other_are_brought_together() throws IOException {
    Files.writeString(flags, "flags:\n  prcing: {route: new}\n");
    Asked asked = cli("validate", "--config", config);
    assertThat(asked.out())
        .startsWith(
            """
            PLUGIN: migration 'pricing' has no flag in FLAGS; did you mean 'prcing'?
            FLAGS:2: flag 'prcing' is of no migration: no adapter of the plugins names it; did you \
            mean 'pricing'?
            """
                .replace("FLAGS", flags.toString())
                .replace("PLUGIN", plugin.toString()));
    assertThat(asked.code()).isEqualTo(1);
  }

  @Test
  void all_problems_of_all_files_are_told_at_once() throws IOException {
    Files.writeString(
        config,
        """
        plugins:
          - path: pricing.jar
            sha256: 0000000000000000000000000000000000000000000000000000000000000000
          - path: tax.jar
        """);
    Files.writeString(flags, "flags:\n  pricing: {rout: new}\n  tax: {route: {new: 101}}\n");
    Asked asked = cli("validate", "--config", config);
    assertThat(asked.out())
        .contains(
            flags + ":2: unknown key 'rout'",
            flags + ":3: ",
            config + ":2: plugin " + plugin + " has sha256 ",
            config + ":4: there is no plugin " + folder.resolve("tax.jar"),
            "not checked  flags and migrations against each other: not all could be read",
            "not checked  state: none is configured");
    assertThat(asked.code()).isEqualTo(1);
  }

  @Test
  void a_configuration_that_cannot_be_read_ends_it() throws IOException {
    Files.writeString(config, "plugin: []\n");
    Asked asked = cli("validate", "--config", config);
    assertThat(asked.out())
        .isEqualTo(
            """
            CONFIG:1: unknown key 'plugin'; did you mean 'plugins'?
            not checked  flags, plugins and state: CONFIG does not say which
            1 problem
            """
                .replace("CONFIG", config.toString()));
    assertThat(asked.code()).isEqualTo(1);
  }

  @Test
  void json_carries_the_problems_apart() throws IOException {
    Files.writeString(config, "plugin: []\n");
    Asked asked = cli("validate", "--config", config, "--format", "json");
    assertThat(asked.out())
        .contains("\"where\" : \"" + config + ":1\"")
        .contains("\"remedy\" : \"did you mean 'plugins'?\"");
  }

  private Asked validate(Object in) {
    return cli("validate", "--config", config, "--in", in);
  }
}
