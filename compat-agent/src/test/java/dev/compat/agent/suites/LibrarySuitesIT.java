package dev.compat.agent.suites;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.weave.MethodRef;
import dev.compat.evidence.JoinPointSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Libraries' own published tests, which know nothing of the agent: they pass and fail as without it
 * while every eligible method is woven and off, and while a second copy of the library is compared
 * with the first, or answers in its place.
 *
 * <p>What is left out is listed in {@code left-out.txt}.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class LibrarySuitesIT {

  private static final String OFF = "{route: legacy}";
  private static final String NEW = "{route: new}";
  private static final String SHADOW =
      "{route: shadow, shadow: {overflow: wait, timeout: 60s}}"; // every call, however slow

  private Path folder;

  private final Map<Library, Copies> copies = new EnumMap<>(Library.class);
  private final Map<Library, List<Suite.Run>> without = new EnumMap<>(Library.class);
  private final Map<Library, Map<String, Object>> table = new EnumMap<>(Library.class);

  /** One folder for all runs: a field would get another for each test. */
  @BeforeAll
  void make(@TempDir Path shared) {
    folder = shared;
  }

  @ParameterizedTest
  @EnumSource
  void the_same_tests_pass_and_fail_while_every_eligible_method_is_woven_and_off(Library library) {
    Suite.Run off = run(library, "off", OFF);

    assertThat(off.woven()).isNotEmpty().isEqualTo(eligible(library));
    note(library, "methods woven", off.woven().size());
    assertSame(library, "off", off);
    assertThat(sum(off, each -> each.replacement().answered())).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void the_same_tests_pass_and_fail_while_a_second_copy_is_compared(Library library) {
    Suite.Run shadow = run(library, "SHADOW", SHADOW);

    note(library, "trials", sum(shadow, each -> each.trials().shadowed()));
    note(library, "compared", sum(shadow, each -> each.trials().compared()));
    note(library, "mismatches", sum(shadow, each -> each.trials().mismatched()));
    note(library, "incomparable", reasons(shadow));
    assertSame(library, "SHADOW", shadow);
    assertThat(shadow.evidence())
        .hasSize(copies(library).answeredCount())
        .allSatisfy(
            each -> {
              assertThat(each.groups()).as(each.joinPoint()).isEmpty();
              assertThat(each.trials().mismatched()).as(each.joinPoint()).isZero();
              assertThat(each.trials().pending()).as(each.joinPoint()).isZero();
              assertThat(each.trials().dropped()).as(each.joinPoint()).isZero();
              assertThat(each.replacement().answered()).as(each.joinPoint()).isZero();
              assertThat(each.contained()).as(each.joinPoint()).isEmpty();
            });
    assertThat(sum(shadow, each -> each.trials().matched())).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void the_same_tests_pass_and_fail_while_a_second_copy_answers(Library library) {
    Suite.Run copy = run(library, "NEW", NEW);

    note(library, "answered by the copy", sum(copy, each -> each.replacement().answered()));
    note(
        library,
        "of them called",
        copy.evidence().stream().filter(each -> each.replacement().answered() > 0).count());
    assertSame(library, "NEW", copy);
    assertThat(copy.evidence())
        .hasSize(copies(library).answeredCount())
        .allSatisfy(
            each -> {
              assertThat(each.legacy().answered()).as(each.joinPoint()).isZero();
              assertThat(each.contained()).as(each.joinPoint()).isEmpty();
            });
  }

  @ParameterizedTest
  @EnumSource
  void no_line_leaves_out_what_is_not_there(Library library) {
    assertThat(copies(library).unused()).isEmpty();
    Set<String> tests =
        LeftOut.of(library).stream()
            .filter(LeftOut::isTest)
            .map(LeftOut::what)
            .collect(toCollection(TreeSet::new));
    assertThat(tests).allSatisfy(test -> assertThat(Suite.hasTest(library, test)).isTrue());
  }

  /** The names of the library's methods that can be woven, by the manual's rules. */
  private Set<String> eligible(Library library) {
    Set<String> eligible = new TreeSet<>();
    copies(library)
        .all()
        .forEach(
            (name, copy) -> {
              for (MethodRef method : copy.eligible()) {
                eligible.add(name + "." + method.name() + method.descriptor());
              }
            });
    return eligible;
  }

  /** A test whose outcome is not the same twice without the agent says nothing about it. */
  private void assertSame(Library library, String how, Suite.Run run) {
    List<Suite.Run> plain = without(library);
    Map<String, String> differing = differing(plain.get(0), run);
    differing.keySet().removeAll(differing(plain.get(0), plain.get(1)).keySet());
    note(library, "same " + how, run.outcomes().size() - differing.size());
    assertThat(differing).as("tests that do not end as without the agent, " + how).isEmpty();
    assertThat(run.failures()).isEqualTo("0");
    assertThat(differing(plain.get(0), plain.get(1))).as("not stable").hasSizeLessThan(5);
  }

  /** The tests that do not end the same way, and how they end. */
  private static Map<String, String> differing(Suite.Run one, Suite.Run other) {
    Map<String, String> differing = new TreeMap<>();
    Set<String> all = new TreeSet<>(one.outcomes().keySet());
    all.addAll(other.outcomes().keySet());
    for (String test : all) {
      String before = one.outcomes().getOrDefault(test, "not run");
      String after = other.outcomes().getOrDefault(test, "not run");
      if (!before.equals(after)) {
        differing.put(test, before + ", then " + after);
      }
    }
    return differing;
  }

  private List<Suite.Run> without(Library library) {
    return without.computeIfAbsent(
        library,
        first -> {
          List<Suite.Run> runs =
              List.of(suite(library, "first").without(), suite(library, "second").without());
          note(library, "tests", runs.get(0).outcomes().size());
          note(library, "failed", runs.get(0).count("FAILED"));
          note(
              library,
              "skipped or aborted",
              runs.get(0).count("SKIPPED") + runs.get(0).count("ABORTED"));
          note(library, "not stable", differing(runs.get(0), runs.get(1)));
          note(library, "second copies of methods", copies(library).answeredCount());
          note(library, "left out", copies(library).leftOut());
          return runs;
        });
  }

  private Suite.Run run(Library library, String how, String flag) {
    without(library);
    return suite(library, how).with(copies(library), flag);
  }

  private Suite suite(Library library, String how) {
    Path tests = folder.resolve(library + "-tests");
    if (!Files.exists(tests)) {
      Suite.unpack(library, tests);
    }
    return new Suite(library, tests, folder.resolve(library + "-" + how));
  }

  private Copies copies(Library library) {
    return copies.computeIfAbsent(library, Copies::of);
  }

  private static long sum(Suite.Run run, ToLongFunction<JoinPointSnapshot> count) {
    return run.evidence().stream().mapToLong(count).sum();
  }

  /** Why trials were incomparable, without the classes that are named there. */
  private static Map<String, Long> reasons(Suite.Run run) {
    Map<String, Long> reasons = new TreeMap<>();
    for (JoinPointSnapshot each : run.evidence()) {
      each.incomparable()
          .forEach(
              (reason, count) ->
                  reasons.merge(
                      reason
                          .replaceAll("argument \\d+", "an argument")
                          .replaceAll(" (is|holds) a [^:]*:", ":"),
                      count,
                      Long::sum));
    }
    return reasons;
  }

  private void note(Library library, String what, Object value) {
    table.computeIfAbsent(library, first -> new TreeMap<>()).put(what, value);
  }

  @AfterAll
  void print() {
    table.forEach(
        (library, row) ->
            System.out.println(
                row.entrySet().stream()
                    .map(cell -> "  " + cell.getKey() + ": " + cell.getValue() + "\n")
                    .collect(
                        joining(
                            "", library.artifact() + " on Java " + Runtime.version() + "\n", ""))));
  }
}
