package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Compat;
import dev.compat.Effect;
import dev.compat.LegacyState;
import dev.compat.NotHandled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two lambdas behind a flag, without an agent. */
class EmbeddingTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @TempDir Path folder;

  @Test
  void legacy_answers_until_a_flag_says_otherwise_and_again_when_it_does_not() {
    try (Opened open = new Opened(folder, "pricing: {route: legacy}")) {
      var quote = quote(open);

      assertThat(quote.call("a", 1)).isEqualTo("legacy a1");
      open.flags("pricing: {route: new}");
      assertThat(quote.call("a", 1)).isEqualTo("new a1");
      open.flags("pricing: {route: legacy}");
      assertThat(quote.call("a", 1)).isEqualTo("legacy a1");
    }
  }

  @Test
  void a_join_point_that_is_declared_while_a_flag_is_in_force_follows_it() {
    try (Opened open = new Opened(folder, "pricing: {route: new}")) {
      var quote = quote(open);
      open.follow();

      assertThat(quote.call("a", 1)).isEqualTo("new a1");
    }
  }

  @Test
  void once_it_was_off_every_unit_of_work_begins_anew() {
    String pinned = "context: {request: 'arg(0)'}, pin: request";
    try (Opened open = new Opened(folder, "pricing: {route: new, " + pinned + "}")) {
      var quote = quote(open);
      open.follow();
      assertThat(quote.call("r1", 1)).isEqualTo("new r11");
      open.flags("pricing: {route: legacy, " + pinned + "}");
      assertThat(quote.call("r1", 1)).as("half way").isEqualTo("new r11");
      open.flags("pricing: {route: new, kill: true, " + pinned + "}");
      assertThat(quote.call("r1", 1)).as("off").isEqualTo("legacy r11");

      String some = "rules: [{when: {request: [r2]}, route: new}], ";
      open.flags("pricing: {" + some + pinned + "}");
      assertThat(quote.call("r2", 1)).isEqualTo("new r21");
      assertThat(quote.call("r1", 1)).as("anew").isEqualTo("legacy r11");
    }
  }

  @Test
  void a_migration_without_a_flag_is_legacys() {
    try (Opened open = new Opened(folder, "other: {route: new}")) {
      var quote = quote(open);
      open.follow();

      assertThat(quote.call("a", 1)).isEqualTo("legacy a1");
      assertThat(open.compat.problems()).isEmpty();
    }
  }

  @Test
  void arguments_arrive_in_order_whatever_their_number() {
    try (Opened open = new Opened(folder, "m: {route: legacy}")) {
      Migration m = open.migration("m");
      Call0<String, RuntimeException> none = m.joinPoint("0").of(() -> "l", () -> "n");
      Call1<String, String, RuntimeException> one = m.joinPoint("1").of(a -> "l" + a, a -> "n" + a);
      Call2<String, String, String, RuntimeException> two =
          m.joinPoint("2").of((a, b) -> "l" + a + b, (a, b) -> "n" + a + b);
      Call3<String, String, String, String, RuntimeException> three =
          m.joinPoint("3").of((a, b, c) -> "l" + a + b + c, (a, b, c) -> "n" + a + b + c);
      Call4<String, String, String, String, String, RuntimeException> four =
          m.joinPoint("4")
              .of((a, b, c, d) -> "l" + a + b + c + d, (a, b, c, d) -> "n" + a + b + c + d);
      Call5<String, String, String, String, String, String, RuntimeException> five =
          m.joinPoint("5")
              .of(
                  (a, b, c, d, e) -> "l" + a + b + c + d + e,
                  (a, b, c, d, e) -> "n" + a + b + c + d + e);
      for (String side : List.of("l", "n")) {
        open.flags("m: {route: " + (side.equals("l") ? "legacy" : "new") + "}");
        assertThat(none.call()).isEqualTo(side);
        assertThat(one.call("1")).isEqualTo(side + "1");
        assertThat(two.call("1", "2")).isEqualTo(side + "12");
        assertThat(three.call("1", "2", "3")).isEqualTo(side + "123");
        assertThat(four.call("1", "2", "3", "4")).isEqualTo(side + "1234");
        assertThat(five.call("1", "2", "3", "4", "5")).isEqualTo(side + "12345");
      }
    }
  }

  @Test
  void a_checked_exception_is_declared_and_arrives_as_the_very_one() {
    IOException ofLegacy = new IOException("legacy");
    IOException ofNew = new IOException("new");
    try (Opened open = new Opened(folder, "m: {route: legacy}")) {
      Call1<String, String, IOException> read =
          open.migration("m").joinPoint("read").of(name -> thrown(ofLegacy), name -> thrown(ofNew));

      assertThat(catchThrowable(() -> read.call("x"))).isSameAs(ofLegacy);
      open.flags("m: {route: new}");
      assertThat(catchThrowable(() -> read.call("x"))).isSameAs(ofNew);
    }
  }

  private static String thrown(IOException exception) throws IOException {
    throw exception;
  }

  @Test
  void the_context_is_read_from_what_the_application_gives_from_arguments_and_from_methods() {
    try (Opened open = new Opened(folder, "pricing: {route: legacy}")) {
      open.migration("pricing").context("tenant", TENANT::get);
      var quote = quote(open);
      for (String reader :
          List.of(
              "given:tenant", "arg(0)", "static:" + EmbeddingTest.class.getName() + "#tenant")) {
        open.flags(
            "pricing: {context: {tenant: '"
                + reader
                + "'}, route: legacy, rules: [{when: {tenant: [acme]}, route: new}]}");
        TENANT.set("acme");
        assertThat(quote.call("acme", 1)).as(reader).isEqualTo("new acme1");
        TENANT.set("globex");
        assertThat(quote.call("globex", 1)).as(reader).isEqualTo("legacy globex1");
        TENANT.remove();
        assertThat(quote.call("", 1)).as(reader).isEqualTo("legacy 1");
      }
    }
  }

  public static String tenant() {
    return TENANT.get();
  }

  @Test
  void a_context_that_throws_is_no_context_and_is_said() {
    try (Opened open = new Opened(folder, "pricing: {route: legacy}")) {
      open.migration("pricing")
          .context(
              "tenant",
              () -> {
                throw new AssertionError("tenant");
              });
      var quote = quote(open);
      open.flags(
          "pricing: {context: {tenant: 'given:tenant', user: 'given:user'}, route: new,"
              + " rules: [{when: {tenant: [acme], user: [me]}, route: legacy}]}");

      assertThat(quote.call("a", 1)).isEqualTo("new a1");
      open.follow();
      assertThat(open.compat.problems())
          .anySatisfy(
              problem -> assertThat(problem).contains("'tenant'").contains("AssertionError"));
    }
  }

  @Test
  void counts_reach_the_state_folder() {
    try (Opened open = new Opened(folder, "pricing: {route: new}")) {
      var quote = quote(open);
      open.follow();
      for (int i = 0; i < 10; i++) {
        quote.call("a", i);
      }
      Opened.await(() -> open.said("pricing", one -> one.newCalls() == 10));
      open.write("state/OFF", "");
      Opened.await(() -> open.heartbeat().killed());
      assertThat(quote.call("a", 1)).isEqualTo("legacy a1");
    }
  }

  @Test
  void where_nothing_is_recorded_nothing_is_counted() {
    try (Opened open = new Opened(folder, "pricing: {route: new, record: false}")) {
      var quote = quote(open);
      open.follow();
      assertThat(quote.call("a", 1)).isEqualTo("new a1");
      open.follow();
      open.end();
      assertThat(open.status("pricing").newCalls()).isZero();
    }
  }

  @Test
  void inside_a_legacy_arm_that_is_compared_the_same_migration_runs_legacy() {
    try (Opened open = new Opened(folder, "m: {route: shadow, shadow: {overflow: wait}}")) {
      Migration m = open.migration("m");
      List<String> ran = new ArrayList<>();
      Call1<Integer, Integer, RuntimeException> inner =
          m.joinPoint("inner")
              .replacementEffects(Effect.NONE)
              .of(
                  n -> {
                    ran.add("legacy");
                    return n;
                  },
                  n -> n);
      Call1<Integer, Integer, RuntimeException> outer =
          m.joinPoint("outer").replacementEffects(Effect.NONE).of(n -> inner.call(n), n -> n);
      open.follow();

      assertThat(outer.call(7)).isEqualTo(7);
      assertThat(ran).containsExactly("legacy");
      open.end();
      assertThat(open.status("m").compared()).isEqualTo(1);
      assertThat(open.status("m").legacyCalls()).isEqualTo(1);
    }
  }

  @Test
  void a_call_that_a_rule_merely_sends_to_legacy_forces_no_other() {
    String flag =
        "m: {context: {n: 'arg(0)'}, route: new, rules: [{when: {n: ['0']}, route: legacy}]}";
    try (Opened open = new Opened(folder, flag)) {
      Migration m = open.migration("m");
      Call1<Integer, String, RuntimeException> inner =
          m.joinPoint("inner").legacyState(LegacyState.INDEPENDENT).of(n -> "legacy", n -> "new");
      Call1<Integer, String, RuntimeException> outer =
          m.joinPoint("outer")
              .legacyState(LegacyState.INDEPENDENT)
              .of(n -> "legacy " + inner.call(1), n -> "new");
      open.follow();

      assertThat(outer.call(0)).isEqualTo("legacy new");
    }
  }

  @Test
  void legacy_answers_what_the_replacement_declines_or_fails_to() {
    try (Opened open = new Opened(folder, "m: {route: fallback}")) {
      Call1<String, String, IOException> read =
          open.migration("m")
              .joinPoint("read")
              .replacementEffects(Effect.NONE)
              .legacyState(LegacyState.INDEPENDENT)
              .answers(UnsupportedOperationException.class)
              .of(name -> "legacy " + name, EmbeddingTest::read);
      open.follow();

      assertThat(catchThrowable(() -> assertThat(read.call("a")).isEqualTo("new a"))).isNull();
      assertThat(
              catchThrowable(() -> assertThat(read.call("declined")).isEqualTo("legacy declined")))
          .isNull();
      assertThat(catchThrowable(() -> assertThat(read.call("failed")).isEqualTo("legacy failed")))
          .isNull();
      assertThat(catchThrowable(() -> read.call("checked"))).isInstanceOf(IOException.class);
      assertThat(catchThrowable(() -> read.call("listed")))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static String read(String name) throws IOException {
    switch (name) {
      case "declined" -> throw new NotHandled("not mine");
      case "failed" -> throw new IllegalStateException();
      case "checked" -> throw new IOException();
      case "listed" -> throw new UnsupportedOperationException();
      default -> {
        return "new " + name;
      }
    }
  }

  @Test
  void the_replacement_answers_and_legacy_is_compared_where_it_may_run_on_another_thread() {
    try (Opened open = new Opened(folder, "m: {route: verify, shadow: {overflow: wait}}")) {
      Set<Thread> legacyRanOn = ConcurrentHashMap.newKeySet();
      Call1<String, String, RuntimeException> call =
          open.migration("m")
              .joinPoint("call")
              .replacementEffects(Effect.NONE)
              .legacyEffects(Effect.NONE)
              .sharingNothingMutable()
              .of(
                  name -> {
                    legacyRanOn.add(Thread.currentThread());
                    return "legacy";
                  },
                  name -> "new");
      open.follow();

      assertThat(call.call("a")).isEqualTo("new");
      open.end();
      assertThat(open.status("m").mismatches()).isEqualTo(1);
      assertThat(legacyRanOn).hasSize(1).doesNotContain(Thread.currentThread());
    }
  }

  @Test
  void what_is_not_declared_is_not_permitted_and_the_remedy_is_said() {
    try (Opened open = new Opened(folder, "m: {route: legacy}")) {
      Migration m = open.migration("m");
      Call0<String, RuntimeException> held =
          m.joinPoint("held").replacementEffects(Effect.NONE).of(() -> "legacy", () -> "new");
      Call1<String, String, RuntimeException> bare =
          m.joinPoint("bare").of(a -> "legacy", a -> "new");
      Map<String, List<String>> remedies =
          Map.of(
              "route: shadow",
              List.of(
                  "bare is not shadowed",
                  "declare replacementEffects(NONE)",
                  "held is not shadowed",
                  "declare sharingNothingMutable()"),
              "route: verify",
              List.of("are not verified", "declare legacyEffects(NONE)"),
              "route: fallback",
              List.of("are not given route fallback", "declare legacyState(INDEPENDENT)"),
              "by: call, route: {new: 99.999}",
              List.of("are not given route new", "declare legacyState(INDEPENDENT)"));
      remedies.forEach(
          (flag, said) -> {
            open.flags("m: {" + flag + "}");
            assertThat(held.call()).isEqualTo("legacy");
            assertThat(bare.call("x")).isEqualTo("legacy");
            open.follow();
            assertThat(String.join("\n", open.compat.problems()))
                .as(flag)
                .contains(said)
                .doesNotContain("adapter", "@Replaces");
          });
    }
  }

  @Test
  void what_returns_nothing_is_never_said_to_match() {
    try (Opened open = new Opened(folder, "m: {route: shadow, shadow: {overflow: wait}}")) {
      Call1<String, Void, RuntimeException> tell =
          open.migration("m")
              .joinPoint("tell")
              .replacementEffects(Effect.NONE)
              .answeringNothing()
              .of(whom -> null, whom -> null);
      open.follow();
      tell.call("x");
      open.end();
      assertThat(open.status("m").compared()).isZero();
      assertThat(open.status("m").legacyCalls()).isEqualTo(1);
    }
  }

  @Test
  void what_the_agent_is_for_is_refused_and_legacy_answers() throws IOException {
    Path file = folder.resolve("compat.yaml");
    Files.writeString(file, "plugins:\n  - plugins/pricing.jar\nflags: flags.yaml\n");
    try (Compat compat = Compat.open(file)) {
      assertThat(compat.problems())
          .singleElement()
          .asString()
          .startsWith(file + ":1: ")
          .contains("'plugins' is for the agent")
          .contains("remove it");
      var legacy = compat.migration("m").joinPoint("j").of(() -> "legacy", () -> "new");
      assertThat(legacy.call()).isEqualTo("legacy");
    }
  }

  @Test
  void a_configuration_that_is_missing_or_bad_leaves_legacy_in_place_and_says_why()
      throws Exception {
    Path file = folder.resolve("compat.yaml");
    try (Compat compat = Compat.open(file)) {
      assertThat(compat.problems()).singleElement().asString().contains(file.toString());
      assertThat(compat.await(SHORT)).isFalse();
    }
    Files.writeString(file, "flagz: x\n");
    try (Compat compat = Compat.open(file)) {
      assertThat(compat.problems()).singleElement().asString().contains("did you mean 'flags'?");
      var one = compat.migration("m").joinPoint("j").of(() -> "legacy", () -> "new");
      assertThat(one.call()).isEqualTo("legacy");
    }
  }

  @Test
  void flags_that_are_missing_leave_legacy_in_place_and_are_said() throws IOException {
    Path file = folder.resolve("compat.yaml");
    Files.writeString(file, "flags: flags.yaml\n");
    try (Compat compat = Compat.open(file)) {
      var one = compat.migration("m").joinPoint("j").of(() -> "legacy", () -> "new");
      Opened.await(() -> !compat.problems().isEmpty());
      assertThat(compat.problems())
          .anyMatch(problem -> problem.contains("flags.yaml: no such file"))
          .anyMatch(problem -> problem.contains("without a state folder floors are not known"));
      assertThat(one.call()).isEqualTo("legacy");
    }
  }

  @Test
  void an_adapter_for_each_object_is_the_agents() {
    try (Opened open = new Opened(folder, "m: {route: legacy}")) {
      JoinPointBuilder builder = open.migration("m").joinPoint("j");
      assertThatThrownBy(() -> builder.legacyState(LegacyState.PER_RECEIVER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PER_RECEIVER");
    }
  }

  @Test
  void closed_it_has_no_thread_left_has_said_so_and_legacy_answers() {
    Opened open = new Opened(folder, "pricing: {route: shadow}", "kept: {route: new, floor: new}");
    var quote = quote(open);
    var kept = open.migration("kept").joinPoint("k").of(() -> "legacy", () -> "new");
    open.follow();
    quote.call("a", 1);
    assertThat(kept.call()).isEqualTo("new");
    List<Thread> ours = ours();
    assertThat(ours).isNotEmpty();

    open.close();
    open.close();
    assertThat(quote.call("a", 1)).isEqualTo("legacy a1");
    assertThat(kept.call()).isEqualTo("new");
    assertThat(open.heartbeat().ended()).isTrue();
    Opened.await(() -> ours.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void several_in_one_process_share_a_state_folder() {
    try (Opened one = new Opened(folder, "pricing: {route: new}");
        Compat other = Compat.open(folder.resolve("compat.yaml"))) {
      other.migration("other").joinPoint("j").of(() -> "legacy", () -> "new");
      Opened.await(() -> one.state().heartbeats().size() == 2);
      assertThat(one.state().rollCall().live()).hasSize(2);
      Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
      assertThat(all.keySet()).filteredOn(t -> t.getName().equals("compat-control")).hasSize(2);
    }
  }

  private static List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("compat-"))
        .toList();
  }

  private static Call2<String, Integer, String, RuntimeException> quote(Opened open) {
    return open.migration("pricing")
        .joinPoint("quote")
        .replacementEffects(Effect.NONE)
        .legacyState(LegacyState.INDEPENDENT)
        .of((sku, count) -> "legacy " + sku + count, (sku, count) -> "new " + sku + count);
  }
}
