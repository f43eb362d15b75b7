package dev.compat.call;

import static dev.compat.flag.Route.FALLBACK;
import static dev.compat.flag.Route.LEGACY;
import static dev.compat.flag.Route.NEW;
import static dev.compat.flag.Route.SHADOW;
import static dev.compat.flag.Route.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import dev.compat.call.Permits.Receiver;
import dev.compat.flag.Route;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private static final String KEPT = "field 'last' of app.Legacy is assigned in quote(String)";
  private static final Permits UNDECLARED =
      new Permits(Effect.POSSIBLE, Effect.POSSIBLE, Receiver.STATELESS, false, null);

  @Test
  void what_is_free_of_effects_and_state_permits_everything() {
    assertThat(Permits.ALL.refusals(EnumSet.allOf(Route.class), LEGACY, true)).isEmpty();
  }

  @Test
  void shadow_needs_a_replacement_without_effects_and_verify_a_legacy_without() {
    assertThat(refusals(UNDECLARED, Route.values())).containsOnlyKeys(SHADOW, VERIFY);
    assertThat(refusals(UNDECLARED, SHADOW).get(SHADOW))
        .isEqualTo(
            "not shadowed, since its replacement may have effects; if it has none, declare"
                + " @Effects(replacement = NONE) on the adapter's method");
    assertThat(refusals(UNDECLARED, VERIFY).get(VERIFY))
        .isEqualTo(
            "not verified, since legacy may have effects, and would have them beside the"
                + " replacement's; if it has none, declare @Effects(legacy = NONE) on the adapter's"
                + " method");
  }

  @Test
  void a_stateful_object_permits_one_side_for_all_calls() {
    Permits stateful = free(Receiver.STATEFUL, false);

    assertThat(refusals(stateful, NEW)).isEmpty();
    assertThat(refusals(stateful, LEGACY, SHADOW)).isEmpty();
    assertThat(refusals(stateful, LEGACY, NEW).get(NEW))
        .isEqualTo(
            "not given route new for some calls and legacy for others, since each side would answer"
                + " from state that the other left unwritten ("
                + KEPT
                + "); declare @Replaces(state = INDEPENDENT), or PER_RECEIVER, or give all calls"
                + " one route");
    assertThat(refusals(stateful, SHADOW, NEW)).containsOnlyKeys(NEW);
  }

  @Test
  void a_route_that_is_refused_leaves_no_mixture_behind() {
    Permits stateful = free(Receiver.STATEFUL, false);

    assertThat(refusals(stateful, VERIFY, NEW)).containsOnlyKeys(VERIFY, NEW);
    assertThat(stateful.inForce(EnumSet.of(VERIFY, NEW), LEGACY, false))
        .containsEntry(VERIFY, LEGACY)
        .containsEntry(NEW, LEGACY);
  }

  @Test
  void legacy_falls_back_to_no_state_that_the_replacement_left_unwritten() {
    assertThat(refusals(free(Receiver.STATEFUL, false), FALLBACK).get(FALLBACK))
        .isEqualTo(
            "not given route fallback, since legacy would answer from state that the calls"
                + " answered by the replacement left unwritten ("
                + KEPT
                + "); declare @Replaces(state = INDEPENDENT) if neither side needs the other's");
    assertThat(refusals(free(Receiver.PER_RECEIVER, false), FALLBACK)).containsOnlyKeys(FALLBACK);
    assertThat(refusals(free(Receiver.INDEPENDENT, false), FALLBACK, LEGACY, NEW)).isEmpty();
    assertThat(refusals(free(Receiver.PER_RECEIVER, false), LEGACY, NEW)).isEmpty();
  }

  @Test
  void legacy_uses_no_object_with_state_on_a_second_thread() {
    for (Receiver receiver : EnumSet.complementOf(EnumSet.of(Receiver.STATELESS))) {
      assertThat(refusals(free(receiver, false), VERIFY).get(VERIFY))
          .isEqualTo(
              "not verified, since legacy would use its object on a second thread ("
                  + KEPT
                  + "); "
                  + Map.of(
                          Receiver.INDEPENDENT, "give route fallback or new",
                          Receiver.PER_RECEIVER, "give route new",
                          Receiver.STATEFUL,
                              "give all calls route new, or declare @Replaces(state = INDEPENDENT)"
                                  + " if neither side needs the other's, and give route fallback")
                      .get(receiver));
      assertThat(refusals(free(receiver, false), VERIFY).get(VERIFY).contains("fallback"))
          .as("what is said to be given is permitted")
          .isEqualTo(receiver != Receiver.PER_RECEIVER);
    }
  }

  @Test
  void an_adapter_that_takes_an_object_with_state_is_not_shadowed() {
    assertThat(refusals(free(Receiver.INDEPENDENT, true), SHADOW).get(SHADOW))
        .isEqualTo(
            "not shadowed, since its adapter takes the legacy object, which a second thread would"
                + " use meanwhile ("
                + KEPT
                + "); take the @Receiver out of the adapter's method");
    assertThat(refusals(free(Receiver.STATEFUL, false), SHADOW)).isEmpty();
    assertThat(refusals(free(Receiver.STATELESS, true), SHADOW)).isEmpty();
  }

  @Test
  void what_is_not_permitted_goes_to_legacy_or_to_the_floor() {
    Set<Route> verify = EnumSet.of(VERIFY);

    assertThat(UNDECLARED.inForce(verify, LEGACY, false))
        .containsEntry(VERIFY, LEGACY)
        .containsEntry(NEW, NEW);
    assertThat(UNDECLARED.inForce(verify, FALLBACK, false)).containsEntry(VERIFY, FALLBACK);
    assertThat(UNDECLARED.inForce(verify, VERIFY, false)).containsEntry(VERIFY, NEW);
    assertThat(UNDECLARED.inForce(EnumSet.of(SHADOW), SHADOW, false)).containsEntry(SHADOW, LEGACY);
  }

  @Test
  void what_a_kind_permits_is_what_everyone_of_the_kind_permits() {
    IntStream.range(0, Permits.kinds())
        .forEach(kind -> assertThat(Permits.ofKind(kind).kind()).isEqualTo(kind));
    for (Receiver receiver : Receiver.values()) {
      for (Effect effect : Effect.values()) {
        Permits permits = new Permits(effect, Effect.NONE, receiver, true, KEPT);
        assertThat(Permits.ofKind(permits.kind()))
            .isEqualTo(new Permits(effect, Effect.NONE, receiver, true, null));
      }
    }
  }

  private static Permits free(Receiver receiver, boolean isSeen) {
    return new Permits(Effect.NONE, Effect.NONE, receiver, isSeen, KEPT);
  }

  @Test
  void calls_are_drawn_at_random_only_where_neither_side_may_have_effects() {
    Set<Route> asked = EnumSet.of(LEGACY, NEW);

    assertThat(UNDECLARED.refusals(asked, LEGACY, true)).containsOnlyKeys(NEW);
    assertThat(UNDECLARED.refusals(asked, LEGACY, true).get(NEW))
        .startsWith("not given route new by a draw of every call, since it may have effects")
        .contains("declare @Effects(replacement = NONE, legacy = NONE)")
        .endsWith("or say a context key with 'by'");
    assertThat(UNDECLARED.inForce(asked, LEGACY, true)).containsEntry(NEW, LEGACY);
    assertThat(UNDECLARED.inForce(asked, LEGACY, false)).containsEntry(NEW, NEW);
    assertThat(Permits.ALL.inForce(asked, LEGACY, true)).containsEntry(NEW, NEW);
  }

  private static Map<Route, String> refusals(Permits permits, Route... asked) {
    return permits.refusals(EnumSet.copyOf(Set.of(asked)), LEGACY, false);
  }
}
