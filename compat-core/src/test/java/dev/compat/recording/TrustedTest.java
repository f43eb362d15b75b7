package dev.compat.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TrustedTest {

  private static int ran;

  /** A class whose code does what its fields say. */
  static final class Gadget implements Comparable<Gadget> {
    private String does = "something";

    @Override
    public boolean equals(Object other) {
      ran++;
      return other instanceof Gadget gadget && gadget.does.equals(does);
    }

    @Override
    public int hashCode() {
      ran++;
      return 1;
    }

    @Override
    public int compareTo(Gadget other) {
      ran++;
      return 1;
    }
  }

  record Asking(List<Gadget> held) {
    Asking {
      ran++;
    }
  }

  private static final Trusted NOTHING =
      Trusted.of("java.lang.Object#equals(Object)", TrustedTest.class.getClassLoader(), List.of());

  /** The same object before it is a key, where it can only be referred to. */
  private static List<Object> shared() {
    Gadget gadget = new Gadget();
    return new ArrayList<>(List.of(gadget, new HashMap<>(Map.of(List.of(gadget), 1))));
  }

  static final List<Object> ASKED =
      List.of(
          new HashMap<>(Map.of(new Gadget(), 1)),
          new LinkedHashMap<>(Map.of(Optional.of(List.of(new Gadget())), 1)),
          new TreeMap<>(Map.of(new Gadget(), 1)),
          new PriorityQueue<>(List.of(new Gadget(), new Gadget())),
          new HashSet<>(List.of(new Gadget())),
          Set.of(new Gadget(), "x", "y"),
          Map.of(new Gadget(), 1, "x", 1),
          new Asking(List.of(new Gadget())),
          shared());

  private static String encoded(Object value) {
    return JsonText.write(new Encoder(Redactor.NONE).encode("arg(0)", value));
  }

  private static Object again(String json, Trusted trusted) {
    Object made =
        new Decoder(TrustedTest.class.getClassLoader(), trusted).decode(JsonText.read(json));
    return made == null ? "null" : made;
  }

  @ParameterizedTest
  @FieldSource("ASKED")
  void no_code_runs_of_a_class_that_the_join_point_does_not_name(Object value) {
    String json = encoded(value);
    ran = 0;
    assertThatThrownBy(() -> again(json, NOTHING))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(TrustedTest.class.getName() + "$")
        .hasMessageContaining("name it in types of @Replay");
    assertThat(ran).isZero();
    again(json, Trusted.ALL);
    assertThat(ran).isPositive();
  }

  @Test
  void a_class_whose_code_is_not_asked_for_is_made_whatever_it_is() {
    ran = 0;
    again(encoded(List.of(new Gadget(), Map.of("a", new Gadget()))), NOTHING);
    assertThat(ran).isZero();
  }

  abstract static class Legacy {
    final Map<String, dev.compat.evidence.Recorder[]> field = Map.of();

    abstract List<? extends dev.compat.compare.Comparison> method(dev.compat.flag.Flag flag);
  }

  @Test
  void a_join_point_names_its_class_its_types_and_their_fields_and_a_test_may_name_others() {
    ClassLoader loader = TrustedTest.class.getClassLoader();
    Trusted trusted = Trusted.of(Legacy.class.getName() + "#method(Flag)", loader, List.of());
    assertThat(
            List.of(
                Gadget.class,
                dev.compat.evidence.Recorder.class,
                dev.compat.compare.Comparison.class,
                dev.compat.flag.Flag.class))
        .allMatch(trusted::covers);
    assertThat(trusted.covers(Test.class)).isFalse();
    assertThat(Trusted.of("app.Gone#x()", loader, List.of(Test.class)).covers(Test.class)).isTrue();
  }
}
