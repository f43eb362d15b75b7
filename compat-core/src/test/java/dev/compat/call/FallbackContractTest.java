package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Effect;
import dev.compat.NotHandled;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On route FALLBACK the replacement answers, or legacy in its place. */
class FallbackContractTest {

  private static final Object[] GIVEN = {"given"};
  private static final Permits EFFECTS =
      new Permits(Effect.POSSIBLE, Effect.NONE, Permits.Receiver.STATELESS, false, null);

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence recorded = evidence.joinPoint("m", "a.B#call(List)");
  private final ShadowPool pool = new ShadowPool("contract", Thread::new);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final Router router = new Router(surroundings, pool);
  private final List<String> ran = new ArrayList<>();
  private final List<Object> arguments = new ArrayList<>();

  @BeforeEach
  void followFallback() throws ConfigException {
    follow("{route: fallback}");
  }

  @Test
  void an_answer_of_the_replacement_is_the_callers_and_nothing_else_runs() throws Throwable {
    assertThat(joinPoint(Permits.ALL, given -> "new").call(GIVEN)).isEqualTo("new");

    assertThat(ran).containsExactly("new");
    assertThat(snapshot().replacement().answered()).isEqualTo(1);
    assertThat(snapshot().legacy().answered()).isZero();
    assertThat(snapshot().fallbacks()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_exception_that_is_an_answer_is_the_callers_and_nothing_else_runs(Throwable answer) {
    JoinPoint joinPoint = joinPoint(Permits.ALL, throwing(answer));

    assertThat(catchThrowable(() -> joinPoint.call(GIVEN))).isSameAs(answer);
    assertThat(ran).containsExactly("new");
    assertThat(snapshot().replacement().threw()).isEqualTo(1);
    assertThat(snapshot().fallbacks()).isEmpty();
  }

  static List<Throwable> answers() {
    return List.of(
        new IOException(), new FileNotFoundException(), new NumberFormatException("listed"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_of_a_replacement_without_effects_is_answered_by_legacy(Throwable failure)
      throws Throwable {
    assertThat(joinPoint(Permits.ALL, throwing(failure)).call(GIVEN)).isEqualTo("legacy");

    assertThat(ran).containsExactly("new", "legacy beside");
    assertThat(arguments).containsExactly(GIVEN[0], GIVEN[0]);
    assertThat(snapshot().fallbacks()).containsOnly(Map.entry(failure.getClass().getName(), 1L));
    assertThat(snapshot().legacy().answered()).isEqualTo(1);
    assertThat(snapshot().replacement().answered()).isZero();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_of_a_replacement_that_may_have_effects_is_the_callers(Throwable failure) {
    JoinPoint joinPoint = joinPoint(EFFECTS, throwing(failure));

    assertThat(catchThrowable(() -> joinPoint.call(GIVEN))).isSameAs(failure);
    assertThat(ran).containsExactly("new");
    assertThat(snapshot().replacement().threw()).isEqualTo(1);
    assertThat(snapshot().fallbacks()).isEmpty();
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException(),
        new AssertionError(),
        new StackOverflowError(),
        new NoClassDefFoundError());
  }

  @ParameterizedTest
  @MethodSource("permits")
  void a_call_that_the_replacement_declines_is_answered_by_legacy(Permits permits)
      throws Throwable {
    JoinPoint joinPoint = joinPoint(permits, throwing(new NotHandled("no such currency")));

    assertThat(joinPoint.call(GIVEN)).isEqualTo("legacy");
    assertThat(ran).containsExactly("new", "legacy");
    assertThat(snapshot().fallbacks()).containsOnlyKeys("not handled: no such currency");
  }

  static List<Permits> permits() {
    return List.of(Permits.ALL, EFFECTS);
  }

  @Test
  void a_fatal_error_is_the_callers() {
    OutOfMemoryError fatal = new OutOfMemoryError();
    JoinPoint joinPoint = joinPoint(Permits.ALL, throwing(fatal));

    assertThat(catchThrowable(() -> joinPoint.call(GIVEN))).isSameAs(fatal);
    assertThat(ran).containsExactly("new");
  }

  @Test
  void what_legacy_throws_after_a_fallback_is_the_callers_as_it_is() {
    IOException ofLegacy = new IOException("legacy");
    JoinPoint joinPoint =
        router.joinPoint(
            recorded,
            new JoinPoint.Arms(
                "call",
                throwing(ofLegacy),
                throwing(ofLegacy),
                throwing(new IllegalStateException()),
                true,
                false),
            Permits.ALL,
            AnswerTypes.of(List.of(), List.of()));

    assertThat(catchThrowable(() -> joinPoint.call(GIVEN))).isSameAs(ofLegacy);
    assertThat(ofLegacy.getSuppressed()).isEmpty();
    assertThat(snapshot().legacy().threw()).isEqualTo(1);
    assertThat(snapshot().fellBack()).isEqualTo(1);
  }

  @Test
  void declining_on_route_new_is_a_failure_like_any_other() throws ConfigException {
    follow("{route: new}");
    NotHandled declined = new NotHandled("no");
    JoinPoint joinPoint = joinPoint(Permits.ALL, throwing(declined));

    assertThat(catchThrowable(() -> joinPoint.call(GIVEN))).isSameAs(declined);
    assertThat(ran).containsExactly("new");
    assertThat(snapshot().fallbacks()).isEmpty();
  }

  @Test
  void in_a_candidate_it_falls_back_and_feeds_no_evidence() throws Throwable {
    surroundings.candidate(true);

    assertThat(joinPoint(Permits.ALL, throwing(new AssertionError())).call(GIVEN))
        .isEqualTo("legacy");
    assertThat(snapshot().fallbacks()).isEmpty();
    assertThat(snapshot().legacy().answered()).isZero();
  }

  @Test
  void an_object_with_state_that_nobody_spoke_for_stays_on_legacy() throws Throwable {
    Permits stateful =
        new Permits(Effect.NONE, Effect.NONE, Permits.Receiver.STATEFUL, false, "field 'x'");
    JoinPoint joinPoint = joinPoint(stateful, given -> "new");

    assertThat(joinPoint.route(joinPoint.table())).isEqualTo(Route.LEGACY);
    assertThat(joinPoint.call(GIVEN)).isEqualTo("legacy");
    assertThat(ran).containsExactly("legacy");
  }

  private Invoker throwing(Throwable thrown) {
    return given -> {
      throw thrown;
    };
  }

  private JoinPoint joinPoint(Permits permits, Invoker replacement) {
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            "call",
            noted("legacy", given -> "legacy"),
            noted("legacy beside", given -> "legacy"),
            noted("new", replacement),
            true,
            false);
    AnswerTypes answers =
        AnswerTypes.of(List.of(IOException.class), List.of(IllegalArgumentException.class));
    return router.joinPoint(recorded, arms, permits, answers);
  }

  private Invoker noted(String name, Invoker invoker) {
    return given -> {
      ran.add(name);
      arguments.add(given[0]);
      return invoker.call(given);
    };
  }

  private void follow(String text) throws ConfigException {
    Flag flag = Flags.parse("flags: {m: " + text + "}", "flags.yaml").flag("m");
    router.follow(Objects.requireNonNull(flag), null);
  }

  private JoinPointSnapshot snapshot() {
    return evidence.snapshot().get(0);
  }
}
