package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that belong to a legacy object each, and adapters that are given the legacy object. */
class PerReceiverIT {

  private static final String LEGACY =
      """
      package app;
      public class Account {
        private final String owner;
        private int total;
        public Account(String owner, int total) { this.owner = owner; this.total = total; }
        public String owner() { return owner; }
        public int add(int more) { return total += more; }
        public int peek(int more) { return total + more; }
        public boolean equals(Object other) { return other instanceof Account; }
        public int hashCode() { return 1; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Account one = new Account("one", 100);
          Account two = new Account("two", 200);
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("many")) {
              long sum = 0;
              for (int i = 0; i < 100000; i++) {
                sum += new Account("many", i).add(1);
              }
              System.out.println(sum);
            } else if (line.equals("live")) {
              System.out.println(one.add(-1));
            } else {
              System.out.println(one.add(1) + "|" + two.add(1) + "|" + one.peek(5) + "|" + two.peek(5));
            }
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(value = app.Account.class, migration = "account", state = LegacyState.PER_RECEIVER)
      class AccountAdapter {
        private int total;
        private final String owner;
        @Inject AccountAdapter(@Receiver app.Account legacy, Clerk clerk) {
          this.total = legacy.peek(0) + clerk.bonus(legacy.owner());
          this.owner = legacy.owner();
        }
        int add(int more) { return total += more; }
        @Effects(replacement = Effect.NONE)
        int peek(<SEEN>int more) { return <CHECK>total + more; }
      }
      """;
  private static final String CLERK =
      """
      package plug;
      class Clerk {
        int bonus(String owner) {
          if (owner.equals("FAILING")) throw new IllegalStateException("no bonus");
          return 1000;
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  private void configure(Path plugin) {
    bench.file(
        "compat.yaml",
        "plugins:\n  - path: " + plugin + "\nstate: state\nvalues: all\nreport: 1s\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void each_legacy_object_has_an_adapter_that_begins_with_its_state(int classFileVersion) {
    Path app = application(classFileVersion);
    configure(plugin(app, "@Receiver app.Account legacy, ", "legacy.owner().equals(owner) ? 0 + "));
    bench.flags("account: {route: legacy}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("101|201|106|206");
      bench.flags("account: {route: new}");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).isEqualTo("1102|1202|1107|1207");
      assertThat(jvm.ask("go")).isEqualTo("1103|1203|1108|1208");
      bench.flags("account: {route: new, record: false}");
      assertThat(jvm.ask("go")).isEqualTo("1104|1204|1109|1209");
      assertThat(jvm.ask("go")).isEqualTo("1105|1205|1110|1210");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  void in_the_shadow_of_a_call_the_adapter_of_its_object_is_compared() {
    Path app = application(61);
    configure(plugin(app, "", ""));
    bench.flags("account: {route: shadow, shadow: {overflow: wait}}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).isEqualTo("102|202|107|207");
      jvm.awaitReport("legacy  107\n", "new     1107\n");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void in_the_shadow_of_a_call_nobody_waits_for_an_adapter_that_is_made_without_its_object() {
    Path app = application(61);
    String hanging =
        """
        package plug;
        import dev.compat.*;
        @Replaces(value = app.Account.class, migration = "account", state = LegacyState.PER_RECEIVER)
        @Effects(replacement = Effect.NONE)
        class AccountAdapter {
          @jakarta.inject.Inject AccountAdapter() throws InterruptedException { Thread.sleep(1_000_000); }
          int add(int more) { return 0; }
        }
        """;
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), hanging));
    bench.flags("account: {route: shadow, shadow: {timeout: 100ms}}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).isEqualTo("102|202|107|207");
      jvm.awaitReport("did not answer in time");
    }
  }

  @Test
  void an_adapter_that_is_given_the_legacy_object_is_not_shadowed_where_that_has_state() {
    Path app = application(61);
    configure(plugin(app, "@Receiver app.Account legacy, ", ""));
    bench.flags("account: {route: shadow, shadow: {overflow: wait}}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).isEqualTo("102|202|107|207");
      jvm.awaitReport("its adapter takes the legacy object", "assigned in add(int)");
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void legacy_answers_for_an_object_whose_adapter_cannot_be_built() {
    Path app = application(61);
    String clerk = CLERK.replace("FAILING", "two");
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), adapter("", ""), clerk));
    bench.flags("account: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).isEqualTo("1102|202|1107|207");
      assertThat(jvm.ask("go")).isEqualTo("1103|203|1108|208");
      jvm.awaitError("adapter plug.AccountAdapter cannot be built for a legacy object: ");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors())
          .contains("java.lang.IllegalStateException at ", "plug.Clerk.bonus(Clerk.java:")
          .doesNotContain("no bonus") // a message may quote values
          .hasLineCount(1);
    }
  }

  @Test
  void an_adapter_that_keeps_its_legacy_object_is_not_used() {
    Path app = application(61);
    String keeping =
        adapter("", "")
            .replace("private final String owner;", "private final Object owner;")
            .replace("this.owner = legacy.owner()", "this.owner = legacy");
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), keeping, CLERK));
    bench.flags("account: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      assertThat(jvm.ask("go")).startsWith("102|");
      jvm.awaitError("field 'owner' of plug.AccountAdapter keeps the legacy object");
    }
  }

  @Test
  void adapters_go_with_their_legacy_objects() {
    Path app = application(61);
    String heavy =
        adapter("", "")
            .replace(
                "private int total;",
                """
                private static final java.util.Queue<java.lang.ref.WeakReference<Object>> ALL =
                    new java.util.concurrent.ConcurrentLinkedQueue<>();
                private final byte[] ballast = new byte[1_000];
                private int total;
                """)
            .replace(
                "this.total =", "ALL.add(new java.lang.ref.WeakReference<>(this)); this.total =")
            .replace(
                "return total += more;",
                """
                if (more >= 0) return total += more;
                System.gc();
                ALL.removeIf(one -> one.refersTo(null));
                return ALL.size();
                """);
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), heavy, CLERK));
    bench.flags("account: {route: new}");

    try (ForkedJvm jvm = bench.start(List.of("-Xmx64m"), "app.Main", app)) {
      jvm.ask("go");
      jvm.awaitArmed("account");
      for (int i = 0; i < 3; i++) {
        assertThat(jvm.ask("many")).isEqualTo("" + (100_000L * 99_999 / 2 + 100_000L * 1_001));
      }
      jvm.askUntil("live", "1"::equals);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(classFileVersion, LEGACY, MAIN)
            : Workbench.compile(List.of(), LEGACY, MAIN);
    return bench.pack("app.jar", classes, Map.of());
  }

  private Path plugin(Path app, String receiver, String check) {
    return bench.plugin("plugin.jar", List.of(app), List.of(), adapter(receiver, check), CLERK);
  }

  private static String adapter(String receiver, String check) {
    return ADAPTER
        .replace("<SEEN>", receiver)
        .replace("<CHECK>", check)
        .replace("0 + total + more;", "total + more : -1;");
  }
}
