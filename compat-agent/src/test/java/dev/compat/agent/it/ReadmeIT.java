package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs what the README tells people to write. */
class ReadmeIT {

  private static final String LEGACY =
      """
      package com.acme;
      public class LegacyPricing {
        public java.math.BigDecimal quote(String sku, int quantity) {
          return java.math.BigDecimal.valueOf(quantity);
        }
      }
      """;
  private static final String MDC =
      """
      package org.slf4j;
      public class MDC {
        public static String tenant;
        public static String get(String key) { return key.equals("tenantId") ? tenant : null; }
      }
      """;
  private static final String MAIN =
      """
      package com.acme;
      public class Main {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            org.slf4j.MDC.tenant = line;
            System.out.println(new LegacyPricing().quote("sku", 3));
          }
        }
      }
      """;
  private static final String SERVICE =
      """
      package com.acme.pricing;
      interface PriceService {
        java.math.BigDecimal quote(String sku, int quantity);
      }
      """;
  private static final String RULES =
      """
      package com.acme.pricing;
      class RulePriceService implements PriceService {
        public java.math.BigDecimal quote(String sku, int quantity) {
          return java.math.BigDecimal.valueOf(100L * quantity);
        }
      }
      """;

  private static final String ENTRY = "package com.acme; class Entry {}";
  private static final String ACCOUNT =
      """
      package com.acme;
      public class Account {
        private long balance = 100;
        public long balance() { return balance; }
        public long withdraw(long amount) { return balance -= amount + fee(amount); }
        private long fee(long amount) { return 1; }
        void book(Entry entry) {}
        void book(Entry[] entries) {}
      }
      """;
  private static final String ACCOUNT_MAIN =
      """
      package com.acme;
      public class AccountMain {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          Account account = new Account();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(account.withdraw(Long.parseLong(line)));
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void its_adapter_module_and_configuration_work_as_they_stand() throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = bench.jar("app.jar", List.of(), LEGACY, MDC, MAIN);
    Files.createDirectories(folder.resolve("plugins"));
    bench.plugin(
        "plugins/pricing.jar",
        List.of(app),
        List.of("com.acme.pricing.PricingPlugin"),
        block("java", "class PricingAdapter"),
        block("java", "class PricingPlugin"),
        SERVICE,
        RULES);
    bench.file("compat.yaml", block("yaml", "plugins:"));
    bench.file("flags.yaml", block("yaml", "flags:\n  pricing:"));

    try (ForkedJvm jvm = bench.start("com.acme.Main", app)) {
      assertThat(jvm.ask("nobody")).isEqualTo("3");
      jvm.awaitArmed("pricing");
      assertThat(jvm.ask("nobody")).isEqualTo("3");
      assertThat(jvm.ask("internal-test")).isEqualTo("300");
      assertThat(jvm.ask("acme")).isEqualTo("3");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void what_it_says_is_observed_is_observed() throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = bench.jar("app.jar", List.of(), LEGACY, MDC, MAIN);
    bench.file("compat.yaml", block("yaml", "observe:"));

    try (ForkedJvm jvm = bench.start("com.acme.Main", app)) {
      jvm.awaitObserving("com.acme.LegacyPricing");
      assertThat(jvm.ask("acme")).isEqualTo("3");
      assertThat(jvm.awaitObservedCalls("com.acme.LegacyPricing")).isEqualTo(1);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private static final String OTHERS =
      """
      package com.acme;
      import dev.compat.Effect;
      import dev.compat.Effects;
      import java.math.BigDecimal;
      public class Others {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          Rates old = () -> "old";
          try (Shop shop = new Shop(new LegacyPricing(), new NewPricing(), old, new NewRates())) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              Tenants.tenant = line;
              System.out.println(shop.quote("sku", 3) + " " + shop.rates.of());
            }
          }
        }
      }
      class Tenants {
        static String tenant;
        static String current() { return tenant; }
      }
      interface Rates { String of(); }
      class NewRates implements Rates {
        @Effects(replacement = Effect.NONE)
        public String of() { return "new"; }
      }
      class NewPricing {
        BigDecimal quote(String sku, int quantity) { return BigDecimal.valueOf(100L * quantity); }
      }
      """;

  @Test
  void its_application_without_an_agent_works_as_it_stands() throws IOException {
    Workbench bench = new Workbench(folder);
    String shop = block("java", "Compat.open(");
    Path app = bench.plugin("app.jar", List.of(), List.of(), shop, LEGACY, OTHERS);
    bench.file("compat.yaml", "flags: flags.yaml\nstate: state/\n");
    bench.flags(
        "pricing: {context: {tenant: 'given:tenant'}, route: shadow}", "rates: {route: new}");
    List<Path> classPath =
        Stream.concat(
                Stream.of(app),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of))
            .toList();

    try (ForkedJvm jvm = bench.startWithout(List.of(), "com.acme.Others", classPath)) {
      jvm.askUntil("acme", "3 new"::equals);
      jvm.awaitArmed("pricing"); // the two follow their flags one after the other
      jvm.ask("acme");
      jvm.await("pricing", status -> status.mismatches() > 0);
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void its_adapter_for_awkward_legacy_works_as_it_stands() throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = bench.jar("app.jar", List.of(), ENTRY, ACCOUNT, ACCOUNT_MAIN);
    Path plugin =
        bench.plugin("plugin.jar", List.of(app), List.of(), block("java", "class AccountAdapter"));
    bench.configure(plugin);
    bench.flags("accounts: {route: legacy}");

    try (ForkedJvm jvm = bench.start("com.acme.AccountMain", app)) {
      assertThat(jvm.ask("10")).isEqualTo("89");
      bench.flags("accounts: {route: new}");
      jvm.awaitArmed("accounts");
      assertThat(jvm.ask("10")).isEqualTo("78");
      assertThat(jvm.ask("10")).isEqualTo("67");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private static String block(String language, String containing) throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(result -> result.group(1))
        .filter(block -> block.contains(containing))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the README has no block with " + containing));
  }
}
