package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.cli.Cli;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags in full, as calls of a running application meet them. */
class FlagsIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public String quote(String tenant) { return "legacy"; }
      }
      """;
  private static final String WHO =
      """
      package app;
      public class Who {
        static String user;
        static String request;
        public static String user() { return user; }
        public static String request() { return request; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Who.user = null; // loaded from here on
          Legacy[] receivers = {new Legacy(), new Legacy()};
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("heard")) {
              System.out.println(System.getProperty("heard", "nothing"));
            } else if (words[0].equals("all")) {
              StringBuilder all = new StringBuilder();
              for (int i = 0; i < 200; i++) {
                all.append(receivers[0].quote("t" + i).equals("new") ? "N" : "L");
              }
              System.out.println(all);
            } else {
              Who.user = words[1].equals("-") ? null : words[1];
              Who.request = words[2];
              System.out.println(receivers[Integer.parseInt(words[3])].quote(words[0]));
            }
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "pricing", state = LegacyState.INDEPENDENT)
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter implements RouteListener {
        String quote(String tenant) { return "new"; }
        HEAR
      }
      """;
  private static final String HEARING =
      """
      private void hear(RouteChange change) {
        String threads = Thread.currentThread().getName();
        System.setProperty("heard", System.getProperty("heard", "") + change.migration() + " "
            + new java.util.TreeSet<>(change.before()) + "->"
            + new java.util.TreeSet<>(change.after()) + " on " + threads + ";");
      }
      """;
  private static final String CONTEXT =
      "context: {tenant: 'arg(0)', user: 'static:app.Who#user', request: 'static:app.Who#request'}";

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, WHO, MAIN);
    plugin("");
  }

  private void plugin(String onRouteChange) {
    bench.configure(
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            ADAPTER
                .replace(
                    "implements RouteListener",
                    onRouteChange.isEmpty() ? "" : "implements RouteListener")
                .replace("HEAR", onRouteChange)));
  }

  @Test
  void what_explain_says_of_two_hundred_tenants_is_what_their_calls_get() {
    bench.file(
        "flags.yaml",
        """
        segments:
          beta: {tenant: [t1, t2, t3]}
        flags:
          pricing:
            context: {tenant: "arg(0)"}
            by: tenant
            route: {new: 30}
            rules:
              - {when: {segment: beta}, route: new}
              - {when: {tenant: {prefix: [t19]}}, route: legacy}
              - {when: {tenant: {prefix: [t18], not: [t180, t181]}}, route: {new: 99.999}}
        """);
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("all", all -> all.contains("N"));
      String all = jvm.ask("all");
      StringBuilder explained = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        explained.append(explained("--tenant", "t" + i).startsWith("pricing: NEW") ? 'N' : 'L');
      }

      assertThat(all).isEqualTo(explained.toString());
      assertThat(jvm.ask("all")).isEqualTo(all);
      assertThat(all.substring(1, 4)).isEqualTo("NNN");
      assertThat(all.substring(190)).doesNotContain("N");
      assertThat(all.substring(182, 190)).isEqualTo("NNNNNNNN");
      // Of 176 tenants 30 %: 53, with a standard deviation of 6.
      assertThat(all.chars().filter(c -> c == 'N').count()).isBetween(11L + 25, 11L + 85);
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void the_first_of_several_keys_that_a_call_has_keeps_calls_together() {
    flag("by: [user, tenant], route: {new: 50}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("all", all -> all.contains("N"));
      Set<String> answers = new HashSet<>();
      for (int user = 0; user < 20; user++) {
        String first = jvm.ask("t0 u" + user + " r 0");
        assertThat(jvm.ask("t1 u" + user + " r 0")).isEqualTo(first);
        answers.add(first);
        assertThat(explained("--user", "u" + user))
            .startsWith("pricing: " + (first.equals("new") ? "NEW" : "LEGACY"));
      }
      assertThat(answers).containsExactlyInAnyOrder("legacy", "new");
      String ofTenant = jvm.ask("t7 - r 0");
      assertThat(explained("--tenant", "t7"))
          .startsWith("pricing: " + (ofTenant.equals("new") ? "NEW" : "LEGACY"));
    }
  }

  @Test
  void a_unit_of_work_stays_where_it_began_until_an_operator_says_otherwise() throws IOException {
    flag("pin: request, route: new");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("t - warm 0", "new"::equals);
      assertThat(jvm.ask("t - r1 0")).isEqualTo("new");

      flag("pin: request, route: legacy");
      await(jvm, "legacy");
      assertThat(jvm.ask("t - r1 0")).isEqualTo("new");
      assertThat(jvm.ask("t - r2 0")).isEqualTo("legacy");

      flag("pin: request, route: new");
      await(jvm, "new");
      assertThat(jvm.ask("t - r1 0")).isEqualTo("new");
      assertThat(jvm.ask("t - r2 0")).isEqualTo("legacy");

      Files.createFile(folder.resolve("state/OFF"));
      jvm.askUntil("t - r1 0", "legacy"::equals);
      Files.delete(folder.resolve("state/OFF"));
      jvm.askUntil("t - r2 0", "new"::equals); // pins were forgotten: r2 begins anew
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void a_legacy_object_stays_where_its_first_call_went() {
    flag("pin: receiver, route: new");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("t - r 0", "new"::equals);

      flag("pin: receiver, route: {new: 0.001}, by: tenant");
      jvm.await("pricing", status -> status.route().contains("0.001"));
      assertThat(jvm.ask("t - r 1")).isEqualTo("legacy");
      assertThat(jvm.ask("t - r 0")).isEqualTo("new");

      flag("pin: receiver, route: new");
      jvm.await("pricing", status -> status.route().startsWith("new;"));
      assertThat(jvm.ask("t - r 1")).isEqualTo("legacy");
      assertThat(jvm.ask("t - r 0")).isEqualTo("new");
    }
  }

  @Test
  void a_retired_flag_is_new_whatever_operators_say_and_says_what_to_delete() throws IOException {
    flag("retired: true");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("t - r 0", "new"::equals);
      Files.createFile(folder.resolve("state/OFF"));
      assertThat(jvm.await("pricing", status -> true).route())
          .startsWith("new (retired: delete the flag and legacy)");
      jvm.askUntil("heard", "nothing"::equals);
      assertThat(jvm.ask("t - r 0")).isEqualTo("new");
    }
  }

  @Test
  void adapters_hear_of_changes_of_their_own_flag_on_a_thread_of_ours() {
    plugin("public void onRouteChange(RouteChange change) { hear(change); }" + HEARING);
    flag("route: new");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("t - r 0", "new"::equals);
      bench.file("flags.yaml", "# the same again\nflags:\n  pricing: {route: new}\n");
      flag("route: {new: 50}, by: tenant");

      String first = "pricing [NEW]->[LEGACY, NEW] on compat-news-pricing;";
      jvm.askUntil("heard", first::equals);
      flag("route: {new: 60}, by: tenant");
      String second = "pricing [LEGACY, NEW]->[LEGACY, NEW] on compat-news-pricing;";
      jvm.askUntil("heard", (first + second)::equals);
      flag("route: legacy");
      String third = "pricing [LEGACY, NEW]->[LEGACY] on compat-news-pricing;";
      jvm.askUntil("heard", (first + second + third)::equals);
    }
  }

  @Test
  void an_adapter_that_fails_to_hear_is_reported_and_harms_nobody() {
    plugin("public void onRouteChange(RouteChange change) { throw new StackOverflowError(); }");
    flag("route: new");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("t - r 0", "new"::equals);
      flag("route: legacy");

      jvm.awaitError("plug.Adapter threw java.lang.StackOverflowError");
      jvm.askUntil("t - r 0", "legacy"::equals);
      flag("route: new");
      jvm.askUntil("t - r 0", "new"::equals);
    }
  }

  private void flag(String body) {
    bench.file("flags.yaml", "flags:\n  pricing: {" + CONTEXT + ", " + body + "}\n");
  }

  /** Asks for units of work that were never heard of. */
  private static void await(ForkedJvm jvm, String answer) {
    jvm.askUntil(() -> "t - " + UUID.randomUUID() + " 0", answer::equals);
  }

  private String explained(String... words) {
    String[] command = new String[words.length + 4];
    command[0] = "explain";
    command[1] = "pricing";
    command[2] = "--config";
    command[3] = folder.resolve("compat.yaml").toString();
    System.arraycopy(words, 0, command, 4, words.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code = Cli.run(command, new PrintStream(out, true, UTF_8), System.err);
    assertThat(code).isNotEqualTo(2);
    return out.toString(UTF_8);
  }
}
