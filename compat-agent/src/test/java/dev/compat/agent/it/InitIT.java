package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.TeamTests;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes a plugin project with the packaged jar, builds it with Maven, and runs what it built. */
class InitIT {

  private static final String LEGACY =
      """
      package com.acme;
      import java.util.List;
      import java.util.Map;
      public class LegacyPricing {
        public static class Discount { public final int percent; public Discount(int p) { percent = p; } }
        static class Secret {}
        private static final int[] PRICES = {3, 5, 8};

        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          LegacyPricing pricing = new LegacyPricing();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            int n = Integer.parseInt(line);
            System.out.println(total(n, new long[] {n}) + " " + pricing.quote("sku" + n, n, null)
                + " " + pricing.secret(null) + " " + pricing.names(List.of("a"), Map.of(), 'x'));
          }
        }
        public static long total(int quantity, long[]... more) { return quantity * 3L + more.length; }
        public java.math.BigDecimal quote(String sku, int quantity, Discount discount) throws java.io.IOException {
          if (quantity < 0) throw new java.io.IOException("negative");
          return java.math.BigDecimal.valueOf((long) quantity * sku.length());
        }
        protected <T extends Comparable<T>> List<T> names(List<T> list, Map<String, ? super T> map, char legacy) { return list; }
        Secret secret(Secret in) { return in; }
        private int hidden() { return 1; }
        public native int outside();
        @Override public String toString() { return "pricing"; }
      }
      """;

  /** What a team writes beside it. */
  private static final String REPLAYING =
      """
      package com.acme;
      import dev.compat.junit.*;
      class PricingReplayTest {
        @Replay(plugin = MODULE.class, recordings = "state/recordings/pricing")
        void answers_as_legacy_did(ReplayedCall call) { call.check(); }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path app;

  @BeforeEach
  void anApplication() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY);
  }

  @Test
  void what_it_writes_builds_validates_and_shadows_the_application() throws Exception {
    Run init =
        agent("init", "com.acme.LegacyPricing", "--in", "app.jar", "--without-effects", "all");
    assertThat(init.out())
        .contains("replaced  com.acme.LegacyPricing.quote(String, int, LegacyPricing$Discount)")
        .contains("left out  com.acme.LegacyPricing.main(String[]): the program starts there")
        .contains("left out  com.acme.LegacyPricing.outside(): it is native")
        .contains("left out  com.acme.LegacyPricing.hidden(): it is private");
    assertThat(init.code()).isZero();
    Path project = folder.resolve("pricing-plugin");

    Run build = maven(project);
    assertThat(build.out()).doesNotContain("[WARNING]").contains("BUILD SUCCESS");
    assertThat(build.code()).isZero();

    Run validate = agent("validate", "--config", "pricing-plugin/compat.yaml", "--in", "app.jar");
    assertThat(validate.out()).contains("no problems");

    Workbench inProject = new Workbench(project);
    Path flags = project.resolve("flags.yaml");
    String text = Files.readString(flags) + "    recordings: {share: 100%}\n";
    String compat = Files.readString(project.resolve("compat.yaml"));
    inProject.file("compat.yaml", compat.replace("values: none", "values: all"));
    assertThat(text).contains("route: legacy");
    try (ForkedJvm jvm = inProject.start("com.acme.LegacyPricing", app)) {
      assertThat(jvm.ask("3")).isEqualTo("10 12 null [a]");
      inProject.file("flags.yaml", text.replace("route: legacy", "route: shadow"));
      jvm.awaitArmed("pricing");
      for (int i = 0; i < 20; i++) {
        assertThat(jvm.ask("3")).isEqualTo("10 12 null [a]");
      }
      inProject.file("flags.yaml", text.replace("route: legacy", "route: new"));
      for (int i = 0; i < 20; i++) {
        assertThat(jvm.ask("3")).isEqualTo("10 12 null [a]");
      }
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
    Run report = agent("report", "--config", "pricing-plugin/compat.yaml");
    assertThat(report.out()).contains("total").contains("0 differ").doesNotContain("HOLD");
    assertThat(replay(inProject))
        .anyMatch(line -> line.contains("total(3, ") && line.endsWith("SUCCESSFUL"))
        .noneMatch(line -> line.endsWith("FAILED"));
  }

  /** With what the project has to compile against, and JUnit: no second build is waited for. */
  private List<String> replay(Workbench inProject) throws IOException {
    Path project = inProject.folder();
    String services = "src/main/resources/META-INF/services/dev.compat.CompatModule";
    String module = Files.readString(project.resolve(services)).strip();
    List<Path> classPath = new ArrayList<>(List.of(app));
    classPath.add(project.resolve("target/pricing-plugin.jar"));
    try (Stream<Path> files = Files.walk(project.resolve("repository/dev/compat"))) {
      files.filter(file -> file.toString().endsWith(".jar")).forEach(classPath::add);
    }
    List<Path> all = new ArrayList<>(classPath);
    all.addAll(TeamTests.junit());
    Map<String, byte[]> test = Workbench.compile(all, REPLAYING.replace("MODULE", module));
    classPath.add(inProject.pack("tests.jar", test, Map.of()));
    return TeamTests.run(inProject, List.of(), classPath, "com.acme.PricingReplayTest");
  }

  @Test
  void a_class_that_is_not_there_or_a_folder_that_is_taken_is_refused_in_one_line()
      throws Exception {
    Run absent = agent("init", "com.acme.LegacyPrices", "--in", "app.jar");
    assertThat(absent.out().lines())
        .containsExactly(
            "com.acme.LegacyPrices is not in app.jar; did you mean 'com.acme.LegacyPricing'?");
    assertThat(absent.code()).isEqualTo(2);
    Files.createDirectories(folder.resolve("pricing-plugin/src"));
    Run taken = agent("init", "com.acme.LegacyPricing", "--in", "app.jar");
    assertThat(taken.out().lines())
        .containsExactly(
            "pricing-plugin is not empty; name another folder with --to, or remove it");
    assertThat(taken.code()).isEqualTo(2);
  }

  private record Run(int code, String out) {}

  private Run agent(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Workbench.AGENT.toString()));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  private Run maven(Path project) throws IOException, InterruptedException {
    boolean isWindows = File.separatorChar == '\\';
    Path maven = Path.of(System.getProperty("maven.home"), "bin", isWindows ? "mvn.cmd" : "mvn");
    String repository = "-Dmaven.repo.local=" + System.getProperty("maven.repo.local");
    return run(project, List.of(maven.toString(), "-B", "-ntp", repository, "package"));
  }

  private static Run run(Path where, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_OPTS");
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    return new Run(process.exitValue(), text);
  }
}
