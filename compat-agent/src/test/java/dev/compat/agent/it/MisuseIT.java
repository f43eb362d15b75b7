package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus.Arming;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to an agent and its plugins by mistake: it costs them no more than it has to. */
class MisuseIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        private final String owner = "acme";
        public String quote(String sku) { return "legacy " + sku; }
        public String tax(String sku) { return "legacy " + sku; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(legacy.quote(line) + "|" + legacy.tax(line));
          }
        }
      }
      """;
  private static final String QUOTE =
      """
      package quote;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "quote")
      class QuoteAdapter {
        String quote(String sku) { return "new " + sku; }
      }
      """;
  private static final String TAX =
      """
      package tax;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "tax")
      class TaxAdapter {
        String tax(String sku) { return "new " + sku; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;
  private Path quote;
  private Path tax;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, MAIN);
    quote = bench.plugin("quote.jar", List.of(app), List.of(), QUOTE);
    tax = bench.plugin("tax.jar", List.of(app), List.of(), TAX);
  }

  @Test
  void attached_twice_it_works_once() {
    bench.configure(quote);
    bench.flags("quote: {context: {sku: arg(0)}, rules: [{when: {sku: [apple]}, route: new}]}");
    String again = "-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml");

    try (ForkedJvm jvm = bench.start(List.of(again), "app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("quote");
      assertThat(jvm.ask("apple")).isEqualTo("new apple|legacy apple");
      assertThat(jvm.ask("pear")).isEqualTo("legacy pear|legacy pear");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).contains("attached already");
    }
  }

  @Test
  void a_context_may_be_read_from_the_legacy_object_alone() {
    bench.configure(quote);
    bench.flags(
        "quote: {context: {owner: this.owner}, rules: [{when: {owner: [acme]}, route: new}]}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("quote");
      assertThat(jvm.ask("pear")).isEqualTo("new pear|legacy pear");
    }
  }

  @Test
  void a_method_that_two_adapters_replace_is_no_matter_of_a_third() {
    Path more =
        bench.plugin("more.jar", List.of(app), List.of(), QUOTE.replace("\"quote\"", "\"more\""));
    bench.configure(quote, more, tax);
    bench.flags("quote: {route: new}", "more: {route: new}", "tax: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      jvm.awaitArmed("tax");
      assertThat(jvm.ask("pear")).isEqualTo("legacy pear|new pear");
      jvm.await("quote", status -> status.arming() == Arming.FAILED);
      jvm.await("more", status -> status.arming() == Arming.FAILED);
      assertThat(jvm.errors()).doesNotContain("TaxAdapter");
    }
  }

  @Test
  void a_plugin_that_was_exchanged_since_it_was_read_is_not_loaded() {
    bench.configure(quote);
    bench.flags("quote: {route: legacy}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("link");
      bench.plugin("quote.jar", List.of(app), List.of(), QUOTE.replace("new ", "other "));
      bench.flags("quote: {route: new}");
      String why = jvm.await("quote", status -> status.arming() == Arming.FAILED).reason();
      assertThat(why).contains("has changed since it was read; restart the application");
      assertThat(jvm.ask("pear")).isEqualTo("legacy pear|legacy pear");
    }
  }

  @Test
  void a_state_folder_that_cannot_be_made_is_told_in_lines_not_in_traces() {
    bench.configure(quote);
    bench.flags("quote: {route: legacy}");
    bench.file("state", "a file");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("pear")).isEqualTo("legacy pear|legacy pear");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).contains("give the process a state folder").doesNotContain("\tat ");
    }
  }

  @Test
  void a_java_runtime_that_was_cut_down_too_far_is_told_what_it_lacks() {
    bench.configure(quote);
    bench.flags("quote: {route: new}");
    List<String> small = List.of("--limit-modules", "java.base,java.instrument");

    try (ForkedJvm jvm = bench.start(small, "app.Main", app)) {
      assertThat(jvm.ask("pear")).isEqualTo("legacy pear|legacy pear");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors())
          .isEqualTo(
              "compat: not attached, the application runs without it:"
                  + " java.lang.IllegalStateException: this Java runtime has no module"
                  + " java.logging; add it with jlink --add-modules");
    }
  }
}
