package dev.compat.agent.suites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.ClassFiles;
import dev.compat.agent.it.Instructions;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The tests of one library, run in one way in a JVM of their own. */
final class Suite {

  /** The migration of every method that no second copy answers for: never armed. */
  static final String REST = "rest";

  /** The migration of the methods that a second copy answers for. */
  static final String COPY = "copy";

  private static final String JAR = "suite.jar";
  private static final long MOST_SECONDS = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Library library;
  private final Path tests;
  private final Workbench bench;

  /**
   * To be run in a folder of its own.
   *
   * @param tests the folder of the test classes: one for all runs, so that the order is the same
   */
  Suite(Library library, Path tests, Path folder) {
    this.library = library;
    this.tests = tests;
    this.bench = new Workbench(folder);
    folder.toFile().mkdirs();
  }

  /** Unpacks the test classes of a library. */
  static void unpack(Library library, Path tests) {
    unpack(library, tests, entry -> true);
  }

  /**
   * What came of the tests.
   *
   * @param outcomes by unique identifiers of tests
   * @param woven the methods that began with a prologue in that JVM, such as {@code
   *     org.example.Type.name()V}
   * @param evidence of every join point that was armed
   * @param failures how many failures the boot gate kept from callers; {@code none} without one
   */
  record Run(
      Map<String, String> outcomes,
      Set<String> woven,
      List<JoinPointSnapshot> evidence,
      String failures) {

    /** How many tests ended so, such as {@code FAILED}. */
    long count(String outcome) {
      return outcomes.values().stream().filter(each -> each.startsWith(outcome)).count();
    }
  }

  /** Whether the library has a test, such as {@code StringUtilsTest#join}, or a class of them. */
  static boolean hasTest(Library library, String test) {
    String[] names = test.split("#", 2);
    return ClassFiles.of(library.tests()).byClass().entrySet().stream()
        .filter(each -> each.getKey().endsWith("." + names[0]))
        .flatMap(each -> Instructions.of(each.getValue()).keySet().stream())
        .anyMatch(method -> names[1].equals("*") || method.startsWith(names[1] + "("));
  }

  /** Without the agent. */
  Run without() {
    return run(List.of(), false);
  }

  /** With every eligible method woven, and the flag of those that second copies answer for. */
  Run with(Copies copies, String flag) {
    bench.configure(bench.pack("plugin.jar", copies.plugin(), Map.of()));
    bench.flags(REST + ": {route: legacy}", COPY + ": " + flag);
    List<String> agents =
        List.of(
            bench.agent(), "-javaagent:" + bench.folder().resolve(JAR) + "=" + library.packages());
    return run(agents, !flag.contains("legacy"));
  }

  private Run run(List<String> agents, boolean isArmed) {
    lay();
    List<String> options = new ArrayList<>(agents);
    options.add("-Xmx1g");
    Stream.of("lang", "lang.reflect", "time", "time.chrono", "util")
        .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED")
        .forEach(options::add);
    List<Path> classPath = new ArrayList<>(List.of(bench.folder().resolve(JAR), tests));
    classPath.addAll(Library.classPath());
    String[] arguments = {tests.toString(), library.first()};
    try (ForkedJvm jvm = bench.startWithout(options, "suite.Main", classPath, arguments)) {
      await(jvm, "> ready");
      if (isArmed) {
        jvm.awaitArmed(COPY);
      }
      Set<String> woven = woven();
      assertThat(jvm.ask("run")).isEqualTo("> running");
      await(jvm, "> done");
      awaitVerdicts();
      String failures = jvm.ask("failures");
      assertThat(jvm.end()).isZero();
      return new Run(outcomes(), woven, evidence(), failures);
    }
  }

  private static void await(ForkedJvm jvm, String line) {
    String next = jvm.nextWithin(MOST_SECONDS);
    while (!next.equals(line)) {
      next = jvm.nextWithin(MOST_SECONDS);
    }
  }

  /** The files that the tests and their main class expect. */
  private void lay() {
    unpack(
        library,
        bench.folder().resolve("src/test/resources"),
        entry -> !entry.getName().endsWith(".class"));
    bench.file("classes.txt", String.join("\n", library.classFiles().byClass().keySet()));
    bench.file(
        "left-out.txt",
        LeftOut.of(library).stream()
            .filter(LeftOut::isTest)
            .map(LeftOut::what)
            .collect(Collectors.joining("\n")));
    String manifest =
        "Manifest-Version: 1.0\nPremain-Class: suite.Main\nCan-Retransform-Classes: true\n";
    bench.pack(
        JAR,
        Workbench.compile(Library.classPath(), SuiteSource.MAIN),
        Map.of("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8)));
  }

  private static void unpack(Library library, Path folder, Predicate<ZipEntry> wanted) {
    try (JarFile jar = new JarFile(library.tests().toFile())) {
      for (ZipEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
        if (wanted.test(entry)) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The methods that begin with a prologue, by what this JVM was given of each class. */
  private Set<String> woven() {
    Path seen = bench.folder().resolve("seen");
    Set<String> woven = new TreeSet<>();
    for (String name : library.classFiles().byClass().keySet()) {
      if (Files.exists(seen.resolve(name))) {
        Instructions.of(read(seen.resolve(name)))
            .forEach(
                (method, body) -> {
                  if (body.isGated()) {
                    woven.add(name + "." + method);
                  }
                });
      }
    }
    return woven;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Map<String, String> outcomes() {
    Map<String, String> outcomes = new TreeMap<>();
    new String(read(bench.folder().resolve("outcomes.txt")), UTF_8)
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(cells -> outcomes.put(cells[0], cells[1]));
    return outcomes;
  }

  /** Waits until nothing that was to be compared is still to be. */
  private void awaitVerdicts() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (evidence().stream().anyMatch(each -> each.trials().pending() > 0)
        && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  private List<JoinPointSnapshot> evidence() {
    try {
      StateFolder state = StateFolder.at(bench.folder().resolve("state"));
      return EvidenceLog.read(state.evidenceFiles()).merged();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
