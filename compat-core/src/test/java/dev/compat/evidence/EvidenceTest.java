package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence escapeXml = evidence.joinPoint("text", Samples.ESCAPE_XML);

  private JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
  }

  private Example onlyExample() {
    assertThat(snapshot().groups()).hasSize(1);
    return snapshot().groups().get(0).example();
  }

  @Test
  void a_join_point_has_one_record() {
    assertThat(evidence.joinPoint("text", Samples.ESCAPE_XML)).isSameAs(escapeXml);
    evidence.joinPoint("text", Samples.ESCAPE_JAVA);
    evidence.joinPoint("other", Samples.ESCAPE_XML);

    assertThat(evidence.snapshot())
        .extracting(point -> point.migration() + " " + point.joinPoint())
        .containsExactly(
            "other " + Samples.ESCAPE_XML,
            "text " + Samples.ESCAPE_JAVA,
            "text " + Samples.ESCAPE_XML);
  }

  @Test
  void every_shadowed_call_is_accounted_for() {
    for (int i = 0; i < 9; i++) {
      escapeXml.shadow().begun();
    }
    Samples.matches(escapeXml, 2);
    Samples.trial(escapeXml, "a", "b", "c");
    escapeXml.shadow().notSampled();
    escapeXml.shadow().dropped();
    escapeXml.shadow().dropped();
    escapeXml.shadow().incomparable("the candidate took longer than 2s");
    escapeXml.shadow().nested(1);

    Coverage coverage = snapshot().coverage();
    assertThat(coverage).isEqualTo(new Coverage(13, 1, 2, 2, 1, 1, 1));
    assertThat(coverage.compared()).isEqualTo(3);
    assertThat(coverage.pending()).isEqualTo(6);
    assertThat(evidence.pending()).isEqualTo(6);
    assertThat(evidence.counts().get(0).coverage()).isEqualTo(coverage);
    assertThat(evidence.counts().get(0).groups()).isEmpty();
  }

  @Test
  void arms_count_what_they_answered_and_how_long_they_took() {
    escapeXml.answered(Arm.LEGACY, false);
    escapeXml.answered(Arm.LEGACY, true);
    escapeXml.answered(Arm.NEW, false);
    escapeXml.took(Arm.NEW, 1_000);
    escapeXml.took(Arm.NEW, -5);
    escapeXml.took(Arm.NEW, Long.MAX_VALUE);

    assertThat(snapshot().legacy()).isEqualTo(new ArmSnapshot(2, 1, Latency.NONE));
    Latency latency = snapshot().replacement().latency();
    assertThat(latency.count()).isEqualTo(3);
    assertThat(latency.p50()).isBetween(990L, 1_010L);
    assertThat(latency.max()).isGreaterThan(60_000_000_000L);
  }

  @Test
  void mismatches_of_one_cause_are_one_group_with_the_smallest_example() {
    Instant later = Samples.NOON.plusSeconds(60);
    Samples.trial(escapeXml, "<Français>", "&lt;Fran&#231;ais&gt;", "&lt;Français&gt;");
    Samples.trial(escapeXml, "ç", "&#231;", "ç");
    Samples.trial(
        escapeXml, later, "ççç", Outcome.returned("&#231;&#231;&#231;"), Outcome.returned("ççç"));

    MismatchGroup group = snapshot().groups().get(0);
    assertThat(group.key()).isEqualTo(new MismatchGroup.Key("result", Kind.TEXT, "", ""));
    assertThat(group.calls()).isEqualTo(3);
    assertThat(List.of(group.first(), group.last())).containsExactly(Samples.NOON, later);
    assertThat(group.example())
        .isEqualTo(new Example("result", List.of("\"ç\""), "&#231;", "ç", 0, 7, true, null, null));
    assertThat(snapshot().groups()).hasSize(1);
  }

  @Test
  void a_call_counts_once_in_a_group_however_many_of_its_elements_differ() {
    Samples.trial(escapeXml, 1, List.of("a", "b", 1), List.of("c", "d", 2));

    assertThat(snapshot().groups())
        .extracting(group -> group.path() + " " + group.kind() + " " + group.calls())
        .containsExactlyInAnyOrder("result[*] TEXT 1", "result[*] NUMBER 1");
  }

  @Test
  void exceptions_group_by_their_classes() {
    Outcome ok = Outcome.returned("a");
    Samples.trial(escapeXml, Samples.NOON, 1, ok, Outcome.threw(new IllegalStateException("x")));
    Samples.trial(escapeXml, Samples.NOON, 1, ok, Outcome.threw(new IllegalStateException("y")));
    Samples.trial(escapeXml, Samples.NOON, 1, Outcome.threw(new RuntimeException("z")), ok);

    assertThat(snapshot().groups())
        .extracting(group -> group.legacyType() + " " + group.replacementType())
        .containsExactly(
            "returned java.lang.IllegalStateException", "java.lang.RuntimeException returned");
    assertThat(snapshot().groups().get(0).example())
        .extracting(Example::legacy, Example::replacement)
        .containsExactly("returned \"a\"", "threw java.lang.IllegalStateException: x");
    assertThat(snapshot().legacy().threw()).isEqualTo(1);
  }

  @Test
  void a_long_text_is_cut_around_the_difference() {
    String same = "x".repeat(100_000);
    Samples.trial(escapeXml, same, same + "a" + same, same + "b" + same);

    Example example = onlyExample();
    assertThat(example.at()).isEqualTo(100_000);
    assertThat(example.size()).isEqualTo(400_002);
    assertThat(example.legacy()).startsWith("…x").contains("xax").endsWith("x…").hasSize(242);
    assertThat(example.replacement()).hasSize(242);
    assertThat(example.arguments().get(0).length()).isLessThan(500);
  }

  @Test
  void where_values_are_not_kept_only_shapes_are() {
    Evidence shapes = new Evidence(false);
    JoinPointEvidence point = shapes.joinPoint("text", "a.B#secret(String,Map)");
    String secret = "sécret";
    point
        .shadow()
        .compared(
            Samples.result(
                new Verdict.Incomparable("result is a com.acme.Order, which defines no equals"),
                Samples.NOON,
                secret,
                Outcome.returned(null),
                Outcome.returned(null)));
    point.contained(new IllegalStateException(secret));
    Samples.trial(point, Map.of(secret, 1), "sécretly", secret);
    Samples.trial(point, List.of(secret), Map.of(secret, 1), Map.of(secret, 2));
    Samples.trial(point, 1, Map.of(secret, 1), Map.of());
    Samples.trial(
        point,
        Samples.NOON,
        new int[3],
        Outcome.returned(secret),
        Outcome.threw(new RuntimeException(secret)));
    Samples.trial(point, null, secret, null);
    Samples.trial(point, null, secret, 1L);

    String everything = Json.write(shapes.snapshot()) + Report.of(shapes.snapshot()).text();
    assertThat(everything)
        .doesNotContain(secret)
        .contains("text of 8 characters, 1 above U+007F")
        .contains("map of 1")
        .contains("list of 1")
        .contains("int array of 3")
        .contains("threw java.lang.RuntimeException with a message of 6 characters")
        .contains("java.lang.Long long");
  }

  @Test
  void groups_and_reasons_are_bounded_and_what_is_beyond_is_counted() {
    for (int i = 0; i < 1_000; i++) {
      escapeXml.shadow().incomparable("reason " + i);
      escapeXml.shadow().incomparable("x".repeat(i));
      String path = "result.component" + i;
      Verdict verdict =
          new Verdict.Mismatch(
              List.of(new dev.compat.compare.Difference(path, Kind.NUMBER, 1, 2)), List.of());
      escapeXml.shadow().compared(Samples.result(verdict, Outcome.returned(null)));
    }

    JoinPointSnapshot snapshot = snapshot();
    assertThat(snapshot.groups()).hasSize(Groups.MAX_GROUPS);
    assertThat(snapshot.otherGroups()).isEqualTo(1_000L - Groups.MAX_GROUPS);
    assertThat(snapshot.incomparable()).hasSizeLessThan(50).containsKey(Tally.OTHER);
    assertThat(snapshot.incomparable().keySet()).allMatch(reason -> reason.length() <= 200);
    assertThat(snapshot.coverage().incomparable()).isEqualTo(2_000);
  }

  /** Has no text. */
  static final class Mute {
    private final int value;

    Mute(int value) {
      this.value = value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Mute mute && mute.value == value;
    }

    @Override
    public int hashCode() {
      return value;
    }

    @Override
    public String toString() {
      throw new AssertionError("secret");
    }
  }

  @Test
  void values_that_cannot_be_described_are_still_counted() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    Samples.trial(escapeXml, cycle, new Mute(1), "text");

    assertThat(snapshot().coverage().mismatched()).isEqualTo(1);
    assertThat(onlyExample().legacy()).endsWith("Mute ?");
  }

  record Order(int id, List<String> lines) {}

  @Test
  void values_that_are_kept_are_described_by_what_they_hold_up_to_a_bound() {
    List<String> lines = Collections.nCopies(1_000_000, "a");
    Samples.trial(escapeXml, new Order(1, List.of("x")), new Order(1, lines), "text");

    Example example = onlyExample();
    assertThat(example.arguments()).containsExactly("Order[id=1, lines=[\"x\"]]");
    assertThat(example.legacy()).contains("Order[id=1, lines=[\"a\", \"a\", ").endsWith("…");
    assertThat(example.legacy().length()).isLessThan(500);
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // legacy has them
  void dates_that_differ_by_less_than_a_second_do_not_look_the_same() {
    Samples.trial(escapeXml, "a", new java.util.Date(1_001), new java.util.Date(1_002));

    assertThat(onlyExample().legacy()).isEqualTo("1970-01-01T00:00:01.001Z");
    assertThat(onlyExample().replacement()).isEqualTo("1970-01-01T00:00:01.002Z");
  }

  @Test
  void a_failure_that_was_contained_is_told_by_class_and_origin() {
    escapeXml.contained(new IllegalStateException("secret"));

    assertThat(snapshot().contained().keySet())
        .singleElement()
        .asString()
        .startsWith("java.lang.IllegalStateException at dev.compat.evidence.EvidenceTest.a_failure")
        .doesNotContain("secret");
    assertThat(snapshot().containedFailures()).isEqualTo(1);
  }

  @Test
  void shadowing_that_stopped_itself_says_why_until_it_goes_on() {
    escapeXml.armed(Samples.NOON);
    escapeXml.suspended("3 candidates hang");
    assertThat(snapshot().suspended()).containsExactly("3 candidates hang");
    assertThat(snapshot().armedSince()).isEqualTo(Samples.NOON);

    escapeXml.resumed();
    assertThat(snapshot().suspended()).isEmpty();
  }

  @Test
  void nothing_of_the_application_is_kept() throws Exception {
    List<WeakReference<Object>> passed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      passed.add(recordAndForget(i));
    }
    for (int i = 0; i < 100 && passed.stream().anyMatch(p -> p.get() != null); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(passed).allMatch(reference -> reference.get() == null);
    assertThat(snapshot().groups()).isNotEmpty();
  }

  @SuppressWarnings("UnnecessaryStringBuilder") // a text that nobody else holds
  private WeakReference<Object> recordAndForget(int kind) {
    Object value = kind == 0 ? new StringBuilder("abc") : new Mute(kind);
    Object other = kind == 0 ? new StringBuilder("abd") : new Mute(-1);
    if (kind == 2) {
      escapeXml.contained(new IllegalStateException(value.getClass().getName()));
    }
    Samples.trial(escapeXml, value, value, other);
    return new WeakReference<>(value);
  }

  @Test
  void threads_that_record_at_once_lose_nothing() throws Exception {
    int threads = 4;
    int calls = 5_000;
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          await(start);
                          for (int call = 0; call < calls; call++) {
                            escapeXml.took(Arm.LEGACY, call);
                            Samples.trial(escapeXml, call, "x" + call % 7, "y");
                            escapeXml.shadow().incomparable("reason " + call % 3);
                          }
                        }))
            .toList();
    workers.forEach(Thread::start);
    start.countDown();
    while (workers.stream().anyMatch(Thread::isAlive)) {
      Coverage coverage = snapshot().coverage();
      assertThat(coverage.mismatched()).isLessThanOrEqualTo(coverage.shadowed());
    }

    JoinPointSnapshot snapshot = snapshot();
    assertThat(snapshot.coverage().mismatched()).isEqualTo((long) threads * calls);
    assertThat(snapshot.groups()).singleElement().matches(g -> g.calls() == (long) threads * calls);
    assertThat(snapshot.legacy().latency().count()).isEqualTo((long) threads * calls);
    assertThat(snapshot.incomparable()).hasSize(3);
    assertThat(snapshot.coverage().incomparable()).isEqualTo((long) threads * calls);
  }

  @Test
  void calls_that_the_replacement_answered_and_legacy_was_compared_with_are_counted_apart() {
    Samples.matches(escapeXml, 1);
    escapeXml.verify().begun();
    escapeXml.verify().begun();
    escapeXml.verify().notSampled();
    escapeXml.verify().incomparable("legacy did not answer in time");

    assertThat(snapshot().coverage()).isEqualTo(new Coverage(1, 0, 0, 1, 0, 0, 0));
    assertThat(snapshot().verified()).isEqualTo(new Coverage(3, 1, 0, 0, 0, 1, 0));
    assertThat(snapshot().trials()).isEqualTo(new Coverage(4, 1, 0, 1, 0, 1, 0));
    assertThat(snapshot().incomparable()).containsOnlyKeys("legacy did not answer in time");
    assertThat(evidence.pending()).isEqualTo(1);
  }

  @Test
  void fallbacks_are_counted_by_reason() {
    escapeXml.declined("no such currency");
    escapeXml.declined("no such currency");
    escapeXml.declined(null);
    escapeXml.failed(new IllegalStateException("sécret"));

    assertThat(snapshot().fallbacks())
        .isEqualTo(
            Map.of(
                "not handled: no such currency",
                2L,
                "not handled: no reason given",
                1L,
                "java.lang.IllegalStateException",
                1L));
    assertThat(snapshot().fellBack()).isEqualTo(4);
    assertThat(snapshot().plus(snapshot()).fellBack()).isEqualTo(8);
  }

  @Test
  void counters_allocate_nothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    countOften(10_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    countOften(100_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes / 100_000).isZero();
  }

  private void countOften(int times) {
    for (int i = 0; i < times; i++) {
      escapeXml.shadow().begun();
      escapeXml.shadow().notSampled();
      escapeXml.shadow().dropped();
      escapeXml.shadow().nested(1);
      escapeXml.verify().notSampled();
      escapeXml.declined("no such currency");
      escapeXml.answered(Arm.LEGACY, i % 2 == 0);
      escapeXml.took(Arm.NEW, i);
      escapeXml.overhead(i);
      escapeXml.shadow().incomparable("argument 1 is a java.io.StringWriter");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
