package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * JaCoCo's agent beside ours: routes are obeyed, and what JaCoCo has covered at the end is what it
 * covers without us, probe by probe and for the same class file.
 */
@Tag("slow")
class JacocoIT {

  /**
   * Prints what a file of JaCoCo's says of the application's classes; not of the class that holds
   * the call sites of an old class file, which is synthetic and so in no report.
   */
  private static final String READ =
      """
      package read;
      import java.io.File;
      import java.util.Arrays;
      import org.jacoco.core.tools.ExecFileLoader;
      public class Read {
        public static void main(String[] args) throws Exception {
          ExecFileLoader file = new ExecFileLoader();
          file.load(new File(args[0]));
          file.getExecutionDataStore().getContents().stream()
              .filter(of -> of.getName().startsWith("app/") && !of.getName().contains("$"))
              .map(of -> of.getName() + " " + of.getId() + " " + Arrays.toString(of.getProbes()))
              .sorted()
              .forEach(System.out::println);
        }
      }
      """;

  /** Enough of it to compile the legacy class for a JVM that has no stack walker. */
  private static final String OUTLINE_OF_LOOK =
      """
      package app;
      class Look {
        static String around() { return null; }
        static int position() { return 0; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private Path jacoco;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    jacoco = Placed.jars("compat.slow.jars", "jacoco").get(0);
  }

  @ParameterizedTest
  @CsvSource({"47, before", "47, after", "47, late", "61, before", "61, after", "61, late"})
  void routes_are_obeyed_and_coverage_is_what_it_is_without_us(
      int classFileVersion, String weCome) {
    Path app = application(classFileVersion);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), Placed.ADAPTER));
    Placed.route(bench, "legacy");
    String them = "-javaagent:" + jacoco + "=destfile=";
    String us = bench.agent();

    Placed.Untouched untouched =
        Placed.Untouched.of(bench.startWithout(List.of(them + "alone.exec"), "app.Main", app));
    List<String> both =
        switch (weCome) {
          case "before" -> List.of(us, them + "both.exec");
          case "after" -> List.of(them + "both.exec", us);
          default -> List.of(them + "both.exec");
        };
    try (ForkedJvm jvm = bench.startWithout(both, "app.Main", app)) {
      if (weCome.equals("late")) {
        Placed.attach(bench, jvm);
      }
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:").doesNotContain("Exception");
    }

    assertThat(covered("both.exec"))
        .isEqualTo(covered("alone.exec"))
        .anyMatch(line -> line.startsWith("app/Legacy ") && line.contains("true"));
  }

  private List<String> covered(String file) {
    List<Path> core = Placed.jars("compat.slow.jars", "jacoco-core");
    Path reader = bench.jar("read.jar", core, READ);
    try (ForkedJvm jvm =
        bench.startWithout(List.of(), "read.Read", List.of(reader, core.get(0)), file)) {
      assertThat(jvm.end()).isZero();
      return jvm.rest();
    }
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes = Placed.classes();
    if (classFileVersion < 52) {
      Map<String, byte[]> old =
          OldClassFiles.compile(classFileVersion, Placed.LEGACY, OUTLINE_OF_LOOK);
      classes.put("app/Legacy.class", old.get("app/Legacy.class"));
    }
    return bench.pack("app.jar", classes, Map.of());
  }
}
