package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every eligible method of ten real jars, written by the compilers of twenty years, woven and
 * loaded under full verification.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeaveEverythingIT {

  private static final Path JARS = Path.of(System.getProperty("compat.real.jars"));

  private List<List<String>> said;

  @BeforeAll
  void weave_and_load(@TempDir Path folder) throws IOException {
    try (ForkedJvm jvm = start(folder)) {
      assertThat(jvm.end()).as(jvm.errors()).isZero();
      said = jvm.rest().stream().map(line -> List.of(line.split("\t"))).toList();
    }
    String table = table();
    System.out.println(table);
    Files.writeString(JARS.resolveSibling("weave-everything.txt"), table);
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
        .hasSize(10)
        .allSatisfy(
            row -> {
              assertThat(Integer.parseInt(row.get(6))).isPositive();
              assertThat(row.get(6)).isEqualTo(row.get(5));
            });
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
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "jar",
            "versions",
            "classes",
            "methods",
            "eligible",
            "woven",
            "holders",
            "equal",
            "unlinked",
            "left alone"));
    for (List<String> row : said("row")) {
      long differing = said("differs").stream().filter(d -> d.get(1).equals(row.get(1))).count();
      lines.add(
          line(
              row.get(1),
              row.get(2),
              row.get(3),
              row.get(4),
              row.get(5),
              row.get(6),
              row.get(7),
              differing == 0 ? "yes" : differing + " no",
              row.get(8),
              row.get(9)));
    }
    return "woven and loaded on Java "
        + Runtime.version()
        + "; 'unlinked' classes miss others and fail alike with and without a prologue\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String line(Object... cells) {
    return "%-34s %-8s %7s %7s %8s %7s %7s  %-5s %-8s %s".formatted(cells);
  }
}
