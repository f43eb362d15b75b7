package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.proxy.HibernateProxy;
import org.junit.jupiter.api.Test;

/** Objects of the application, what they hold, and what cannot be looked into. */
@SuppressWarnings({"JavaUtilDate", "unused"}) // as applications have them
class ObjectsTest {

  private final Comparison comparison = Comparison.exact();

  private Verdict values(Object legacy, Object replacement) {
    return comparison.compare(Outcome.returned(legacy), Outcome.returned(replacement));
  }

  private void assertMatch(Object legacy, Object replacement) {
    assertThat(values(legacy, replacement)).isEqualTo(Verdict.Match.MATCH);
  }

  private List<String> differences(Object legacy, Object replacement) {
    return differences(values(legacy, replacement));
  }

  private static List<String> differences(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Mismatch.class);
    return ((Verdict.Mismatch) verdict).differences().stream().map(Difference::toString).toList();
  }

  private String obstacle(Object legacy, Object replacement) {
    Verdict verdict = values(legacy, replacement);
    assertThat(verdict).isInstanceOf(Verdict.Incomparable.class);
    return ((Verdict.Incomparable) verdict).reason();
  }

  static class Named {
    private final String name;

    Named(String name) {
      this.name = name;
    }
  }

  static final class Product extends Named {
    final boolean isSold;
    final char grade;
    final double weight;
    final Object monitor = new Object();
    final ReentrantLock lock = new ReentrantLock();

    Product(String name, boolean isSold, char grade, double weight) {
      super(name);
      this.isSold = isSold;
      this.grade = grade;
      this.weight = weight;
    }
  }

  @Test
  void fields_are_compared_up_the_hierarchy_and_locks_are_not() {
    Product product = new Product("a", true, 'x', 1.5);
    assertMatch(product, new Product("a", true, 'x', 1.5));
    assertThat(differences(product, new Product("b", false, 'y', 2)))
        .containsExactly(
            "result.name text",
            "result.isSold value",
            "result.grade value",
            "result.weight number");
    assertThat(differences(product, new Named("a"))).containsExactly("result type");
  }

  /** As an entity, told apart by its id alone. */
  static final class Entity {
    final long id;
    final BigDecimal price;
    final int quantity;

    Entity(long id, String price, int quantity) {
      this.id = id;
      this.price = new BigDecimal(price);
      this.quantity = quantity;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entity entity && entity.id == id;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }
  }

  @Test
  void an_equals_that_looks_at_an_id_hides_nothing() {
    assertMatch(new Entity(1, "1.0", 1), new Entity(1, "1.0", 1));
    assertThat(differences(new Entity(1, "1.0", 1), new Entity(1, "1.00", 0)))
        .containsExactly("result.price number", "result.quantity number");
  }

  /** As a list of numbers of the application's own that grows. */
  static final class Growing {
    private int[] values;
    private int size;

    Growing(int room, int... values) {
      this.values = Arrays.copyOf(values, room);
      this.size = values.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Growing growing
          && growing.size == size
          && Arrays.equals(values, 0, size, growing.values, 0, size);
    }

    @Override
    public int hashCode() {
      return size;
    }
  }

  @Test
  void room_to_spare_is_no_difference_where_equals_says_so() {
    assertMatch(new Growing(4, 1, 2), new Growing(8, 1, 2));
    assertMatch(new Growing(4), new Growing(0));
    assertMatch(new Growing(4, 0, 0), new Growing(8, 0, 0));
    assertThat(differences(new Growing(4, 1, 2), new Growing(8, 1, 3)))
        .containsExactly("result.values size");
  }

  /** As an entity, told apart by its id; nothing says how much of the array is used. */
  static class Basket {
    final boolean isPaid = true;
    final String id;
    final int[] quantities;

    Basket(String id, int... quantities) {
      this.id = id;
      this.quantities = quantities;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Basket basket && basket.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** One with a number that might be a size and is none. */
  static final class Versioned extends Basket {
    final int version = 1;

    Versioned(String id, int... quantities) {
      super(id, quantities);
    }
  }

  @Test
  void a_zero_at_the_end_is_no_room_to_spare_where_equals_looks_at_an_id() {
    assertThat(differences(new Basket("a", 5, 0), new Basket("a", 5)))
        .containsExactly("result.quantities size");
    assertThat(differences(new Versioned("a", 5, 0), new Versioned("a", 5)))
        .containsExactly("result.quantities size");
  }

  static final class State {
    final String name = "a";
    Object state;

    State(Object state) {
      this.state = state;
    }
  }

  @Test
  void an_object_that_may_stand_for_a_state_is_not_taken_for_a_lock() {
    Object none = new Object();
    assertMatch(new State(none), new State(none));
    assertThat(obstacle(new State(none), new State(new Object())))
        .isEqualTo("result.state is a java.lang.Object, which says nothing of itself");
    assertThat(obstacle(Map.entry("a", none), Map.entry("a", new Object())))
        .isEqualTo("result.value is a java.lang.Object, which says nothing of itself");
  }

  static final class Cached {
    final int value;
    transient String shown;

    Cached(int value, String shown) {
      this.value = value;
      this.shown = shown;
    }
  }

  static final class AllTransient {
    transient int value;

    AllTransient(int value) {
      this.value = value;
    }
  }

  static final class HalfTransient {
    int id = 1;
    transient int value;

    HalfTransient(int value) {
      this.value = value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof HalfTransient half && half.value == value;
    }

    @Override
    public int hashCode() {
      return value;
    }
  }

  @Test
  void transient_fields_count_where_there_are_no_others_or_equals_looks_at_them() {
    assertMatch(new Cached(1, "1"), new Cached(1, null));
    assertThat(differences(new AllTransient(1), new AllTransient(2)))
        .containsExactly("result.value number");
    assertThat(differences(new HalfTransient(1), new HalfTransient(2)))
        .containsExactly("result.value number");
    assertMatch(new HalfTransient(1), new HalfTransient(1));
  }

  @Test
  void transient_fields_that_equals_looks_at_count_in_a_set_and_as_a_key_also() {
    assertThat(differences(Set.of(new HalfTransient(1)), Set.of(new HalfTransient(2))))
        .containsExactly("result[*].value number");
    assertMatch(Set.of(new HalfTransient(1)), Set.of(new HalfTransient(1)));
    assertThat(differences(Map.of(new HalfTransient(1), 1), Map.of(new HalfTransient(2), 1)))
        .hasSize(2);
    assertMatch(Map.of(new HalfTransient(1), 1), Map.of(new HalfTransient(1), 1));
  }

  static final class Prices extends ArrayList<Integer> {
    private static final long serialVersionUID = 1L;
    final String currency;

    Prices(String currency) {
      super(List.of(1));
      this.currency = currency;
    }
  }

  static final class Stamp extends Date {
    private static final long serialVersionUID = 1L;
    final String by;

    Stamp(long time, String by) {
      super(time);
      this.by = by;
    }
  }

  @Test
  void what_an_application_adds_to_a_class_of_the_jdk_counts() {
    assertMatch(new Prices("EUR"), new Prices("EUR"));
    assertThat(differences(new Prices("EUR"), new Prices("USD")))
        .containsExactly("result.currency text");
    assertMatch(new Prices("EUR"), List.of(1));
    assertMatch(new Stamp(1, "a"), new Stamp(1, "a"));
    assertThat(differences(new Stamp(1, "a"), new Stamp(1, "b"))).containsExactly("result.by text");
    assertThat(differences(new Stamp(1, "a"), new Stamp(2, "a"))).containsExactly("result value");
  }

  static final class Rates extends HashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    final String currency;

    Rates(String currency) {
      super(Map.of("a", 1));
      this.currency = currency;
    }
  }

  static final class Tags extends HashSet<String> {
    private static final long serialVersionUID = 1L;
    final String owner;

    Tags(String owner) {
      super(Set.of("a"));
      this.owner = owner;
    }
  }

  @Test
  void what_an_application_adds_to_a_class_of_the_jdk_counts_in_a_set_also() {
    assertMatch(Set.of(new Rates("EUR")), Set.of(new Rates("EUR")));
    assertThat(differences(Set.of(new Rates("EUR")), Set.of(new Rates("USD"))))
        .containsExactly("result[*].currency text");
    assertMatch(Set.of(new Tags("a")), Set.of(new Tags("a")));
    assertThat(differences(Set.of(new Tags("a")), Set.of(new Tags("b"))))
        .containsExactly("result[*].owner text");
  }

  @Test
  void objects_of_one_name_from_two_class_loaders_are_compared_by_structure() throws Exception {
    assertMatch(
        ComparisonTest.Plain.class.getDeclaredConstructor().newInstance(),
        plain(Copies.of(ComparisonTest.Plain.class)));
  }

  private static Object plain(Class<?> type) throws Exception {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  static final class Node {
    Object left;
    Object right;
  }

  @Test
  void shared_parts_are_no_obstacle() {
    assertMatch(diamond(40, "a"), diamond(40, "a"));
    assertThat(differences(diamond(40, "a"), diamond(40, "b"))).hasSize(Walk.MAX_DIFFERENCES);
  }

  private static Object diamond(int levels, Object bottom) {
    Object at = bottom;
    for (int i = 0; i < levels; i++) {
      Node node = new Node();
      node.left = at;
      node.right = at;
      at = node;
    }
    return at;
  }

  @Test
  void futures_are_compared_by_what_they_completed_with() {
    CompletableFuture<String> pending = new CompletableFuture<>();
    assertMatch(done("a"), done("a"));
    assertMatch(List.of(done("a")), List.of(done("a")));
    assertMatch(pending, pending);
    assertThat(obstacle(pending, done("a"))).isEqualTo("result is a future that is not complete");
    assertThat(differences(done("a"), done("b"))).containsExactly("result text");
    assertThat(differences(done(null), done("b"))).containsExactly("result null");
    assertThat(differences(failed(new IOException("a")), done("a")))
        .containsExactly("result.failure thrown");
    assertThat(differences(failed(new IOException("a")), failed(new IOException("b"))))
        .containsExactly("result.failure.message text");
    assertMatch(
        failed(new IOException("a")), failed(new CompletionException(new IOException("a"))));
    pending.cancel(false);
    assertMatch(pending, failed(new CancellationException()));
  }

  private static CompletableFuture<String> done(String value) {
    return CompletableFuture.completedFuture(value);
  }

  private static CompletableFuture<Object> failed(Throwable failure) {
    return CompletableFuture.failedFuture(failure);
  }

  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Refused(int code, Throwable cause) {
      super("refused", cause);
      this.code = code;
    }
  }

  @Test
  void exceptions_are_compared_with_causes_suppressed_ones_and_fields_of_their_own() {
    assertThat(differences(thrown(new Refused(1, null), new Refused(2, null))))
        .containsExactly("thrown.code number");
    assertThat(differences(thrown(new Refused(1, new IOException("a")), new Refused(1, null))))
        .containsExactly("thrown.cause null");
    assertThat(
            differences(
                thrown(
                    new IllegalStateException(new IOException("a")),
                    new IllegalStateException(new IOException("b")))))
        .containsExactly("thrown.cause.message text");
    Exception suppressing = new Exception("a");
    suppressing.addSuppressed(new IOException("b"));
    assertThat(differences(thrown(suppressing, new Exception("a"))))
        .containsExactly("thrown.suppressed size");
  }

  private Verdict thrown(Throwable legacy, Throwable replacement) {
    return comparison.compare(Outcome.threw(legacy), Outcome.threw(replacement));
  }

  @Test
  void holders_are_compared_by_what_they_hold() {
    assertMatch(new AtomicInteger(1), new AtomicInteger(1));
    assertThat(differences(new AtomicReference<>(List.of(1)), new AtomicReference<>(List.of(2))))
        .containsExactly("result[0] number");
    assertMatch(Pattern.compile("a+"), Pattern.compile("a+"));
    assertThat(differences(Pattern.compile("a"), Pattern.compile("a", Pattern.DOTALL)))
        .containsExactly("result text");
    assertThat(differences(Map.entry("a", 1), Map.entry("a", 2)))
        .containsExactly("result.value number");
    assertMatch(new HashMap<>(Map.of(1, 2)).values(), new TreeMap<>(Map.of(1, 2)).values());
  }

  record Handler(Supplier<String> supplier, int id) {}

  @Test
  void functions_proxies_and_what_can_be_read_once_are_incomparable_unless_they_are_one() {
    String captured = new String("a");
    Supplier<String> one = () -> captured;
    assertMatch(new Handler(one, 1), new Handler(one, 1));
    assertThat(obstacle(new Handler(one, 1), new Handler(() -> captured, 1)))
        .isEqualTo("result.supplier is a function");
    Iterator<Integer> iterator = List.of(1).iterator();
    assertThat(obstacle(iterator, List.of(1).iterator())).endsWith("can be read only once");
    assertThat(iterator.hasNext()).isTrue();
    assertThat(
            obstacle(new ByteArrayInputStream(new byte[1]), new ByteArrayInputStream(new byte[1])))
        .endsWith("can be read only once");
    assertThat(obstacle(new Object(), new Object()))
        .isEqualTo("result is a java.lang.Object, which says nothing of itself");
  }

  static final class Unloaded implements HibernateProxy {
    @Override
    public boolean equals(Object other) {
      throw new AssertionError("loaded");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("loaded");
    }
  }

  static final class LazyLines extends AbstractList<Integer> implements PersistentCollection {
    private final boolean isLoaded;

    LazyLines(boolean isLoaded) {
      this.isLoaded = isLoaded;
    }

    @Override
    public boolean wasInitialized() {
      return isLoaded;
    }

    @Override
    public Integer get(int index) {
      return size() - 1;
    }

    @Override
    public int size() {
      if (!isLoaded) {
        throw new AssertionError("loaded");
      }
      return 1;
    }
  }

  @Test
  void what_hibernate_has_not_loaded_stays_so() {
    assertThat(obstacle(new Unloaded(), new Unloaded())).startsWith("result is a proxy");
    assertThat(obstacle(new Unloaded(), new Named("a"))).startsWith("result is a proxy");
    assertThat(obstacle(List.of(0), new LazyLines(false))).startsWith("result is not loaded");
    assertMatch(List.of(0), new LazyLines(true));
    assertThat(differences(List.of(1), new LazyLines(true))).containsExactly("result[0] number");
  }

  @Test
  void elements_of_a_set_that_are_alike_are_paired() {
    assertMatch(
        Set.of(new Named("a"), new Named("b")),
        new LinkedHashSet<>(List.of(new Named("b"), new Named("a"))));
    assertThat(
            differences(
                Set.of(new Entity(1, "1", 1), new Entity(2, "2", 1)),
                Set.of(new Entity(1, "1", 1), new Entity(2, "3", 1))))
        .containsExactly("result[*].price number");
  }

  @Test
  void what_is_left_of_arguments_and_receiver_counts_also_where_an_arm_threw() {
    Outcome legacy = Outcome.returned(null).leaving(new Named("a"), List.of(1), null);
    Outcome replacement = Outcome.returned(null).leaving(new Named("b"), List.of(2), null);
    assertThat(differences(comparison.compare(legacy, replacement)))
        .containsExactly("this.name text", "arg(0)[0] number");
    assertThat(
            differences(
                comparison.compare(
                    Outcome.threw(new IOException("a")).leaving(null, new int[] {1}),
                    Outcome.returned(1).leaving(null, new int[] {2}))))
        .containsExactly("thrown thrown", "arg(0)[0] number");
  }

  @Test
  void an_equals_that_throws_says_nothing() {
    Object hostile =
        new Object() {
          @Override
          public boolean equals(Object other) {
            throw new IllegalStateException();
          }

          @Override
          public int hashCode() {
            return Objects.hash(1);
          }
        };
    assertThat(differences(List.of(hostile, 1), List.of(new Named("a"), 2)))
        .containsExactly("result[0] type", "result[1] number");
  }
}
