package dev.compat.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.flag.Route;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RevisionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Property
  void one_more_override_never_allows_more(
      @ForAll("overrides") Map<String, RouteOverride> overrides,
      @ForAll("names") String name,
      @ForAll("overridden") RouteOverride more) {
    Map<String, RouteOverride> all = new HashMap<>(overrides);
    all.putIfAbsent(name, more);
    Route before = of(overrides).ceiling("pricing", NOW);
    Route after = of(all).ceiling("pricing", NOW);
    assertThat(after.safer(before)).isEqualTo(after);
  }

  @Property
  void an_override_in_force_is_never_exceeded(
      @ForAll("overrides") Map<String, RouteOverride> overrides) {
    Route ceiling = of(overrides).ceiling("pricing", NOW);
    overrides.forEach(
        (name, override) -> {
          if (!name.equals("billing") && override.inForce(NOW)) {
            assertThat(ceiling.safer(override.route())).isEqualTo(ceiling);
          }
        });
  }

  @Property
  void what_has_run_out_or_is_for_another_migration_allows_everything(@ForAll Route route) {
    RouteOverride past = new RouteOverride(route, "ann", "", NOW, NOW);
    RouteOverride other = RouteOverride.of(route, "ann", "", NOW);
    assertThat(of(Map.of("*", past, "billing", other)).ceiling("pricing", NOW))
        .isEqualTo(Route.NEW);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("*", "pricing", "billing");
  }

  @Provide
  Arbitrary<Map<String, RouteOverride>> overrides() {
    return Arbitraries.maps(names(), overridden()).ofMaxSize(3);
  }

  @Provide
  Arbitrary<RouteOverride> overridden() {
    Arbitrary<Instant> ends =
        Arbitraries.of(NOW.minusSeconds(1), NOW, NOW.plusSeconds(1)).injectNull(0.5);
    return Combinators.combine(Arbitraries.of(Route.class), ends)
        .as((route, until) -> new RouteOverride(route, "ann", "", NOW, until));
  }

  private static Revision of(Map<String, RouteOverride> overrides) {
    return new Revision(1, overrides, "ann", "", NOW);
  }
}
