package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.shadow.ShadowPool;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A unit of work whose route was not permitted has been legacy's all the time. */
class RefusedPinsTest {

  private static final String PINNED = "context: {request: 'arg(0)'}, pin: request, ";

  private final ShadowPool pool = new ShadowPool("m", Thread::new);
  private final Router router = new Router(new FakeSurroundings(), pool);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "route: verify",
        "route: {verify: 60, new: 40}, by: call",
        "route: {new: 99.999}, by: call"
      })
  void it_stays_there_when_the_flag_goes_back(String refused) throws Throwable {
    JoinPoint joinPoint =
        router.joinPoint(
            new Evidence(true).joinPoint("m", "a.B#call(String)"),
            new JoinPoint.Arms(
                "call", given -> "legacy", given -> "legacy", given -> "new", true, false),
            new Permits(
                Effect.POSSIBLE, Effect.POSSIBLE, Permits.Receiver.INDEPENDENT, false, null),
            AnswerTypes.of(List.of(), List.of()));

    follow(PINNED + refused);
    for (int i = 0; i < 20; i++) {
      assertThat(joinPoint.call(new Object[] {"r" + i})).isEqualTo("legacy");
    }
    follow(PINNED + "route: legacy");
    for (int i = 0; i < 20; i++) {
      assertThat(joinPoint.call(new Object[] {"r" + i})).isEqualTo("legacy");
    }
  }

  private void follow(String flag) throws ConfigException {
    Flag read = Objects.requireNonNull(Flags.parse("flags: {m: {" + flag + "}}", "f").flag("m"));
    router.follow(read, ContextReaders.of(read, name -> null));
  }
}
