package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.MismatchGroup;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.shadow.ShadowPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What an arm does to its arguments is part of its answer. */
class ShadowedArgumentsTest {

  private final Evidence evidence = new Evidence(true);
  private boolean isVoid;
  private final ShadowPool pool = new ShadowPool("arguments", Thread::new);

  @Test
  void a_list_that_both_only_read_is_compared() throws Throwable {
    JoinPointSnapshot seen = shadow(list -> list.size(), list -> list.size());

    assertThat(seen.coverage().matched()).isEqualTo(1);
  }

  @Test
  void a_list_that_legacy_alone_changes_differs() throws Throwable {
    assertThat(places(shadow(list -> list.add("x") ? 1 : 0, list -> 1))).containsExactly("arg(0)");
  }

  @Test
  void a_list_that_the_replacement_alone_changes_differs() throws Throwable {
    assertThat(places(shadow(list -> 1, list -> list.add("x") ? 1 : 0))).containsExactly("arg(0)");
  }

  @Test
  void a_list_that_both_change_alike_is_a_match() throws Throwable {
    JoinPointSnapshot seen = shadow(list -> list.add("x"), list -> list.add("x"));

    assertThat(seen.coverage().matched()).isEqualTo(1);
  }

  @Test
  void what_a_method_without_a_result_does_to_its_argument_is_compared() throws Throwable {
    isVoid = true;

    JoinPointSnapshot seen =
        shadow(
            list -> {
              list.add("x");
              return null;
            },
            list -> {
              list.add("y");
              return null;
            });

    assertThat(places(seen)).containsExactly("arg(0)[*]");
  }

  @Test
  void one_that_returns_its_argument_is_compared_as_it_is_after_the_call() throws Throwable {
    JoinPointSnapshot seen =
        shadow(
            list -> {
              list.add("x");
              return list;
            },
            list -> {
              list.add("x");
              return new ArrayList<>(list);
            });

    assertThat(seen.coverage().matched()).isEqualTo(1);
  }

  private static List<String> places(JoinPointSnapshot seen) {
    assertThat(seen.coverage().mismatched()).isEqualTo(1);
    return seen.groups().stream().map(MismatchGroup::path).toList();
  }

  @Test
  void the_caller_never_sees_what_the_replacement_does_to_its_copy() throws Throwable {
    List<String> callers = new ArrayList<>(List.of("a"));

    shadow(callers, list -> 1, list -> list.add("x") ? 1 : 0);

    assertThat(callers).containsExactly("a");
  }

  private static final Set<Thread> HASHED_BY = ConcurrentHashMap.newKeySet();

  /** Notes who hashes it. */
  private static final class Key {
    private int number = 1;

    @Override
    public int hashCode() {
      HASHED_BY.add(Thread.currentThread());
      return number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.number == number;
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void keys_of_the_application_are_not_hashed_on_the_callers_thread() throws Throwable {
    Set<Object> keys = new HashSet<>(List.of(new Key()));
    HASHED_BY.clear();
    List arguments = new ArrayList<>(List.of(keys));

    JoinPointSnapshot seen =
        shadow(
            (List<String>) arguments,
            list -> list.size(),
            list -> ((Set<?>) ((List) list).get(0)).size());

    assertThat(seen.coverage().matched()).isEqualTo(1);
    assertThat(HASHED_BY).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  private interface Arm {
    Object call(List<String> list);
  }

  private JoinPointSnapshot shadow(Arm legacy, Arm replacement) throws Throwable {
    return shadow(new ArrayList<>(List.of("a")), legacy, replacement);
  }

  private JoinPointSnapshot shadow(List<String> argument, Arm legacy, Arm replacement)
      throws Throwable {
    Flag flag = flag();
    Router router = new Router(new Alone(), pool);
    router.follow(flag, null);
    pool.configure(flag.shadow());
    pool.prestart();
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            "fill", invoker(legacy), invoker(legacy), invoker(replacement), true, isVoid);
    JoinPoint joinPoint =
        router.joinPoint(
            evidence.joinPoint("m", "a.B#fill(List)"),
            arms,
            Permits.ALL,
            AnswerTypes.of(List.of(), List.of()));
    joinPoint.call(new Object[] {argument});
    while (evidence.pending() > 0) {
      Thread.onSpinWait();
    }
    pool.configure(null);
    return evidence.snapshot().get(0);
  }

  @SuppressWarnings("unchecked")
  private static Invoker invoker(Arm arm) {
    return arguments -> arm.call((List<String>) arguments[0]);
  }

  private static Flag flag() throws ConfigException {
    return Flags.parse("flags: {m: {route: shadow, shadow: {overflow: wait}}}", "flags.yaml")
        .flag("m");
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
