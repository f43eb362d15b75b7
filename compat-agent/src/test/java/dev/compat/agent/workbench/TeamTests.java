package dev.compat.agent.workbench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a class of a team's own tests in a JVM of their own, as build tools do. */
public final class TeamTests {

  private static final String MAIN =
      """
      package team;
      import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
      import org.junit.platform.engine.TestExecutionResult;
      import org.junit.platform.launcher.*;
      import org.junit.platform.launcher.core.*;
      public class Main {
        public static void main(String[] args) {
          LauncherFactory.create().execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(args[0])).build(),
              new TestExecutionListener() {
                @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  if (test.isTest() || result.getThrowable().isPresent()) {
                    System.out.println(test.getDisplayName() + " " + result.getStatus());
                    result.getThrowable().ifPresent(thrown -> System.out.println(thrown.getMessage()));
                  }
                }
              });
        }
      }
      """;

  private TeamTests() {}

  /** JUnit as this JVM has it. */
  public static List<Path> junit() {
    return classPath("junit-", "opentest4j", "apiguardian");
  }

  /** What of this JVM's class path has such names. */
  public static List<Path> classPath(String... names) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> Stream.of(names).anyMatch(entry.getFileName().toString()::startsWith))
        .toList();
  }

  /**
   * Runs the tests of a class.
   *
   * @return what they print, and a line for each with its name and how it ended
   */
  public static List<String> run(
      Workbench bench, List<String> options, List<Path> classPath, String test) {
    List<Path> all = new ArrayList<>(classPath);
    all.addAll(junit());
    all.add(bench.pack("main.jar", Workbench.compile(junit(), MAIN), Map.of()));
    try (ForkedJvm jvm = bench.startWithout(options, "team.Main", all, test)) {
      if (jvm.end() != 0) {
        throw new AssertionError(jvm.errors());
      }
      return jvm.rest();
    }
  }
}
