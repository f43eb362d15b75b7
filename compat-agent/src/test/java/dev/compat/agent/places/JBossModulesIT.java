package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
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
 * A module of JBoss Modules, which hands out no package of {@code java.*} that it does not know.
 */
@Tag("slow")
class JBossModulesIT {

  private static final String MODULE = "mods/shop/main/";

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    bench.file(
        MODULE + "module.xml",
        """
        <module xmlns="urn:jboss:module:1.9" name="shop">
          <main-class name="app.Main"/>
          <resources><resource-root path="app.jar"/></resources>
        </module>
        """);
    Path app = Placed.application(bench, MODULE + "app.jar");
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), Placed.ADAPTER));
    Placed.route(bench, "legacy");
  }

  @Test
  void every_route_is_obeyed_in_a_module() {
    Placed.Untouched untouched = Placed.Untouched.of(start());
    assertThat(untouched.look()).contains("org.jboss.modules.ModuleClassLoader");

    try (ForkedJvm jvm = start(bench.agent())) {
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  @Test
  void an_agent_that_comes_late_weaves_where_the_boot_gate_is_handed_out() {
    Placed.Untouched untouched = Placed.Untouched.of(start());

    try (ForkedJvm jvm = start("-Djboss.modules.system.pkgs=java.compat")) {
      Placed.attach(bench, jvm);
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
    }
  }

  @Test
  void an_agent_that_comes_late_leaves_alone_what_would_not_see_the_boot_gate() {
    Placed.Untouched untouched = Placed.Untouched.of(start());

    try (ForkedJvm jvm = start()) {
      assertThat(jvm.ask("call")).isEqualTo(Placed.BY_LEGACY);
      Placed.route(bench, "new");
      Command attach =
          bench.command("attach", jvm.pid(), "--config", folder.resolve("compat.yaml"));
      assertThat(String.join("\n", attach.lines()))
          .contains("start with -Djboss.modules.system.pkgs=java.compat");
      assertThat(jvm.ask("call")).isEqualTo(Placed.BY_LEGACY);
      assertThat(jvm.ask("position")).isEqualTo(untouched.position());
      assertThat(jvm.end()).isZero();
    }
  }

  private ForkedJvm start(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    return bench.startWithout(
        all,
        "org.jboss.modules.Main",
        Placed.jars("compat.context.jars", "jboss-modules"),
        "-mp",
        folder.resolve("mods").toString(),
        "shop");
  }
}
