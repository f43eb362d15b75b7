package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Attaching where it cannot be: one line says why, and the process was not touched. */
class AttachRefusedIT {

  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), MAIN);
    bench.file("compat.yaml", "state: state\n");
    bench.file("flags.yaml", "flags: {}\n");
  }

  @Test
  void a_configuration_that_is_not_good() {
    bench.file("compat.yaml", "flag: flags.yaml\n");
    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      jvm.ask("a");
      Command attach = bench.command("attach", jvm.pid());
      assertThat(attach.errors())
          .isEqualTo(
              folder.resolve("compat.yaml")
                  + ":1: unknown key 'flag'; did you mean 'flags'?"
                  + System.lineSeparator()
                  + "nothing was attached; correct this first");
      assertUntouched(jvm, attach);
    }
  }

  @Test
  void a_jvm_that_takes_no_part_in_attaching() {
    List<String> options = List.of("-XX:+DisableAttachMechanism");
    try (ForkedJvm jvm = bench.startWithout(options, "app.Main", app)) {
      jvm.ask("a");
      Command attach = bench.command("attach", jvm.pid());
      assertThat(attach.errors()).contains("it was started with -XX:+DisableAttachMechanism");
      assertUntouched(jvm, attach);
    }
  }

  @Test
  void a_jvm_that_loads_no_agents_as_is_seen_only_when_it_is_asked() {
    Path options = bench.file("options", "-XX:-EnableDynamicAgentLoading\n");
    try (ForkedJvm jvm = bench.startWithout(List.of("@" + options), "app.Main", app)) {
      jvm.ask("a");
      Command attach = bench.command("attach", jvm.pid());
      assertThat(attach.errors())
          .isEqualTo(
              "process "
                  + jvm.pid()
                  + ": it loads no agents while it runs: -XX:-EnableDynamicAgentLoading; start it"
                  + " without that, or with -javaagent:compat-agent.jar=compat.yaml");
      assertUntouched(jvm, attach);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_jvm_that_is_stopped_is_given_up_after_a_while() throws Exception {
    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", app)) {
      jvm.ask("a");
      signal("-STOP", jvm.pid());
      Command attach = bench.command("attach", jvm.pid(), "--timeout", "2s");
      signal("-CONT", jvm.pid());
      assertThat(attach.errors())
          .startsWith("process " + jvm.pid() + ": no answer within 2 s, so whether it obeys is not")
          .contains("allow more with --timeout");
      assertThat(attach.code()).isEqualTo(2);
      assertThat(jvm.ask("b")).isEqualTo("b");
    }
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  @Test
  void a_java_runtime_that_cannot_attach() {
    String modules = "java.base,java.instrument,java.logging,java.xml,jdk.unsupported";
    Command attach =
        Command.run(
            folder, List.of("--limit-modules", modules), "attach", ProcessHandle.current().pid());
    assertThat(attach.errors())
        .startsWith("this Java runtime (")
        .endsWith(") has no module jdk.attach; run the command with the java of a JDK");
    assertThat(attach.code()).isEqualTo(2);
  }

  @Test
  void a_boot_gate_of_another_version() {
    String boot =
        "package java.compat; public class Boot { public static final int VERSION = 99; }";
    Path other = bench.jar("boot.jar", List.of(), boot);
    Path plugin =
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            "package plug; @dev.compat.Replaces(value = app.Main.class, migration = \"main\")"
                + " class Adapter { void main(String[] args) {} }");
    bench.configure(plugin);
    bench.flags("main: {route: legacy}");
    List<String> options = List.of("-Xbootclasspath/a:" + other);
    try (ForkedJvm jvm = bench.startWithout(options, "app.Main", app)) {
      jvm.ask("a");
      Command attach = bench.command("attach", jvm.pid());
      assertThat(attach.errors())
          .contains(
              "the boot gate in this JVM has version 99, this agent needs 1; restart the"
                  + " application to change the agent's version");
      assertThat(attach.code()).isEqualTo(2);
      assertThat(jvm.ask("b")).isEqualTo("b");
    }
  }

  @Test
  void without_a_number_the_jvms_are_listed() {
    try (ForkedJvm jvm = bench.startWithout(List.of(), "app.Main", List.of(app), "--password=x")) {
      jvm.ask("a");
      Command list = bench.command("attach");
      assertThat(list.lines()).anyMatch(line -> line.matches(jvm.pid() + " +app.Main"));
      assertThat(list.lines()).noneMatch(line -> line.contains("password"));
      assertThat(list.code()).isZero();
    }
  }

  private static void assertUntouched(ForkedJvm jvm, Command attach) {
    assertThat(attach.code()).isEqualTo(2);
    assertThat(attach.lines()).isEmpty();
    assertThat(jvm.ask("b")).isEqualTo("b");
    assertThat(jvm.end()).isZero();
    assertThat(jvm.errors()).doesNotContain("compat");
  }
}
