package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.compat.Effect;
import dev.compat.call.Permits.Receiver;
import dev.compat.compare.Difference;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.MismatchGroup;
import dev.compat.evidence.Report;
import dev.compat.planted.IdenticalCopies;
import dev.compat.planted.NoisyPairs;
import dev.compat.planted.Pair;
import dev.compat.planted.Planted;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is planted is found by trials too, with copies of arguments and objects made beforehand, and
 * what is a copy, or noise, is no false alarm.
 */
class PlantedTrialsTest {

  private static final int NOISY_CALLS = 60;

  private final TrialGround ground = new TrialGround();

  @AfterEach
  void close() {
    ground.close();
  }

  static List<Pair> planted() {
    return Planted.all();
  }

  static List<Pair> copies() {
    return IdenticalCopies.all();
  }

  static List<NoisyPairs> noisy() {
    return NoisyPairs.all();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void a_planted_difference_is_a_group_at_its_place(Pair pair) throws Throwable {
    follow("0%");
    call(pair, pair.differs(), 1);

    assertThat(ground.reasons()).isEmpty();
    assertThat(ground.settled().groups())
        .extracting(MismatchGroup::path, MismatchGroup::kind)
        .contains(tuple(generalPath(pair), pair.kind()));
  }

  private static String generalPath(Pair pair) {
    return new Difference(pair.path(), pair.kind(), null, null).generalPath();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void the_other_call_is_a_match(Pair pair) throws Throwable {
    if (pair.agrees() != null) {
      follow("0%");
      call(pair, pair.agrees(), 1);

      assertThat(ground.reasons()).isEmpty();
      assertThat(ground.settled().coverage().matched()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("copies")
  void an_identical_copy_is_a_match(Pair pair) throws Throwable {
    follow("100%");
    call(pair, pair.differs(), 3);

    assertThat(ground.reasons()).isEmpty();
    assertThat(ground.settled().coverage().matched()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("noisy")
  void only_what_differs_beyond_the_noise_holds(NoisyPairs noisy) throws Throwable {
    follow("100%");
    Pair pair = noisy.pair();
    call(pair, pair.differs(), NOISY_CALLS);

    ground.await(() -> ground.snapshot().findings().probes().compared() == NOISY_CALLS);
    JoinPointSnapshot seen = ground.settled();
    assertThat(seen.incomparable()).isEmpty();
    Report report = Report.of(List.of(seen));
    assertThat(report.holds()).as(report.text()).isEqualTo(pair.path() != null);
  }

  private void follow(String noise) throws Exception {
    ground.follow("{route: shadow, shadow: {overflow: wait, noise: " + noise + "}}");
  }

  private void call(Pair pair, Supplier<Pair.Call> made, int times) throws Throwable {
    Pair.Call first = made.get();
    JoinPoint joinPoint =
        first.receiver() == null
            ? ground.joinPoint(
                given -> pair.legacy().run(null, given),
                given -> pair.replacement().run(null, given))
            : onObject(pair, first.receiver().getClass());
    for (int i = 0; i < times; i++) {
      Pair.Call call = made.get();
      try {
        joinPoint.call(arguments(call));
      } catch (Throwable answer) {
        assertThat(answer).isNotNull();
      }
    }
    ground.await(() -> ground.evidence.pending() == 0);
  }

  private JoinPoint onObject(Pair pair, Class<?> type) {
    Invoker legacy =
        given -> pair.legacy().run(given[0], Arrays.copyOfRange(given, 1, given.length));
    Invoker replacement =
        given -> pair.replacement().run(given[0], Arrays.copyOfRange(given, 1, given.length));
    JoinPoint.Arms arms =
        new JoinPoint.Arms("call", legacy, legacy, replacement, false, false, type, false);
    return ground.joinPoint(
        arms,
        new Permits(Effect.NONE, Effect.NONE, Receiver.STATEFUL, true, true, "what it keeps"));
  }

  private static Object[] arguments(Pair.Call call) {
    if (call.receiver() == null) {
      return call.arguments();
    }
    Object[] all = new Object[call.arguments().length + 1];
    all[0] = call.receiver();
    System.arraycopy(call.arguments(), 0, all, 1, call.arguments().length);
    return all;
  }
}
