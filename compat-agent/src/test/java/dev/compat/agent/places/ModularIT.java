package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A modular application, started from the module path: it needs {@code java.base} alone, exports
 * its legacy package to nobody, and nothing is opened.
 */
class ModularIT {

  private static final String MODULE = "module shop {}";

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    Path app =
        bench.jar(
            "shop.jar", List.of(), MODULE, Placed.LEGACY, Placed.LOOK, Placed.SHELL, Placed.MAIN);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), Placed.ADAPTER));
  }

  @Test
  void every_route_is_obeyed_and_the_module_stays_closed_to_others() {
    Placed.Untouched untouched = Placed.Untouched.of(start());
    Placed.route(bench, "legacy");
    assertThat(untouched.look()).contains(" shop false false ");

    try (ForkedJvm jvm = start(bench.agent())) {
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void an_agent_that_comes_late_is_obeyed_and_let_go_as_well() {
    Placed.Untouched untouched = Placed.Untouched.of(start());
    Placed.route(bench, "legacy");

    try (ForkedJvm jvm = start()) {
      Placed.attach(bench, jvm);
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  @Test
  void what_nothing_replaces_is_observed() {
    bench.file("compat.yaml", "observe: [app.Legacy]\nstate: state\n");

    try (ForkedJvm jvm = start(bench.agent())) {
      jvm.ask("call");
      jvm.awaitObserving("app.Legacy");
      long before = jvm.awaitObservedCalls("app.Legacy");
      for (int i = 0; i < 100; i++) {
        assertThat(jvm.ask("call")).isEqualTo(Placed.BY_LEGACY);
      }
      assertThat(jvm.awaitObservedCalls("app.Legacy")).isEqualTo(before + 200);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private ForkedJvm start(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-XX:+EnableDynamicAgentLoading");
    all.addAll(List.of("--module-path", folder.resolve("shop.jar").toString()));
    return bench.launch(all, "--module", "shop/app.Main");
  }
}
