package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every eligible method of twenty-five real jars, written by the compilers of twenty years, woven
 * and loaded under full verification.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeaveEverythingIT {

  private static final Path JARS = Path.of(System.getProperty("compat.real.jars"));
  private static final Path DESIGN = Path.of("DESIGN.md");
  private static final String BEGIN = "<!-- jars: written by WeaveEverythingIT -->\n";
  private static final String END = "<!-- end of jars -->\n";
  private static final int ELIGIBLE = 6;
  private static final int WOVEN = 7;

  private List<List<String>> said;

  @BeforeAll
  void weave_and_load(@TempDir Path folder) throws IOException {
    try (ForkedJvm jvm = start(folder)) {
      assertThat(jvm.endWithin(240)).as(jvm.errors()).isZero();
      said = jvm.rest().stream().map(line -> List.of(line.split("\t"))).toList();
    }
    System.out.println("woven and loaded on Java " + Runtime.version() + "\n" + table());
  }

  private static ForkedJvm start(Path folder) throws IOException {
    List<String> options =
        List.of(
            "-Xmx1g",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+BytecodeVerificationRemote",
            "-XX:+BytecodeVerificationLocal",
            "-XX:TieredStopAtLevel=1",
            "-Xnoclassgc", // methods are verified as their names lie in memory: let these stay
            "-Xbootclasspath/a:" + Workbench.AGENT);
    Path[] classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toArray(Path[]::new);
    try (Stream<Path> jars = Files.list(JARS)) {
      String[] arguments = jars.map(Path::toString).sorted().toArray(String[]::new);
      return new Workbench(folder)
          .startWithout(options, WeaveEverything.class.getName(), List.of(classPath), arguments);
    }
  }

  @Test
  void every_eligible_method_is_woven_and_no_other() {
    assertThat(said("missed")).isEmpty();
    assertThat(said("row"))
        .hasSize(25)
        .allSatisfy(
            row -> {
              assertThat(Integer.parseInt(row.get(WOVEN))).isPositive();
              assertThat(row.get(WOVEN)).isEqualTo(row.get(ELIGIBLE));
            });
  }

  /** A jar of another version changes the table; so does a weaver that leaves more alone. */
  @Test
  void the_table_in_the_design_is_what_came_out() throws IOException {
    String table = BEGIN + table() + END;
    String design = Files.readString(DESIGN);
    String there = design.substring(design.indexOf(BEGIN), design.indexOf(END) + END.length());
    if (Boolean.getBoolean("weave.write") && !there.equals(table)) {
      Files.writeString(DESIGN, design.replace(there, table));
    } else {
      assertThat(there)
          .as("the table has changed; review it and run with -Dweave.write=true")
          .isEqualTo(table);
    }
  }

  @Test
  void every_class_loads_as_it_did_or_fails_as_it_did() {
    assertThat(said("differs")).isEmpty();
  }

  @Test
  void no_instruction_of_a_legacy_body_changes() {
    assertThat(said("touched")).isEmpty();
  }

  @Test
  void a_class_that_does_not_verify_is_noticed() {
    assertThat(said("broken"))
        .singleElement()
        .satisfies(
            outcomes ->
                assertThat(outcomes.subList(2, 4))
                    .allMatch(outcome -> outcome.startsWith("java.lang.VerifyError: Bad type")));
  }

  private List<List<String>> said(String word) {
    return said.stream().filter(line -> line.get(0).equals(word)).toList();
  }

  private String table() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "jar",
            "versions",
            "classes",
            "not linked",
            "methods",
            "eligible",
            "woven",
            "holders",
            "left alone"));
    lines.add(List.of("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---"));
    said("row").forEach(row -> lines.add(row.subList(1, row.size())));
    lines.add(
        List.of("together", "", sum(3), sum(4), sum(5), sum(ELIGIBLE), sum(WOVEN), sum(8), ""));
    return lines.stream()
        .map(cells -> "| " + String.join(" | ", cells) + " |\n")
        .collect(Collectors.joining());
  }

  private String sum(int column) {
    int sum = said("row").stream().mapToInt(row -> Integer.parseInt(row.get(column))).sum();
    return String.valueOf(sum);
  }
}
