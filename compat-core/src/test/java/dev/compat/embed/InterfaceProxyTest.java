package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.compat.Effect;
import dev.compat.Effects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands where a legacy object stood is no different, but for who answers. */
@SuppressWarnings("unchecked") // a class literal has no type arguments
class InterfaceProxyTest {

  @TempDir Path folder;
  private Opened open;

  @BeforeEach
  void open() {
    open = new Opened(folder, "m: {route: legacy}");
  }

  @AfterEach
  void close() {
    open.close();
  }

  /** Of one package, with everything that an interface may have. */
  interface Shop<T> extends Supplier<T> {
    String quote(String sku, int count) throws IOException;

    int count(long a, double b, boolean c, char d, byte e, short f, float g);

    void tell(List<String> whom);

    String join(String separator, Object... parts);

    T echo(T value);

    default String greet(String name) {
      return "hello " + name + " from " + side();
    }

    String side();

    static String none() {
      return "static";
    }
  }

  private static class Side implements Shop<String> {
    private final String name;
    private Throwable thrown;

    Side(String name) {
      this.name = name;
    }

    @Override
    public String quote(String sku, int count) throws IOException {
      if (thrown != null) {
        InterfaceProxyTest.<RuntimeException>sneak(thrown);
      }
      return name + " " + sku + count;
    }

    @Override
    public int count(long a, double b, boolean c, char d, byte e, short f, float g) {
      return (int) (a + b + (c ? 1 : 0) + d + e + f + g);
    }

    @Override
    public void tell(List<String> whom) {
      whom.add(name);
    }

    @Override
    public String join(String separator, Object... parts) {
      return name + separator + List.of(parts);
    }

    @Override
    public String echo(String value) {
      return name + value;
    }

    @Override
    public String get() {
      return name;
    }

    @Override
    public String side() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Side side && side.name.equals(name);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(name);
    }

    @Override
    public String toString() {
      return "side " + name;
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  private final Side legacy = new Side("legacy");
  private final Side replacement = new Side("new");

  private Shop<String> proxy() {
    Shop<String> proxy = open.migration("m").proxy(Shop.class, legacy, replacement);
    open.follow();
    return proxy;
  }

  @Test
  void every_method_is_a_join_point() throws IOException {
    Shop<String> proxy = proxy();
    for (String side : List.of("legacy", "new")) {
      open.flags("m: {route: " + side + "}");
      assertThat(proxy.quote("a", 2)).isEqualTo(side + " a2");
      assertThat(proxy.count(1, 2, true, (char) 3, (byte) 4, (short) 5, 6f)).isEqualTo(22);
      assertThat(proxy.join("-", 1, "b")).isEqualTo(side + "-[1, b]");
      assertThat(proxy.join("-")).isEqualTo(side + "-[]");
      assertThat(proxy.echo("x")).isEqualTo(side + "x");
      assertThat(proxy.get()).isEqualTo(side);
      assertThat(proxy.greet("you")).isEqualTo("hello you from " + side);
    }
    open.close();
    assertThat(open.status("m").newCalls()).isEqualTo(7);
  }

  @Test
  void a_method_without_a_result_changes_what_it_is_given() {
    Shop<String> proxy = proxy();
    List<String> whom = new java.util.ArrayList<>();
    proxy.tell(whom);
    open.flags("m: {route: new}");
    proxy.tell(whom);
    assertThat(whom).containsExactly("legacy", "new");
  }

  @Test
  void whatever_is_thrown_arrives_as_it_was_thrown_declared_or_not() {
    Shop<String> proxy = proxy();
    for (Throwable thrown :
        List.of(
            new IOException(),
            new SQLException("not declared"),
            new IllegalStateException(),
            new UncheckedIOException(new IOException()),
            new AssertionError(),
            new StackOverflowError())) {
      for (String route : List.of("legacy", "new")) {
        open.flags("m: {route: " + route + "}");
        legacy.thrown = thrown;
        replacement.thrown = thrown;
        assertThat(catchThrowable(() -> proxy.quote("a", 1))).isSameAs(thrown);
      }
    }
  }

  @Test
  void it_is_equal_to_what_its_legacy_object_is_equal_to_whoever_answers() {
    Shop<String> proxy = proxy();
    Shop<String> other = proxy();
    for (String route : List.of("legacy", "new")) {
      open.flags("m: {route: " + route + "}");
      assertThat(proxy.equals(other)).isTrue();
      assertThat(proxy.equals(proxy)).isTrue();
      assertThat(proxy.equals(legacy)).isTrue();
      assertThat(proxy.equals(replacement)).isFalse();
      assertThat(proxy.equals(null)).isFalse();
      assertThat(proxy.hashCode()).isEqualTo(legacy.hashCode());
      assertThat(proxy).hasToString("side legacy");
      Set<Object> set = new HashSet<>(List.of(proxy));
      assertThat(set.contains(other)).isTrue();
    }
  }

  @Test
  void it_is_known_in_stack_traces_and_logs_by_its_interface() {
    assertThat(proxy().getClass().getName()).contains("Shop");
  }

  @Test
  void what_annotations_say_of_a_method_or_a_class_is_declared() {
    class Priced extends Side {
      Priced() {
        super("new");
      }

      @Override
      @Effects(replacement = Effect.NONE)
      public String echo(String value) {
        return super.echo(value);
      }
    }
    open.flags("m: {route: shadow, shadow: {overflow: wait}}");
    Shop<String> proxy = open.migration("m").proxy(Shop.class, legacy, new Priced());
    open.follow();
    assertThat(proxy.echo("x")).isEqualTo("legacyx");
    assertThat(proxy.get()).isEqualTo("legacy");
    open.close();
    assertThat(open.status("m").legacyCalls()).isEqualTo(2);
    assertThat(open.status("m").mismatches()).isEqualTo(1);
    assertThat(open.status("m").compared()).isEqualTo(1);
  }

  @Test
  void the_context_may_be_read_from_the_legacy_object_and_from_arguments() throws IOException {
    Shop<String> proxy =
        open.migration("m")
            .proxy(Shop.class)
            .legacyState(dev.compat.LegacyState.INDEPENDENT)
            .of(legacy, replacement);
    open.flags(
        "m: {context: {name: 'this.name', sku: 'arg(0)'}, route: new, rules:"
            + " [{when: {name: [legacy], sku: [a]}, route: legacy}]}");

    assertThat(proxy.quote("a", 1)).isEqualTo("legacy a1");
    assertThat(proxy.quote("b", 1)).isEqualTo("new b1");
  }

  @Test
  void an_interface_of_the_jdk_will_do() {
    Supplier<String> proxy = open.migration("m").proxy(Supplier.class, () -> "legacy", () -> "new");
    open.follow();
    assertThat(proxy.get()).isEqualTo("legacy");
    open.flags("m: {route: new}");
    assertThat(proxy.get()).isEqualTo("new");
  }

  @Test
  void what_is_no_interface_or_sealed_is_refused_with_a_remedy() {
    assertThatThrownBy(() -> open.migration("m").proxy(Side.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Side.class.getName())
        .hasMessageContaining("joinPoint");
    assertThatThrownBy(() -> open.migration("m").proxy(Closed.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sealed");
  }

  sealed interface Closed permits OnlyOne {}

  record OnlyOne() implements Closed {}
}
