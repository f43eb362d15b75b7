package dev.compat.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class NearestTest {
  private static final List<String> KEYS = List.of("route", "rules", "record", "by", "kill");

  @Example
  void one_slip_of_the_finger_is_understood() {
    assertThat(Nearest.to("rout", KEYS)).contains("route");
    assertThat(Nearest.to("ruote", KEYS)).contains("route");
    assertThat(Nearest.to("Route", KEYS)).contains("route");
    assertThat(Nearest.to("rule", KEYS)).contains("rules");
    assertThat(Nearest.to("bye", KEYS)).contains("by");
  }

  @Example
  void another_word_is_like_none() {
    assertThat(Nearest.to("percentage", KEYS)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
    assertThat(Nearest.remedy("percentage", KEYS))
        .isEqualTo("use route, rules, record, by or kill");
    assertThat(Nearest.remedy("x", List.of("y2"))).isEqualTo("use y2");
    assertThat(Nearest.remedy("x", List.of())).isEqualTo("remove it");
  }

  @Property
  void a_known_word_is_nearest_to_itself(@ForAll @AlphaChars String word) {
    assertThat(Nearest.to(word, List.of("route", word, "rules")))
        .hasValueSatisfying(near -> assertThat(near).isEqualToIgnoringCase(word));
  }

  @Property
  void distance_is_symmetric_and_bounded(
      @ForAll @StringLength(max = 12) String a, @ForAll @StringLength(max = 12) String b) {
    int distance = Nearest.distance(a, b);

    assertThat(distance).isEqualTo(Nearest.distance(b, a));
    assertThat(distance)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    assertThat(distance == 0).isEqualTo(a.equals(b));
  }

  @Property
  void leaving_a_letter_out_is_a_distance_of_one(
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String word) {
    assertThat(Nearest.distance(word, word.substring(1))).isEqualTo(1);
  }
}
