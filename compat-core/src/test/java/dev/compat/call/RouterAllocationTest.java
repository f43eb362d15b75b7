package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.compat.evidence.Arm;
import dev.compat.evidence.Evidence;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A call that is routed by its context, and recorded, allocates nothing. */
class RouterAllocationTest {

  private static final int CALLS = 10_000;

  /** Far below an object a call; what a JVM does of its own comes to a few of these. */
  private static final long ALMOST_NOTHING = CALLS;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Router router =
      new Router(new Alone(), new ShadowPool("allocation", work -> new Thread(work)));

  /** An instance method's receiver, an argument of a class with an accessor, and a number. */
  private final @SuppressWarnings("NullAway") Object[] arguments = {
    "receiver", new Order("acme"), 1L << 40
  };

  record Order(String tenant) {}

  static String current() {
    return "acme";
  }

  @Test
  void by_a_rule_on_an_argument() throws Exception {
    assertThat(allocated("{context: {t: 'arg(0).tenant'}, route: new, rules: " + RULES + "}"))
        .isLessThan(ALMOST_NOTHING);
  }

  @Test
  void by_a_rule_on_the_receiver() throws Exception {
    assertThat(allocated("{context: {t: 'this.bytes'}, route: new, rules: " + RULES + "}"))
        .isGreaterThan(ALMOST_NOTHING); // what is read is the application's to allocate
  }

  @Test
  void by_rules_on_what_a_static_method_returns() throws Exception {
    assertThat(allocated("{context: {t: 'static:a.B#current'}, route: new, rules: " + RULES + "}"))
        .isLessThan(ALMOST_NOTHING);
  }

  @Test
  void by_a_share() throws Exception {
    assertThat(allocated("{context: {t: 'static:a.B#current'}, by: t, route: {new: 50}}"))
        .isLessThan(ALMOST_NOTHING);
  }

  @Test
  void where_calls_are_not_sampled() throws Exception {
    assertThat(allocated("{route: shadow, shadow: {sample: 0%}}")).isLessThan(ALMOST_NOTHING);
    assertThat(allocated("{route: verify, shadow: {sample: 0%}}")).isLessThan(ALMOST_NOTHING);
  }

  @Test
  void where_the_replacement_answers_and_legacy_could_have() throws Exception {
    assertThat(allocated("{route: fallback}")).isLessThan(ALMOST_NOTHING);
  }

  private static final String RULES =
      "[{when: {t: [globex]}, route: legacy}, {when: {t: [acme]}, route: legacy}]";

  private long allocated(String text) throws Exception {
    Flag flag = Objects.requireNonNull(Flags.parse("flags: {m: " + text + "}", "f").flag("m"));
    router.follow(flag, ContextReaders.compile(flag.context(), name -> RouterAllocationTest.class));
    JoinPoint joinPoint = joinPoint();
    calls(joinPoint, 20 * CALLS); // until it is compiled
    long before = THREADS.getCurrentThreadAllocatedBytes();
    calls(joinPoint, CALLS);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private JoinPoint joinPoint() {
    JoinPoint.Arms arms =
        new JoinPoint.Arms("call", given -> null, given -> null, given -> null, false, false);
    return router.joinPoint(
        new Evidence(false).joinPoint("m", "a.B#call(Order,long)"),
        arms,
        Permits.ALL,
        AnswerTypes.of(List.of(), List.of()));
  }

  private void calls(JoinPoint joinPoint, int count) {
    for (int i = 0; i < count; i++) {
      long start = joinPoint.start();
      Table table = joinPoint.table();
      Route route =
          joinPoint.looksAtArguments(table)
              ? joinPoint.route(table, arguments)
              : joinPoint.route(table);
      joinPoint.finished(route == Route.NEW ? Arm.NEW : Arm.LEGACY, null, start);
    }
  }

  /** A thread that is in the middle of nothing. */
  private static final class Alone implements Surroundings {
    private final int[] suppression = new int[1];
    private final Caller caller = new Caller(suppression);

    @Override
    public int[] suppression() {
      return suppression;
    }

    @Override
    public Caller caller() {
      return caller;
    }

    @Override
    public boolean candidate() {
      return false;
    }

    @Override
    public void candidate(boolean candidate) {}

    @Override
    public int nested() {
      return 0;
    }

    @Override
    public boolean diverted() {
      return false;
    }
  }
}
