package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LooksTest {

  private static final class Trap extends AbstractList<String> {
    @Override
    public String get(int index) {
      throw new IllegalStateException("asked");
    }

    @Override
    public int size() {
      throw new IllegalStateException("asked for its size");
    }
  }

  @Test
  void like_values_look_alike_and_tell_nothing_of_themselves() {
    assertThat(Looks.of(null)).isEqualTo("null");
    assertThat(Looks.of("")).isEqualTo("text of 0 characters");
    assertThat(Looks.of("a")).isEqualTo("text of 1 character");
    assertThat(Looks.of("secret")).isEqualTo("text of 4–7 characters");
    assertThat(Looks.of("geheim!!")).isEqualTo("text of 8–15 characters");
    assertThat(Looks.of("süß")).isEqualTo("text of 2–3 characters, some above U+007F");
    assertThat(Looks.of(new BigDecimal("12.50"))).isEqualTo("java.math.BigDecimal of scale 2");
    assertThat(Looks.of(new int[5])).isEqualTo("int array of 4–7");
    assertThat(Looks.of(new ArrayList<>(List.of(1, 2)))).isEqualTo("java.util.ArrayList of 2–3");
    assertThat(Looks.of(new HashMap<>(Map.of(1, 2)))).isEqualTo("java.util.HashMap of 1");
    assertThat(Looks.of(Optional.empty())).isEqualTo("Optional, empty");
    assertThat(Looks.of(Optional.of("x"))).isEqualTo("Optional with a value");
    assertThat(Looks.of(7)).isEqualTo("java.lang.Integer");
  }

  @Test
  void what_could_run_code_of_the_applications_is_told_by_its_class_alone() {
    assertThat(Looks.of(new Trap())).isEqualTo(Trap.class.getName());
    assertThat(Looks.of(Collections.unmodifiableList(new Trap())))
        .isEqualTo("java.util.Collections$UnmodifiableList");
  }

  @Test
  void lambdas_of_one_class_look_alike() {
    Supplier<String> one = () -> "a";
    Supplier<String> other = () -> "b";

    assertThat(Looks.of(one)).isEqualTo("a lambda of " + getClass().getName());
    assertThat(Looks.of(other)).isEqualTo(Looks.of(one));
  }
}
