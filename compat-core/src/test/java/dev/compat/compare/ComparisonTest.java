package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings({
  "JdkObsolete",
  "JavaUtilDate",
  "UnnecessaryStringBuilder",
  "IdentityHashMapUsage"
}) // legacy code uses them
class ComparisonTest {

  private final Comparison comparison = Comparison.exact();

  private Verdict values(Object legacy, Object replacement) {
    return comparison.compare(Outcome.returned(legacy), Outcome.returned(replacement));
  }

  private static Comparison ignoring(String... paths) {
    CompareRules.Builder rules = CompareRules.builder();
    Arrays.stream(paths).forEach(rules::ignore);
    return Comparison.of(rules.build());
  }

  private static Verdict ignoring(String path, Object legacy, Object replacement) {
    return ignoring(path).compare(Outcome.returned(legacy), Outcome.returned(replacement));
  }

  private static List<String> differences(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Mismatch.class);
    return ((Verdict.Mismatch) verdict)
        .differences().stream().map(Difference::toString).collect(Collectors.toList());
  }

  private static void assertMatch(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Match.class);
  }

  private static void assertIncomparable(Verdict verdict, String reason) {
    assertThat(verdict).isEqualTo(new Verdict.Incomparable(reason));
  }

  /** A set of one element that it never hashes. */
  static final class Unhashed extends AbstractSet<Object> {
    private final List<Object> elements;

    Unhashed(Object element) {
      elements = List.of(element);
    }

    @Override
    public Iterator<Object> iterator() {
      return elements.iterator();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  record Line(String sku, BigDecimal price) {}

  record Order(int id, List<Line> lines, Optional<String> note) {}

  record Sum(long cents, float rate) {}

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "g";
      }
    }
  }

  static final class Plain {}

  static final class Valued {
    private final int value;

    Valued(int value) {
      this.value = value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Valued valued && valued.value == value;
    }

    @Override
    public int hashCode() {
      return value;
    }
  }

  @Test
  void equal_values_of_every_known_type_match() {
    assertMatch(values(null, null));
    assertMatch(values("text", "te" + "xt".strip()));
    assertMatch(values(new StringBuilder("text"), "text"));
    assertMatch(values(1, 1));
    assertMatch(values(Double.NaN, Double.NaN));
    assertMatch(values(new BigDecimal("1.0"), new BigDecimal("1.0")));
    assertMatch(values(Color.GREEN, Color.GREEN));
    assertMatch(values(LocalDate.EPOCH, LocalDate.of(1970, 1, 1)));
    assertMatch(values(Instant.EPOCH, Instant.ofEpochMilli(0)));
    assertMatch(values(new UUID(1, 2), new UUID(1, 2)));
    assertMatch(values(new int[] {1, 2}, new int[] {1, 2}));
    assertMatch(values(new String[][] {{"a"}, {}}, new String[][] {{"a"}, {}}));
    assertMatch(values(List.of(1, 2), new LinkedList<>(List.of(1, 2))));
    assertMatch(values(Set.of(1, 2), new TreeSet<>(List.of(2, 1))));
    assertMatch(values(Map.of("a", 1), new TreeMap<>(Map.of("a", 1))));
    assertMatch(values(Optional.of("a"), Optional.of("a")));
    assertMatch(values(order("1.0"), order("1.0")));
    assertMatch(values(new Valued(1), new Valued(1)));
    assertMatch(values(String.class, String.class));
    assertMatch(values(new IllegalStateException("a"), new IllegalStateException("a")));
  }

  private static Order order(String price) {
    return new Order(
        1,
        List.of(new Line("a", BigDecimal.ONE), new Line("b", new BigDecimal(price))),
        Optional.empty());
  }

  @Test
  void a_difference_says_where_and_in_what_respect() {
    assertThat(differences(values("a", "b"))).containsExactly("result text");
    assertThat(differences(values(1, 2))).containsExactly("result number");
    assertThat(differences(values(1, 1L))).containsExactly("result type");
    assertThat(differences(values("1", 1))).containsExactly("result type");
    assertThat(differences(values(null, ""))).containsExactly("result null");
    assertThat(differences(values(true, false))).containsExactly("result value");
    assertThat(differences(values(0.0, -0.0))).containsExactly("result number");
    assertThat(differences(values(Color.RED, Color.GREEN))).containsExactly("result value");
    assertThat(differences(values(List.of(1), List.of(1, 2)))).containsExactly("result size");
    assertThat(differences(values(new int[] {1, 2}, new int[] {1, 3})))
        .containsExactly("result[1] number");
    assertThat(differences(values(new int[0], new long[0]))).containsExactly("result type");
    assertThat(differences(values(order("1.0"), order("1.00"))))
        .containsExactly("result.lines[1].price number");
    assertThat(differences(values(new Sum(1, 1.5f), new Sum(2, 1.6f))))
        .containsExactly("result.cents number", "result.rate number");
    assertThat(differences(values(new Valued(1), new Valued(2))))
        .containsExactly("result.value number");
    assertThat(differences(values(Optional.of(1), Optional.empty())))
        .containsExactly("result missing");
    assertThat(differences(values(Optional.of(1), Optional.of(2))))
        .containsExactly("result number");
  }

  @Test
  void elements_and_entries_are_missing_or_extra() {
    assertThat(differences(values(Set.of(1), Set.of(2))))
        .containsExactly("result missing", "result extra");
    assertThat(differences(values(Map.of("a", 1, "b", 1), Map.of("a", 2, "c", 1))))
        .containsExactlyInAnyOrder("result[a] number", "result[b] missing", "result[c] extra");
  }

  @Test
  void sets_and_maps_compare_what_they_hold_however_they_look_it_up() {
    Set<String> careless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    careless.add("A");
    assertThat(differences(values(careless, Set.of("a")))).hasSize(2);
    assertThat(differences(values(Set.of("a"), careless))).hasSize(2);
    assertMatch(values(Set.of(List.of(new Line("a", null))), Set.of(List.of(new Line("a", null)))));
    assertMatch(values(Collections.singleton(new int[] {1}), Collections.singleton(new int[] {1})));
    int[] one = {1};
    int[] again = {1};
    assertIncomparable(
        values(new IdentityHashMap<>(Map.of(one, 1, again, 2)), Map.of()),
        "result holds keys that are the same");
    assertThat(differences(values(Set.of(one, again), Set.of(one, new int[] {2}))))
        .containsExactly("result missing", "result extra");
    assertMatch(values(Set.of(new Plain()), Set.of(new Plain())));
  }

  @Test
  void a_collection_that_sorts_numbers_does_not_hide_their_scale() {
    BigDecimal one = new BigDecimal("1.0");
    BigDecimal other = new BigDecimal("1.00");

    assertThat(differences(values(new TreeSet<>(Set.of(one)), new TreeSet<>(Set.of(other)))))
        .containsExactly("result missing", "result extra");
    assertThat(differences(values(Set.of(one), new TreeSet<>(Set.of(other))))).hasSize(2);
    assertThat(differences(values(new TreeMap<>(Map.of(one, 1)), new TreeMap<>(Map.of(other, 1)))))
        .containsExactlyInAnyOrder("result[1.0] missing", "result[1.00] extra");
    assertMatch(values(new TreeSet<>(Set.of(one)), new TreeSet<>(Set.of(one))));
  }

  @Test
  void an_equals_that_is_not_symmetric_proves_nothing_wherever_it_is_asked() {
    Date date = new Date(1_000);
    Timestamp stamp = new Timestamp(1_000);
    stamp.setNanos(123_456);
    Comparison unordered = Comparison.of(CompareRules.builder().unordered("result").build());

    assertThat(differences(values(Set.of(date), Set.of(stamp)))).hasSize(2);
    assertThat(differences(values(Set.of(stamp), Set.of(date)))).hasSize(2);
    assertThat(differences(values(Map.of(date, 1), Map.of(stamp, 1)))).hasSize(2);
    assertThat(
            differences(
                unordered.compare(
                    Outcome.returned(List.of(date, 1)), Outcome.returned(List.of(1, stamp)))))
        .hasSize(2);
    assertMatch(values(Set.of(date), Set.of(new Date(1_000))));
    assertMatch(values(Set.of(date), Set.of(new java.sql.Date(1_000))));
  }

  @Test
  void a_key_that_has_changed_since_it_was_put_hides_no_value() {
    assertMatch(values(changedKey("x"), changedKey("x")));
    assertThat(differences(values(changedKey("x"), changedKey("y")))).hasSize(1);
  }

  private static Map<Object, Object> changedKey(String value) {
    List<Integer> key = new ArrayList<>(List.of(1));
    Map<Object, Object> map = new HashMap<>();
    map.put(key, value);
    key.add(2);
    return map;
  }

  @Test
  void a_key_that_would_break_a_path_is_made_harmless() {
    Verdict verdict = values(Map.of("a]\n[b", 1), Map.of("a]\n[b", 2));

    Difference difference = ((Verdict.Mismatch) verdict).differences().get(0);
    assertThat(difference.path()).isEqualTo("result[a???b]");
    assertThat(difference.generalPath()).isEqualTo("result[*]");
  }

  @Test
  void a_type_of_the_jdk_without_equals_is_incomparable_unless_both_sides_are_one_object() {
    Random one = new Random(1);
    assertMatch(values(one, one));
    assertIncomparable(
        values(List.of(1, one), List.of(1, new Random(1))),
        "result[*] is a java.util.Random, which defines no equals");
  }

  @Test
  void a_difference_counts_even_where_something_else_cannot_be_compared() {
    assertThat(differences(values(List.of(new Random(), 1), List.of(new Random(), 2))))
        .containsExactly("result[1] number");
  }

  @Test
  void exceptions_compare_by_class_and_message() {
    assertMatch(thrown(new IllegalStateException("a"), new IllegalStateException("a")));
    assertThat(differences(thrown(new IllegalStateException("a"), new IllegalStateException("b"))))
        .containsExactly("thrown.message text");
    assertThat(differences(thrown(new IllegalStateException("a"), new RuntimeException("a"))))
        .containsExactly("thrown thrown");
    assertThat(
            differences(
                comparison.compare(Outcome.returned(1), Outcome.threw(new Exception("late")))))
        .containsExactly("thrown thrown");
  }

  private Verdict thrown(Throwable legacy, Throwable replacement) {
    return comparison.compare(Outcome.threw(legacy), Outcome.threw(replacement));
  }

  @Test
  void what_the_vm_writes_about_the_code_that_threw_is_no_answer() {
    assertMatch(
        thrown(
            new NullPointerException("Cannot invoke \"String.length()\" because \"a\" is null"),
            new NullPointerException("Cannot invoke \"String.trim()\" because \"b\" is null")));
    assertThat(differences(thrown(new NullPointerException("a"), new NullPointerException("b"))))
        .containsExactly("thrown.message text");
  }

  @Test
  void ignored_places_are_left_out_with_or_without_their_index() {
    for (String path : List.of("result.lines.price", "result.lines[*].price", "result.lines[1]")) {
      assertMatch(ignoring(path, order("1.0"), order("2")));
    }
    assertThat(differences(ignoring("result.lines[0].price", order("1.0"), order("2")))).hasSize(1);
    assertMatch(ignoring("result.at", Map.of("at", 1, "x", 1), Map.of("at", 2, "x", 1)));
    assertMatch(ignoring("result.at", Map.of("at", 1, "x", 1), Map.of("x", 1)));
  }

  @Test
  void ignored_never_counts_as_matched() {
    String nothing = "everything compared was ignored";
    assertIncomparable(ignoring("result", 1, 1), nothing);
    assertIncomparable(
        ignoring("result.sku", "result.price")
            .compare(
                Outcome.returned(new Line("a", BigDecimal.ONE)),
                Outcome.returned(new Line("a", BigDecimal.ONE))),
        nothing);
    assertIncomparable(
        ignoring("thrown").compare(Outcome.returned(1), Outcome.threw(new Exception())), nothing);
  }

  @Test
  void a_method_that_returns_nothing_matches_by_what_it_leaves_behind_alone() {
    String nothing = "nothing is returned, and nothing that was left behind could be compared";
    Outcome none = Outcome.returned(null);
    Outcome one = none.leaving(null, new ArrayList<>(List.of(1)));
    Outcome two = none.leaving(null, new ArrayList<>(List.of(2)));
    Outcome thrown = Outcome.threw(new IllegalStateException("a"));

    assertMatch(comparison.compare("log", none, none, false));
    assertIncomparable(comparison.compare("log", none, none, true), nothing);
    assertIncomparable(
        comparison.compare("log", none.leaving(null, "a", null), none, true), nothing);
    assertIncomparable(ignoring("arg(0)").compare("log", one, two, true), nothing);
    assertMatch(comparison.compare("log", one, one.leaving(null, List.of(1)), true));
    assertThat(differences(comparison.compare("log", one, two, true)))
        .containsExactly("arg(0)[0] number");
    assertThat(differences(comparison.compare("log", none, thrown, true)))
        .containsExactly("thrown thrown");
    assertMatch(comparison.compare("log", thrown, thrown, true));
  }

  @Test
  void a_path_that_begins_with_a_method_speaks_of_its_result_alone() {
    Comparison quotes = ignoring("quote.price", "thrown.message");
    Outcome one = Outcome.returned(new Line("a", BigDecimal.ONE));
    Outcome two = Outcome.returned(new Line("a", BigDecimal.TEN));

    assertMatch(quotes.compare("quote", one, two));
    assertThat(differences(quotes.compare("offer", one, two)))
        .containsExactly("result.price number");
    assertThat(differences(quotes.compare(one, two))).containsExactly("result.price number");
    assertMatch(
        quotes.compare(
            "quote", Outcome.threw(new Exception("a")), Outcome.threw(new Exception("b"))));
  }

  @Test
  void an_ignored_path_must_name_a_place() {
    for (String path : List.of("", " ", "[*].price")) {
      assertThatThrownBy(() -> ignoring(path))
          .hasMessage(
              "'%s' names no place; write result, thrown, this, arg(0) or a method's name first, or"
                  + " the full name of a type",
              path);
    }
  }

  @Test
  void a_cycle_is_compared_as_the_graph_that_it_is() {
    List<Object> one = new ArrayList<>();
    one.add(one);
    List<Object> other = new ArrayList<>();
    other.add(other);
    assertMatch(values(one, other));
    assertMatch(values(one, List.of(other)));
    assertMatch(values(new Unhashed(one), new Unhashed(other)));
    assertThat(differences(values(one, List.of(List.of(1))))).containsExactly("result[0][0] type");
  }

  @Test
  void a_giant_graph_is_incomparable_and_a_difference_found_before_the_end_of_it_counts() {
    List<Integer> giant = IntStream.range(0, 20_000).boxed().toList();
    List<Integer> same = new ArrayList<>(giant);
    assertIncomparable(values(giant, same), "an outcome holds more than 10,000 values");
    assertMatch(values(giant.subList(0, 10_000), same.subList(0, 10_000)));
    assertMatch(values(new HashSet<>(same.subList(0, 9_000)), Set.copyOf(giant.subList(0, 9_000))));
    assertMatch(values(new byte[1 << 20], new byte[1 << 20]));
    assertIncomparable(
        values(
            Collections.nCopies(Integer.MAX_VALUE, 1), Collections.nCopies(Integer.MAX_VALUE, 1)),
        "an outcome holds more than 10,000 values");
  }

  @Test
  void a_deep_graph_is_incomparable() {
    assertIncomparable(
        values(nested(5_000), nested(5_000)), "an outcome is nested deeper than 250 levels");
    assertThat(values(new Unhashed(nested(5_000)), new Unhashed(nested(5_000))))
        .isInstanceOf(Verdict.Incomparable.class);
  }

  private static List<Object> nested(int depth) {
    List<Object> list = List.of();
    for (int i = 0; i < depth; i++) {
      list = List.of(list);
    }
    return list;
  }

  record Failing(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("secret");
    }
  }

  @SuppressWarnings({"InfiniteRecursion", "EqualsUsingHashCode"}) // that is the point
  static final class Endless {
    @Override
    public boolean equals(Object other) {
      return hashCode() == other.hashCode();
    }

    @Override
    public int hashCode() {
      return 31 * hashCode();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  static final class EndlessText implements CharSequence {
    @Override
    public int length() {
      return 1;
    }

    @Override
    public char charAt(int index) {
      return 'a';
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return this;
    }

    @Override
    public String toString() {
      return "a" + this;
    }
  }

  @Test
  void values_whose_own_code_fails_are_incomparable() {
    assertIncomparable(
        values(new Failing(1), new Failing(1)),
        "result cannot be read: dev.compat.compare.ComparisonTest$Failing.value() failed with"
            + " java.lang.IllegalStateException");
    assertMatch(values(new Endless(), new Endless()));
    assertIncomparable(
        values(Map.entry(1, new EndlessText()), Map.entry(1, new EndlessText())),
        "the comparison failed with java.lang.StackOverflowError");
    assertIncomparable(
        values(
            Set.of(1),
            new HashSet<>(List.of(1)) {
              private static final long serialVersionUID = 1L;

              @Override
              public Iterator<Integer> iterator() {
                throw new AssertionError();
              }
            }),
        "the comparison failed with java.lang.AssertionError");
    List<Integer> liar =
        new AbstractList<>() {
          @Override
          public Integer get(int index) {
            throw new IndexOutOfBoundsException();
          }

          @Override
          public int size() {
            return 1;
          }
        };
    assertThat(values(liar, List.of(1))).isInstanceOf(Verdict.Incomparable.class);
  }

  @Test
  void only_so_many_differences_are_told() {
    Integer[] ones = new Integer[1_000];
    Integer[] twos = new Integer[1_000];
    Arrays.fill(ones, 1);
    Arrays.fill(twos, 2);
    assertThat(differences(values(ones, twos))).hasSize(Walk.MAX_DIFFERENCES);
  }

  @Test
  void an_equals_that_is_not_symmetric_proves_nothing() {
    java.util.Date date = new java.util.Date(0);
    java.sql.Timestamp timestamp = new java.sql.Timestamp(0);
    assertThat(differences(values(date, timestamp))).containsExactly("result type");
    assertThat(differences(values(timestamp, date))).containsExactly("result type");
    assertMatch(values(timestamp, new java.sql.Timestamp(0)));
  }

  @Test
  void nothing_that_is_printed_quotes_a_value() {
    assertThat(Outcome.returned("secret")).hasToString("returned a java.lang.String");
    assertThat(values(Map.of("k", "secret"), Map.of("k", "s")).toString()).doesNotContain("secret");
  }

  @Test
  void enums_and_the_like_compare_by_name_across_class_loaders() throws Exception {
    Object here = TimeUnit.SECONDS;
    assertMatch(values(here, TimeUnit.SECONDS));
    Object one = Copies.of(Color.class, "RED");
    assertThat(one.getClass()).isNotSameAs(Color.class);
    assertMatch(values(Color.RED, one));
    assertThat(differences(values(Color.RED, Copies.of(Color.class, "GREEN"))))
        .containsExactly("result value");
    assertMatch(values(Map.of(Color.RED, 1), new LinkedHashMap<>(Map.of(one, 1))));
  }

  @Test
  void the_classes_of_an_application_that_is_gone_go_too() throws Exception {
    WeakReference<ClassLoader> loader = compareCopiesOfALine();
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(loader.get()).isNull();
  }

  private WeakReference<ClassLoader> compareCopiesOfALine() throws Exception {
    Class<?> type = Copies.of(Line.class);
    Constructor<?> constructor = type.getDeclaredConstructor(String.class, BigDecimal.class);
    constructor.setAccessible(true);
    Object one = constructor.newInstance("a", BigDecimal.ONE);
    Object other = constructor.newInstance("b", BigDecimal.ONE);
    assertThat(differences(values(one, other))).containsExactly("result.sku text");
    assertThat(Snapshots.of("a", one)).isInstanceOf(Snapshot.Taken.class);
    assertMatch(values(one, new Line("a", BigDecimal.ONE)));
    return new WeakReference<>(type.getClassLoader());
  }
}
