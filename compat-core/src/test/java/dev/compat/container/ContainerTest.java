package dev.compat.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.compat.Replaces;
import dev.compat.RouteChange;
import dev.compat.RouteListener;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContainerTest {

  private final Container container =
      Container.of(ContainerTest.class.getClassLoader(), Container.Given.NOTHING);

  @Test
  void builds_from_a_constructor_marked_for_injection_without_any_module() {
    assertThat(container.get(Whole.class).part).isNotNull();
  }

  @Test
  void says_in_one_line_what_a_constructor_threw() {
    assertThatThrownBy(() -> container.get(Broken.class))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("IllegalStateException: no price list")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void says_in_one_line_what_is_not_bound() {
    assertThatThrownBy(() -> container.get(Needy.class))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("No implementation for")
        .hasMessageContaining("Missing")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void what_it_is_given_is_made_once_and_only_when_it_is_needed() {
    AtomicInteger made = new AtomicInteger();
    Container with =
        Container.of(
            ContainerTest.class.getClassLoader(),
            new Container.Given(
                Map.of(Missing.class, () -> new Numbered(made.incrementAndGet())), Set.of()));

    assertThat(with.get(Part.class)).isNotNull();
    assertThat(made).hasValue(0);
    assertThat(with.get(Needy.class).missing()).isSameAs(with.get(Needy.class).missing());
    assertThat(made).hasValue(1);
  }

  @Test
  void leaves_the_option_that_it_sets_for_guice_as_it_was() {
    assertThat(container).isNotNull();
    assertThat(System.getProperty("guice_bytecode_gen_option")).isNull();
  }

  @Test
  void knows_what_it_made_that_wants_to_hear_of_route_changes() {
    assertThat(container.listeners("pricing")).isEmpty();

    Hearing hearing = container.get(Hearing.class);
    HearingAdapter adapter = container.get(HearingAdapter.class);

    assertThat(container.listeners("pricing")).containsExactlyInAnyOrder(hearing, adapter);
    assertThat(container.listeners("tax")).containsExactly(hearing);
  }

  /** Equal to all others, and yet not the same. */
  static final class Hearing implements RouteListener {
    @Inject
    Hearing() {}

    @Override
    public void onRouteChange(RouteChange change) {
      throw new IllegalStateException("not told of any in this test");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hearing;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Replaces(value = Part.class, migration = "pricing")
  static final class HearingAdapter implements RouteListener {
    @Inject
    HearingAdapter() {}

    @Override
    public void onRouteChange(RouteChange change) {
      throw new IllegalStateException("not told of any in this test");
    }
  }

  static final class Part {
    @Inject
    Part() {}
  }

  static final class Whole {
    private final Part part;

    @Inject
    Whole(Part part) {
      this.part = part;
    }
  }

  static final class Broken {
    @Inject
    Broken() {
      throw new IllegalStateException("no price list");
    }
  }

  interface Missing {}

  record Numbered(int number) implements Missing {}

  record Needy(Missing missing) {
    @Inject
    Needy {}
  }
}
