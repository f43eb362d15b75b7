package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyOutlineTest {

  /** What is looked at. */
  @SuppressWarnings("unused")
  public abstract static class Prices<T extends Comparable<T>> implements Comparable<Prices<T>> {
    public static long total(int quantity, long... cents) throws IOException {
      return quantity;
    }

    protected abstract T best();

    public native int outside();

    private T first(T one, double two, String three) {
      return one;
    }

    @Override
    public int compareTo(Prices<T> other) {
      return 0;
    }
  }

  private static final class Hidden {}

  @Test
  void a_class_is_named_as_in_source_and_public_or_not() throws IOException {
    LegacyOutline prices = outline(Prices.class);
    assertThat(prices.name()).isEqualTo(Prices.class.getName());
    assertThat(prices.sourceName()).isEqualTo(Prices.class.getCanonicalName());
    assertThat(prices.enclosing()).isEqualTo(LegacyOutlineTest.class.getName());
    assertThat(prices.isPublic()).isTrue();
    assertThat(outline(LegacyOutlineTest.class).isPublic()).isFalse();
    assertThat(outline(Hidden.class).isPublic()).isFalse();
    assertThat(outline(new Object() {}.getClass()).sourceName()).isNull();
  }

  @Test
  void methods_come_with_their_parameters_names_and_without_what_the_compiler_made()
      throws IOException {
    List<LegacyOutline.Method> methods = outline(Prices.class).methods();
    assertThat(methods)
        .extracting(method -> method.ref().signature() + " " + method.parameters())
        .containsExactly(
            "total(int, long[]) [quantity, cents]",
            "best() []",
            "outside() []",
            "first(Comparable, double, String) [one, two, three]",
            "compareTo(LegacyOutlineTest$Prices) [other]");
    assertThat(methods.get(0).exceptions()).containsExactly("java.io.IOException");
    assertThat(methods.get(0).parameterTypes())
        .containsExactly(
            new LegacyOutline.TypeName("int", false, 0),
            new LegacyOutline.TypeName("long", false, 1));
    assertThat(methods)
        .extracting(LegacyOutline.Method::leftAlone)
        .containsExactly(null, LeftAlone.ABSTRACT, LeftAlone.NATIVE, null, null);
  }

  private static LegacyOutline outline(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return LegacyOutline.read(in.readAllBytes());
    }
  }
}
