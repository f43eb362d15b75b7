package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.config.ConfigException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinsTest {
  private static final Context R1 = Context.of(Map.of("request", "r1"));
  private static final Context R2 = Context.of(Map.of("request", "r2"));

  @ParameterizedTest
  @CsvSource({
    // began with, flag now says, stays
    "new, shadow, NEW",
    "new, legacy, NEW",
    "verify, legacy, NEW",
    "fallback, shadow, FALLBACK",
    "legacy, new, LEGACY",
    "shadow, new, LEGACY",
    "shadow, legacy, LEGACY",
    "legacy, shadow, SHADOW",
    "fallback, new, NEW",
    "new, verify, VERIFY",
  })
  void a_unit_of_work_stays_on_its_side_and_follows_the_flag_within_it(
      String before, String after, Route expected) throws ConfigException {
    Pins pins = new Pins(settings("request"));

    assertThat(pins.route(flag("route: " + before), R1, null).name()).isEqualToIgnoringCase(before);
    assertThat(pins.route(flag("route: " + after), R1, null)).isEqualTo(expected);
    assertThat(pins.route(flag("route: " + after), R2, null).name()).isEqualToIgnoringCase(after);
    assertThat(pins.count()).isEqualTo(2);
  }

  @Test
  void ceiling_and_floor_bound_what_pins_give() throws ConfigException {
    Pins pins = new Pins(settings("request"));
    pins.route(flag("route: new"), R1, null);
    pins.route(flag("route: legacy"), R2, null);

    assertThat(pins.route(flag("route: legacy").atMost(Route.VERIFY), R1, null))
        .isEqualTo(Route.VERIFY);
    assertThat(pins.route(flag("route: new\nfloor: shadow"), R2, null)).isEqualTo(Route.SHADOW);
    assertThat(pins.route(flag("route: legacy").atMost(Route.SHADOW), R1, null))
        .isEqualTo(Route.SHADOW);
    assertThat(pins.route(flag("route: new\nfloor: fallback"), R2, null)).isEqualTo(Route.FALLBACK);
  }

  @Test
  void where_one_side_is_left_nothing_is_pinned_and_the_route_is_constant() throws ConfigException {
    Flag flag = flag("route: new\npin: request");

    assertThat(flag.constant()).isNull();
    assertThat(flag.holdsPins()).isTrue();
    for (Flag onesided :
        List.of(
            flag.atMost(Route.LEGACY),
            flag.atMost(Route.SHADOW),
            flag.withFloor(Route.FALLBACK),
            flag("route: new\npin: request\nkill: true"))) {
      assertThat(onesided.pin()).isNull();
      assertThat(onesided.constant()).isNotNull();
      assertThat(onesided.holdsPins()).isFalse();
    }
    assertThat(flag("route: legacy\npin: request").isOff()).isTrue();
    assertThat(flag("route: legacy\npin: request").holdsPins()).isTrue();
  }

  @Test
  void who_has_no_value_is_not_pinned() throws ConfigException {
    Pins pins = new Pins(settings("request"));

    assertThat(pins.route(flag("route: new"), Context.NONE, null)).isEqualTo(Route.NEW);
    assertThat(pins.route(flag("route: legacy"), Context.NONE, null)).isEqualTo(Route.LEGACY);
    assertThat(pins.count()).isZero();
  }

  @Test
  void an_empty_value_is_nobodys() throws ConfigException {
    Pins pins = new Pins(settings("request"));
    Context empty = Context.of(Map.of("request", ""));

    assertThat(pins.route(flag("route: new"), empty, null)).isEqualTo(Route.NEW);
    assertThat(pins.route(flag("route: legacy"), empty, null)).isEqualTo(Route.LEGACY);
    assertThat(pins.count()).isZero();
  }

  @Test
  void a_context_that_throws_means_the_floor() throws ConfigException {
    Context broken =
        key -> {
          throw new IllegalStateException();
        };

    assertThat(new Pins(settings("request")).route(flag("route: new"), broken, null))
        .isEqualTo(Route.LEGACY);
  }

  @Test
  void a_random_call_stays_where_its_unit_of_work_began() throws ConfigException {
    Flag flag = flag("by: call\nroute: {new: 50}");
    Pins pins = new Pins(settings("request"));

    for (int unit = 0; unit < 50; unit++) {
      Context context = Context.of(Map.of("request", "r" + unit));
      Route first = pins.route(flag, context, null);
      for (int call = 0; call < 20; call++) {
        assertThat(pins.route(flag, context, null)).isEqualTo(first);
      }
    }
  }

  @Test
  void legacy_objects_are_told_apart_by_identity() throws ConfigException {
    Pins pins = new Pins(settings(null));
    List<String> one = new ArrayList<>(List.of("equal"));
    List<String> other = new ArrayList<>(List.of("equal"));
    pins.route(flag("route: new"), Context.NONE, one);
    one.add("another hash now");

    assertThat(pins.route(flag("route: legacy"), Context.NONE, one)).isEqualTo(Route.NEW);
    assertThat(pins.route(flag("route: legacy"), Context.NONE, other)).isEqualTo(Route.LEGACY);
    assertThat(pins.route(flag("route: legacy"), Context.NONE, null)).isEqualTo(Route.LEGACY);
    assertThat(pins.count()).isEqualTo(2);
  }

  @Test
  void legacy_objects_are_not_kept_alive() throws Exception {
    Pins pins = new Pins(settings(null));
    WeakReference<Object> gone = pinned(pins);

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while ((gone.get() != null || pins.count() > 0) && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(10);
      pins.tick();
    }

    assertThat(gone.get()).isNull();
    assertThat(pins.count()).isZero();
  }

  private static WeakReference<Object> pinned(Pins pins) throws ConfigException {
    Object receiver = new Object();
    pins.route(flag("route: new"), Context.NONE, receiver);
    return new WeakReference<>(receiver);
  }

  @Test
  void units_that_are_idle_are_forgotten_and_others_are_not() throws ConfigException {
    Pins pins = new Pins(settings("request"));
    long start = System.nanoTime();
    pins.route(flag("route: new"), R1, null);
    pins.route(flag("route: new"), R2, null);

    pins.tick(start + TimeUnit.SECONDS.toNanos(400));
    pins.route(flag("route: new"), R2, null);
    pins.tick(start + TimeUnit.SECONDS.toNanos(700));

    assertThat(pins.count()).isEqualTo(1);
    assertThat(pins.route(flag("route: legacy"), R2, null)).isEqualTo(Route.NEW);
    assertThat(pins.route(flag("route: legacy"), R1, null)).isEqualTo(Route.LEGACY);
  }

  @Test
  void there_are_never_more_than_were_allowed_and_the_rest_are_counted() throws ConfigException {
    Pins pins = new Pins(new PinSettings("request", 100, PinSettings.IDLE));
    for (int i = 0; i < 150; i++) {
      pins.route(flag("route: new"), Context.of(Map.of("request", "r" + i)), null);
    }

    assertThat(pins.count()).isEqualTo(100);
    assertThat(pins.unpinned()).isEqualTo(50);
    assertThat(pins.route(flag("route: legacy"), Context.of(Map.of("request", "r7")), null))
        .isEqualTo(Route.NEW);
  }

  /** A cache that evicts was left spinning for ever by exactly this. */
  @Test
  void callers_at_the_edge_of_their_stack_leave_it_usable() throws Exception {
    Pins pins = new Pins(new PinSettings("request", 100_000, PinSettings.IDLE));
    Flag flag = flag("route: new");
    // Made before, so that nothing but pinning happens at the edge.
    Iterator<Context> units =
        IntStream.range(0, 50_000)
            .mapToObj(i -> Context.of(Map.of("request", "r" + i)))
            .toList()
            .iterator();
    pins.route(flag, units.next(), null);
    for (int i = 0; i < 200; i++) {
      int size = 200_000 + i % 16 * 256;
      Thread diver = new Thread(null, () -> dive(pins, flag, units), "diver", size);
      diver.start();
      diver.join(60_000);
      assertThat(diver.isAlive()).isFalse();
    }

    Thread after =
        new Thread(
            () -> {
              for (int i = 0; i < 50_000; i++) {
                pins.route(flag, Context.of(Map.of("request", "after" + i)), null);
              }
              pins.tick();
            });
    after.start();
    after.join(60_000);

    assertThat(after.isAlive()).isFalse();
    Context last = Context.of(Map.of("request", "after49999"));
    assertThat(pins.route(flag("route: legacy"), last, null)).isEqualTo(Route.NEW);
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose: the edge of the stack ends it
  private static int dive(Pins pins, Flag flag, Iterator<Context> units) {
    int depth = 0;
    try {
      depth = dive(pins, flag, units) + 1;
    } catch (StackOverflowError edge) {
      return 0;
    }
    if (depth < 60) {
      try {
        pins.route(flag, units.next(), null);
      } catch (StackOverflowError edge) {
        return depth;
      }
    }
    return depth;
  }

  private static PinSettings settings(String key) {
    return new PinSettings(key, PinSettings.MOST, PinSettings.IDLE);
  }

  private static Flag flag(String body) throws ConfigException {
    String text = "flags:\n  p:\n    context: {request: \"mdc:r\"}\n" + body.indent(4);
    return Objects.requireNonNull(Flags.parse(text, "f").flag("p"));
  }
}
