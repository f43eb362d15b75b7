package dev.compat.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.call.Surroundings;
import dev.compat.config.Observed;
import dev.compat.config.Problem;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.ObservedSnapshot;
import dev.compat.flag.ContextReaders;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedMethodTest {

  private final Evidence evidence = new Evidence(false);
  private final int[] suppression = new int[1];
  private boolean isOfCandidate;

  /** What of the application's is called while a call is looked at. */
  public static final class Order {
    static int suppressed = -1;
    private final ObservedMethodTest test;

    Order(ObservedMethodTest test) {
      this.test = test;
    }

    public String tenant() {
      suppressed = test.suppression[0];
      return "acme";
    }

    @Override
    public String toString() {
      throw new IllegalStateException("an order was asked for its text");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("an order was asked for its hash");
    }
  }

  private Surroundings surroundings() {
    return (Surroundings)
        Proxy.newProxyInstance(
            Surroundings.class.getClassLoader(),
            new Class<?>[] {Surroundings.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "suppression" -> suppression;
                  case "candidate" -> isOfCandidate;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private ObservedMethod method(Map<String, String> context) {
    return new ObservedMethod(
        "com.acme.Legacy",
        "quote",
        new ObservedMethod.Places(
            List.of(Object.class, String.class, int.class), false, Object.class),
        evidence.observed("com.acme.Legacy", "quote(String, int)"),
        surroundings(),
        context.isEmpty() ? null : ContextReaders.compile(context, name -> null),
        List.copyOf(context.keySet()));
  }

  private ObservedSnapshot only() {
    return evidence.observed().get(0);
  }

  @Test
  void a_call_is_looked_at_without_calling_what_it_was_given() {
    ObservedMethod method = method(Map.of("tenant", "this.tenant", "none", "arg(0)"));

    int weight = method.start(false);
    method.look(weight, new Object[] {new Order(this), null, 3});
    method.ended(weight, System.nanoTime(), new Order(this), null, 2);

    assertThat(weight).isEqualTo(1);
    assertThat(only().calls()).isEqualTo(1);
    assertThat(only().deeper()).isEqualTo(2);
    assertThat(only().shapes())
        .isEqualTo(
            Map.of(
                "this", Map.of(Order.class.getName(), 1L),
                "arg(0)", Map.of("null", 1L),
                "result", Map.of(Order.class.getName(), 1L)));
    assertThat(only().context())
        .isEqualTo(
            Map.of(
                "tenant", new ObservedSnapshot.Found(1, 0),
                "none", new ObservedSnapshot.Found(0, 1)));
    assertThat(only().latency().count()).isEqualTo(1);
    assertThat(only().contained()).isEmpty();
    assertThat(Order.suppressed).as("what a reader calls is not observed").isEqualTo(1);
    assertThat(suppression[0]).isZero();
  }

  @Test
  void what_a_call_throws_is_counted_whether_it_is_looked_at_or_not() {
    ObservedMethod method = method(Map.of());

    method.ended(0, 0, null, new IllegalStateException("secret"), 0);

    assertThat(only().exceptions()).isEqualTo(Map.of("java.lang.IllegalStateException", 1L));
    assertThat(only().toString()).doesNotContain("secret");
  }

  @Test
  void what_a_new_arm_beside_legacy_calls_counts_for_nothing() {
    ObservedMethod method = method(Map.of());
    isOfCandidate = true;

    assertThat(method.start(true)).isZero();
    method.ended(0, 0, null, new IllegalStateException(), 0);

    assertThat(only().calls()).isZero();
    assertThat(only().exceptions()).isEmpty();
  }

  @Test
  void a_failure_of_looking_is_kept_from_the_caller_and_counted() {
    ObservedMethod method = method(Map.of());

    method.look(1, new Object[9]);

    assertThat(only().contained()).hasSize(1);
    assertThat(suppression[0]).isZero();
  }

  @Test
  void the_caller_is_the_first_frame_below_that_is_of_nobody_else() {
    assertThat(Callers.of(getClass().getName(), "frame")).isEqualTo(Callers.NONE);
  }

  @Test
  void a_context_that_is_spelled_in_no_known_way_is_said_and_left_out() {
    List<Problem> problems = new ArrayList<>();
    Observed observed =
        new Observed("a.B", null, Map.of("t", "mcd:x", "u", "mdc:user"), "compat.yaml:3");

    List<Observed> checked = ObservedContext.checked(List.of(observed), problems);

    assertThat(checked.get(0).context()).containsOnlyKeys("u");
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("compat.yaml:3: 't' of observed a.B cannot be read from 'mcd:x'; use mdc:key,");
  }
}
