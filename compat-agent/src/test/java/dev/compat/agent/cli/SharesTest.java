package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Fixtures.LegacyPricing;
import dev.compat.agent.cli.Fixtures.PureAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {

  /** By bucket: globex 9.826 %, acme 48.195 %. */
  private static final String TWELVE =
      """
      # who called in February
      acme,60
      globex,1
      initech,1
      umbrella,1
      hooli,1
      stark,1

      wayne,1
      wonka,1
      cyberdyne,1
      tyrell,1
      soylent,1
      vandelay,1
      """;

  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void files() throws IOException {
    config =
        Files.writeString(
            folder.resolve("compat.yaml"), "plugins: [{path: pricing.jar}]\nstate: state/\n");
    Fixtures.jar(folder.resolve("pricing.jar"), "", PureAdapter.class, LegacyPricing.class);
    flags("{new: 5}");
  }

  @Test
  void five_percent_of_twelve_tenants_may_be_none_of_them_and_that_is_said_with_a_way_out()
      throws IOException {
    Asked asked = validate(TWELVE);

    assertThat(asked.out())
        .contains(
            "checked      flag 'pricing' (FLAGS:2): new 5 % by tenant, rest legacy: new is none of"
                + " 12 tenants, 0 % of the traffic\n")
        .contains("checked      flag 'pricing' (FLAGS:2): they come over at ")
        .contains("globex 9.826 %, ")
        .contains("acme 48.195 %")
        .contains(
            "note         flag 'pricing' (FLAGS:2): new 5 % comes to none of 12 tenants, 0 % of the"
                + " traffic; a percentage is of ids, not of calls: name those that are to go first"
                + " in a rule ({when: {tenant: [...]}, route: new})")
        .endsWith("no problems\n");
    assertThat(asked.code()).isZero();
  }

  @Test
  void the_salt_that_is_proposed_does_come_closer() throws IOException {
    String tenants = TWELVE.replace("60", "1");
    Asked asked = validate(tenants);
    String salt = asked.out().replaceAll("(?s).*'salt: ([\\w-]+)'.*", "$1");
    Files.writeString(
        folder.resolve("flags.yaml"),
        "flags:\n  pricing: {context: {tenant: \"mdc:t\"}, by: tenant, route: {new: 5}, salt: "
            + salt
            + "}\n");

    assertThat(salt).startsWith("pricing-");
    assertThat(validate(tenants).out())
        .contains("new is 1 of 12 tenants")
        .doesNotContain("comes to");
  }

  @Test
  void half_of_the_traffic_in_a_small_share_is_said() throws IOException {
    flags("{new: 10}");

    assertThat(validate("globex,50\n" + tenants(99)).out())
        .contains("note         flag 'pricing'")
        .containsPattern("new 10 % comes to \\d+ of 100 tenants \\(.*\\), 41.611 % of the traffic");
  }

  @Test
  void a_share_that_comes_to_what_was_asked_for_is_no_note() throws IOException {
    flags("{new: 20, shadow: 30}");

    assertThat(validate(tenants(1_000)).out())
        .containsPattern("new is 1\\d\\d|2\\d\\d of 1000 tenants")
        .doesNotContain("comes to")
        .doesNotContain("they come over at");
  }

  @Test
  void where_nobody_said_who_calls_that_is_not_checked() throws IOException {
    Asked asked = cli("validate", "--config", config);

    assertThat(asked.out())
        .contains(
            "not checked  flag 'pricing' (FLAGS:2): new 5 % by tenant, rest legacy: who and how"
                    .replace("FLAGS", folder.resolve("flags.yaml").toString())
                + " much traffic that is; list those who call");
    Files.writeString(folder.resolve("users.csv"), "ann\n");
    assertThat(
            cli("validate", "--config", config, "--tenants", "user=" + folder.resolve("users.csv"))
                .out())
        .contains("not checked  flag 'pricing'");
  }

  @Test
  void a_list_that_cannot_be_read_is_a_problem_with_its_line() throws IOException {
    assertThat(validate("acme,1\nglobex,many\n").out())
        .contains("TENANTS:2: 'globex,many' is no id and weight, or is there twice; write 'acme'");
    assertThat(validate("acme\nacme\n").out()).contains("TENANTS:2: 'acme' is no id and weight");
    assertThat(validate("# nobody\n").out()).contains("TENANTS: lists nobody;");
    assertThat(validate("acme\nacme\n").code()).isEqualTo(1);
    assertThat(cli("validate", "--config", config, "--tenants", "none.csv").out())
        .contains("none.csv: cannot be read");
  }

  @Test
  void a_retired_flag_says_what_to_delete() throws IOException {
    Files.writeString(folder.resolve("flags.yaml"), "flags:\n  pricing: {retired: true}\n");

    assertThat(cli("validate", "--config", config).out())
        .contains("flag 'pricing' is retired: delete it and " + LegacyPricing.class.getName());
  }

  private static String tenants(int count) {
    return IntStream.range(0, count).mapToObj(i -> "t" + i + ",1\n").collect(Collectors.joining());
  }

  private void flags(String route) throws IOException {
    Files.writeString(
        folder.resolve("flags.yaml"),
        "flags:\n  pricing: {context: {tenant: \"mdc:t\"}, by: tenant, route: " + route + "}\n");
  }

  private Asked validate(String tenants) throws IOException {
    Path file = Files.writeString(folder.resolve("tenants.csv"), tenants);
    Asked asked = cli("validate", "--config", config, "--tenants", file);
    String out =
        asked
            .out()
            .replace(folder.resolve("flags.yaml").toString(), "FLAGS")
            .replace(file.toString(), "TENANTS");
    return new Asked(asked.code(), out, asked.err());
  }
}
